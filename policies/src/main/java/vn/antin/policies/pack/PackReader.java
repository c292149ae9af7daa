package vn.antin.policies.pack;

import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import vn.antin.policies.label.Level;
import vn.antin.policies.rule.Act;
import vn.antin.policies.rule.Badge;
import vn.antin.policies.rule.ChannelProfile;
import vn.antin.policies.rule.Condition;
import vn.antin.policies.rule.LegalBasis;
import vn.antin.policies.rule.LevelRule;
import vn.antin.policies.rule.ProtectionTerm;
import vn.antin.policies.rule.Rule;
import vn.antin.policies.rule.RulePack;
import vn.antin.policies.rule.Task;
import vn.antin.policies.rule.Text;

/** Reads the form of docs/formats/rule-pack.md; every key is known, every value checked. */
final class PackReader {
    static final String FORMAT = "antin-rule-pack/1";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Pattern CHANNEL = Pattern.compile("[A-Z][A-Z0-9_]{0,31}");
    private static final Pattern URGENCY = Pattern.compile("[a-z][a-z_]{0,31}");
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,4}){0,3}");
    private static final Pattern COLOUR = Pattern.compile("#[0-9A-F]{6}");

    private static final List<Level> LEVELS = List.of(Level.values());

    private PackReader() {}

    static RulePack read(byte[] file) throws PackProblem {
        Node root = Node.root(Yaml.parse(file));
        root.get("format").oneOf(List.of(FORMAT), format -> format);
        String id = name(root.get("pack"));
        String version =
                root.get("version")
                        .matching(
                                VERSION,
                                "số phiên bản như \"1\" hoặc \"1.2\"",
                                "a version such as \"1\" or \"1.2\"");
        Text title = text(root.get("title"));
        Node effective = root.get("effective");
        LocalDate from = date(effective.get("from"));
        Optional<Node> last = effective.find("to");
        Optional<LocalDate> to =
                last.isPresent() ? Optional.of(date(last.get())) : Optional.empty();
        effective.done();
        boolean checked = root.get("checked").bool();
        Map<Level, LevelRule> levels = levels(root.get("levels"));
        List<ChannelProfile> channels = new ArrayList<>();
        for (Node each : root.get("channels").items()) {
            channels.add(channel(each));
        }
        Map<String, Duration> deadlines = deadlines(root.get("receipt_deadlines"));
        Node list = root.get("rules");
        List<Rule> rules = new ArrayList<>();
        for (Node each : list.items()) {
            rules.add(rule(each));
        }
        root.done();
        return list.build(() ->
                new RulePack(
                        id, version, from, to, checked, title, levels, channels, deadlines, rules));
    }

    private static Map<Level, LevelRule> levels(Node node) throws PackProblem {
        Map<Level, LevelRule> levels = new EnumMap<>(Level.class);
        for (Level level : LEVELS) {
            levels.put(level, level(node.get(level.code())));
        }
        node.done();
        return levels;
    }

    private static LevelRule level(Node node) throws PackProblem {
        Optional<Node> mark = node.find("mark");
        String markText = mark.isPresent() ? mark.get().text() : "";
        Node badge = node.get("badge");
        String fill = colour(badge.get("fill"));
        String letters = colour(badge.get("text"));
        badge.done();
        Badge colours = badge.build(() -> new Badge(fill, letters));
        Optional<Node> term = node.find("term");
        Optional<ProtectionTerm> protection =
                term.isPresent() ? Optional.of(term(term.get())) : Optional.empty();
        boolean electronic = node.get("electronic").bool();
        LegalBasis basis = basis(node.get("basis"));
        node.done();
        return new LevelRule(markText, colours, protection, electronic, basis);
    }

    private static ProtectionTerm term(Node node) throws PackProblem {
        int years = node.get("years").integer();
        int extension = node.get("extension_decision_days").integer();
        int notice = node.get("notice_days").integer();
        node.done();
        return node.build(() -> new ProtectionTerm(years, extension, notice));
    }

    private static ChannelProfile channel(Node node) throws PackProblem {
        String id =
                node.get("id")
                        .matching(
                                CHANNEL,
                                "mã kênh bằng chữ hoa như CO_YEU",
                                "a channel id in capitals such as CO_YEU");
        Text name = languages(node);
        boolean between = node.get("between_premises").bool();
        boolean electronic = node.get("electronic").bool();
        Set<Level> levels = node.get("levels").someOf(LEVELS, Level::code);
        LegalBasis basis = basis(node.get("basis"));
        node.done();
        return node.build(() -> new ChannelProfile(id, name, between, electronic, levels, basis));
    }

    private static Map<String, Duration> deadlines(Node node) throws PackProblem {
        Map<String, Duration> deadlines = new LinkedHashMap<>();
        for (Map.Entry<String, Node> entry : node.entries().entrySet()) {
            Node time = entry.getValue();
            if (!URGENCY.matcher(entry.getKey()).matches()) {
                throw time.value(
                        "mức độ khẩn bằng chữ thường như hoa_toc",
                        "an urgency in small letters such as hoa_toc");
            }
            try {
                deadlines.put(entry.getKey(), Duration.parse(time.text()));
            } catch (DateTimeParseException e) {
                throw time.value("thời lượng ISO 8601 như PT8H", "an ISO 8601 duration like PT8H");
            }
        }
        return deadlines;
    }

    private static Rule rule(Node node) throws PackProblem {
        String id = name(node.get("id"));
        Rule.Scope scope = scope(node);
        Text statement = languages(node);
        LegalBasis basis = basis(node.get("basis"));
        Optional<Node> duty = node.find("duty");
        if (duty.isPresent()) {
            Task task = duty.get().oneOf(List.of(Task.values()), Task::code);
            node.done();
            return new Rule.Duty(id, scope, task, statement, basis);
        }
        Node refuse = node.get("refuse");
        Text refusal = text(refuse);
        Condition condition = Demands.read(node);
        node.done();
        return refuse.build(() -> new Rule.Demand(id, scope, condition, statement, refusal, basis));
    }

    private static Rule.Scope scope(Node node) throws PackProblem {
        Set<Act> acts = node.get("acts").someOf(List.of(Act.values()), Act::code);
        Set<Level> levels = node.get("levels").someOf(LEVELS, Level::code);
        return new Rule.Scope(acts, levels);
    }

    private static LegalBasis basis(Node node) throws PackProblem {
        Text citation = languages(node);
        LegalBasis.Source source =
                node.get("source")
                        .oneOf(List.of(LegalBasis.Source.values()), LegalBasis.Source::code);
        node.done();
        return new LegalBasis(citation.vietnamese(), citation.english(), source);
    }

    private static Text text(Node node) throws PackProblem {
        Text text = languages(node);
        node.done();
        return text;
    }

    private static Text languages(Node node) throws PackProblem {
        return new Text(node.get("vi").text(), node.get("en").text());
    }

    private static String name(Node node) throws PackProblem {
        return node.matching(
                NAME,
                "tên bằng chữ thường, số và dấu gạch nối",
                "a name of small letters, digits and hyphens");
    }

    private static String colour(Node node) throws PackProblem {
        return node.matching(
                COLOUR,
                "màu như \"#1D4ED8\", trong ngoặc kép",
                "a colour such as \"#1D4ED8\", quoted");
    }

    private static LocalDate date(Node node) throws PackProblem {
        try {
            return LocalDate.parse(node.text());
        } catch (DateTimeParseException e) {
            throw node.value("ngày như 2026-03-01", "a day such as 2026-03-01");
        }
    }
}
