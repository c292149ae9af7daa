package vn.antin.policies.pack;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import vn.antin.policies.pack.PackProblem.Kind;
import vn.antin.policies.rule.RuleConflict;

/**
 * A value of the file with its place, read by type. A mapping remembers which keys were asked for,
 * so that {@link #done} refuses the others. Single-threaded.
 */
final class Node {
    private static final Pattern INTEGER = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final int LONGEST_TEXT = 1000;

    private final Yaml value;
    private final String path;
    private final int line;
    private final Set<String> asked = new HashSet<>();

    private Node(Yaml value, String path, int line) {
        this.value = value;
        this.path = path;
        this.line = line;
    }

    static Node root(Yaml value) {
        return new Node(value, "", value.line());
    }

    /** The value of a key that must be there. */
    Node get(String key) throws PackProblem {
        Optional<Node> found = find(key);
        if (found.isEmpty()) {
            throw new PackProblem(Kind.MISSING_KEY, line, path, key);
        }
        return found.get();
    }

    /** The value of a key that may be there. */
    Optional<Node> find(String key) throws PackProblem {
        Yaml.Fields fields = fields();
        asked.add(key);
        Yaml found = fields.values().get(key);
        return found == null
                ? Optional.empty()
                : Optional.of(new Node(found, child(key), lineOf(fields, key)));
    }

    /** Every entry of a mapping whose keys are data. */
    Map<String, Node> entries() throws PackProblem {
        Yaml.Fields fields = fields();
        Map<String, Node> entries = new LinkedHashMap<>();
        fields.values()
                .forEach((key, each) ->
                        entries.put(key, new Node(each, child(key), lineOf(fields, key))));
        return entries;
    }

    /** The items of a list with at least one. */
    List<Node> items() throws PackProblem {
        if (!(value instanceof Yaml.Items list) || list.items().isEmpty()) {
            throw shape(
                    "một danh sách (các dòng bắt đầu bằng \"- \")", "a list (lines with \"- \")");
        }
        List<Node> items = new ArrayList<>();
        for (Yaml item : list.items()) {
            items.add(new Node(item, path + "[" + items.size() + "]", item.line()));
        }
        return items;
    }

    /** Text on one line. */
    String text() throws PackProblem {
        if (!(value instanceof Yaml.Scalar scalar)) {
            throw shape("một giá trị", "one value");
        }
        if (scalar.text().isBlank()) {
            throw value("một giá trị không trống", "a value that is not empty");
        }
        if (!scalar.text().equals(scalar.text().strip())
                || scalar.text().indexOf('\n') >= 0
                || scalar.text().length() > LONGEST_TEXT) {
            throw value(
                    "chữ trên một dòng, không quá " + LONGEST_TEXT + " ký tự",
                    "text on one line of at most " + LONGEST_TEXT + " characters");
        }
        return scalar.text();
    }

    /** Text of a form. */
    String matching(Pattern form, String vietnamese, String english) throws PackProblem {
        String text = text();
        if (!form.matcher(text).matches()) {
            throw value(vietnamese, english);
        }
        return text;
    }

    /** {@code true} or {@code false} without quotes. */
    boolean bool() throws PackProblem {
        String text = text();
        if (!(value instanceof Yaml.Scalar scalar && scalar.plain())
                || !(text.equals("true") || text.equals("false"))) {
            throw value("true hoặc false", "true or false");
        }
        return text.equals("true");
    }

    /** A whole number from 0 without quotes. */
    int integer() throws PackProblem {
        String text = text();
        if (!(value instanceof Yaml.Scalar scalar && scalar.plain())
                || !INTEGER.matcher(text).matches()) {
            throw value("một số nguyên từ 0", "a whole number from 0");
        }
        return Integer.parseInt(text);
    }

    /** One of a closed list, by its code. */
    <T> T oneOf(Iterable<T> choices, Function<T, String> code) throws PackProblem {
        String text = text();
        List<String> codes = new ArrayList<>();
        for (T choice : choices) {
            if (code.apply(choice).equals(text)) {
                return choice;
            }
            codes.add(code.apply(choice));
        }
        String known = codes.stream().collect(Collectors.joining(", "));
        throw value("một trong: " + known, "one of: " + known);
    }

    /** A list of different values of a closed list. */
    <T> Set<T> someOf(Iterable<T> choices, Function<T, String> code) throws PackProblem {
        Set<T> some = new HashSet<>();
        for (Node item : items()) {
            if (!some.add(item.oneOf(choices, code))) {
                throw item.value("mỗi giá trị chỉ một lần", "each value once");
            }
        }
        return some;
    }

    /** Refuses keys that nobody asked for. */
    void done() throws PackProblem {
        Yaml.Fields fields = fields();
        for (String key : fields.values().keySet()) {
            if (!asked.contains(key)) {
                throw new PackProblem(
                        Kind.UNKNOWN_KEY,
                        lineOf(fields, key),
                        path,
                        Quoted.of(key),
                        asked.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
    }

    /** Builds something from parts already read; a conflict is told with this place. */
    <T> T build(java.util.function.Supplier<T> builder) throws PackProblem {
        try {
            return builder.get();
        } catch (RuleConflict conflict) {
            throw new PackProblem(
                    Kind.CONFLICT,
                    line,
                    path,
                    new String[] {conflict.text().vietnamese()},
                    new String[] {conflict.text().english()});
        }
    }

    /** The problem that this value is not what belongs here. */
    PackProblem value(String vietnamese, String english) {
        String found = value instanceof Yaml.Scalar scalar ? Quoted.of(scalar.text()) : "[…]";
        return new PackProblem(
                Kind.VALUE,
                line,
                path,
                new String[] {found, vietnamese},
                new String[] {found, english});
    }

    private Yaml.Fields fields() throws PackProblem {
        if (value instanceof Yaml.Fields fields) {
            return fields;
        }
        throw shape("các dòng \"khóa: giá trị\"", "lines of \"key: value\"");
    }

    private PackProblem shape(String vietnamese, String english) {
        return new PackProblem(
                Kind.SHAPE, line, path, new String[] {vietnamese}, new String[] {english});
    }

    private String child(String key) {
        String name = key.length() > 40 ? key.substring(0, 40) + "…" : key;
        return path.isEmpty() ? name : path + "." + name;
    }

    private static int lineOf(Yaml.Fields fields, String key) {
        return fields.lines().getOrDefault(key, fields.line());
    }
}
