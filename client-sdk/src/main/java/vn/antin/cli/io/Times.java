package vn.antin.cli.io;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Days and times as people in Viet Nam read them (UTC+7, the calendar of the registers). */
public final class Times {
    /** Where the registers are kept. */
    public static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");

    private static final DateTimeFormatter VI =
            DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm:ss", Locale.ROOT).withZone(VIETNAM);
    private static final DateTimeFormatter EN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(VIETNAM);
    private static final DateTimeFormatter DAY_VI =
            DateTimeFormatter.ofPattern("dd/MM/yyyy", Locale.ROOT);

    private Times() {}

    /** A moment to the second. */
    public static String moment(Instant at, Language language) {
        return (language == Language.VI ? VI : EN).format(at);
    }

    /** The day of a moment. */
    public static String day(Instant at, Language language) {
        return day(LocalDate.ofInstant(at, VIETNAM), language);
    }

    /** A day. */
    public static String day(LocalDate day, Language language) {
        return language == Language.VI ? DAY_VI.format(day) : day.toString();
    }
}
