package vn.antin.cli.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A table in lines and boxes that fits a width; long cells go over several lines. */
public final class Table {
    private static final int SMALLEST = 4;
    private static final int WORD = 12;

    private final List<String> titles;
    private final List<List<String>> rows = new ArrayList<>();

    /** With the titles of its columns. */
    public Table(List<String> titles) {
        this.titles = List.copyOf(titles);
    }

    /** Adds a row; line breaks in a cell stay. Cells are made safe to be shown. */
    public Table row(List<String> cells) {
        if (cells.size() != titles.size()) {
            throw new IllegalArgumentException("a row has as many cells as there are columns");
        }
        rows.add(cells.stream().map(Table::shown).toList());
        return this;
    }

    private static String shown(String cell) {
        List<String> lines = new ArrayList<>();
        for (String line : cell.split("\n", -1)) {
            lines.add(TextWidth.shown(line));
        }
        return String.join("\n", lines);
    }

    /** The lines, at most {@code width} columns wide unless there are too many columns for it. */
    public List<String> lines(int width) {
        int[] widths = widths(width);
        List<String> lines = new ArrayList<>();
        lines.add(rule(widths, "┌", "┬", "┐"));
        lines.addAll(cells(titles, widths));
        lines.add(rule(widths, "├", "┼", "┤"));
        for (List<String> row : rows) {
            lines.addAll(cells(row, widths));
        }
        lines.add(rule(widths, "└", "┴", "┘"));
        return lines;
    }

    private int[] widths(int width) {
        int[] widths = new int[titles.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] =
                    Math.max(
                            widest(titles.get(i)),
                            rows.stream().mapToInt(r -> widest(r.get(column))).max().orElse(0));
        }
        int available = width - 1 - 3 * widths.length;
        shrink(widths, available, column -> longest(column, word -> TextWidth.of(word) <= WORD));
        shrink(widths, available, column -> longest(column, Table::isNumber));
        shrink(widths, available, unused -> SMALLEST);
        return widths;
    }

    /** Takes from the widest column that is wider than it must be, until the table fits. */
    private static void shrink(int[] widths, int available, IntUnaryOperator smallest) {
        int[] floors = IntStream.range(0, widths.length).map(smallest).toArray();
        while (Arrays.stream(widths).sum() > available) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] > floors[i] && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    /** The width of a column's longest word of this kind, which is not to be cut. */
    private int longest(int column, Predicate<String> kind) {
        return Stream.concat(Stream.of(titles.get(column)), rows.stream().map(r -> r.get(column)))
                .flatMap(cell -> Arrays.stream(cell.split("[ \n]")))
                .filter(kind)
                .mapToInt(TextWidth::of)
                .reduce(SMALLEST, Math::max);
    }

    /** A number, a day or a time: cut in two it would read as another. */
    private static boolean isNumber(String word) {
        return word.length() <= WORD && word.matches("[0-9][0-9/:.-]*");
    }

    private static int widest(String cell) {
        return cell.lines().mapToInt(TextWidth::of).max().orElse(0);
    }

    private static String rule(int[] widths, String left, String middle, String right) {
        StringBuilder line = new StringBuilder(left);
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : middle).append("─".repeat(widths[i] + 2));
        }
        return line.append(right).toString();
    }

    private static List<String> cells(List<String> row, int[] widths) {
        List<List<String>> wrapped = new ArrayList<>();
        int height = 1;
        for (int i = 0; i < widths.length; i++) {
            List<String> cell = TextWidth.wrap(row.get(i), widths[i]);
            wrapped.add(cell);
            height = Math.max(height, cell.size());
        }
        List<String> lines = new ArrayList<>();
        for (int n = 0; n < height; n++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                List<String> cell = wrapped.get(i);
                line.append("│ ")
                        .append(TextWidth.left(n < cell.size() ? cell.get(n) : "", widths[i]))
                        .append(' ');
            }
            lines.add(line.append('│').toString());
        }
        return lines;
    }
}
