package vn.antin.testbed.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import vn.antin.crypto.json.JsonObject;

/** Prints series as a table, each with its ratio to one of them, or as JSON. */
public final class Report {
    private final String title;
    private final String unit;
    private final double scale;
    private final List<Row> rows = new ArrayList<>();

    private record Row(Series series, Series against) {}

    /**
     * A report.
     *
     * @param title what was measured
     * @param unit of the rate, for example {@code MB/s}
     * @param scale work for one unit, for example 1e6 for bytes in MB
     */
    public Report(String title, String unit, double scale) {
        this.title = title;
        this.unit = unit;
        this.scale = scale;
    }

    /** A row, with its ratio of rates to {@code against}; a peer is given itself. */
    public void row(Series series, Series against) {
        rows.add(new Row(series, against));
    }

    /** The rows whose ratio is below this. */
    public List<String> below(double ratio) {
        return rows.stream()
                .filter(row -> row.series().rate() < ratio * row.against().rate())
                .map(row -> row.series().name())
                .toList();
    }

    public void print(PrintStream out, boolean json) {
        if (json) {
            out.println(
                    new String(toJson().canonicalBytes(), java.nio.charset.StandardCharsets.UTF_8));
            return;
        }
        out.println(title);
        out.printf("  %-46s %12s %26s %8s%n", "", unit, "median [least-most]", "ratio");
        for (Row row : rows) {
            Series s = row.series();
            out.printf(
                    Locale.ROOT,
                    "  %-46s %12.1f %26s %8s%n",
                    s.name(),
                    s.rate() / scale,
                    times(s.median(), s.least(), s.most()),
                    s == row.against()
                            ? "1"
                            : String.format(Locale.ROOT, "%.2f", s.rate() / row.against().rate()));
        }
    }

    /**
     * Three times in one unit, with three digits of the first at least.
     *
     * @param median in seconds; decides the unit
     */
    public static String times(double median, double least, double most) {
        if (median >= 1) {
            return times(1, "s", median, least, most);
        }
        return median >= 1e-3
                ? times(1e3, "ms", median, least, most)
                : times(1e6, "µs", median, least, most);
    }

    private static String times(double units, String name, double... seconds) {
        return String.format(
                Locale.ROOT,
                "%.2f %s [%.2f-%.2f]",
                seconds[0] * units,
                name,
                seconds[1] * units,
                seconds[2] * units);
    }

    private JsonObject toJson() {
        List<JsonObject> list = new ArrayList<>();
        for (Row row : rows) {
            Series s = row.series();
            list.add(
                    JsonObject.builder()
                            .put("name", s.name())
                            .put("rate", decimal(s.rate() / scale))
                            .put("medianSeconds", decimal(s.median()))
                            .put("leastSeconds", decimal(s.least()))
                            .put("mostSeconds", decimal(s.most()))
                            .put("against", row.against().name())
                            .put("ratio", decimal(s.rate() / row.against().rate()))
                            .build());
        }
        return JsonObject.builder()
                .put("bench", title)
                .put("unit", unit)
                .putObjects("rows", list)
                .build();
    }

    /**
     * A fraction as text: the JSON of the project has whole numbers only. Nine places, since a
     * signature takes microseconds.
     */
    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.9f", value);
    }
}
