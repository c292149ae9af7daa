package vn.antin.hsm.provider;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import vn.antin.hsm.survey.Texts;
import vn.antin.policies.label.Level;

/** Texts of this room in both languages. */
final class Words {
    private static final Texts TEXTS = new Texts("vn.antin.hsm.provider.messages");
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("HH:mm dd/MM/uuuu", Locale.ROOT)
                    .withZone(ZoneId.of("Asia/Ho_Chi_Minh"));

    private Words() {}

    static String text(Locale locale, String key, List<String> arguments) {
        return TEXTS.text(locale, key, arguments);
    }

    /** A moment of the Vietnamese clock. */
    static String moment(Instant at) {
        return MOMENT.format(at);
    }

    static String levels(Collection<Level> levels) {
        return levels.stream().sorted().map(Level::display).collect(Collectors.joining(", "));
    }
}
