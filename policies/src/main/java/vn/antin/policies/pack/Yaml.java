package vn.antin.policies.pack;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import vn.antin.policies.pack.PackProblem.Kind;

/**
 * The small part of YAML that a pack uses, with the line of every value: mappings, lists and plain
 * or quoted text. No anchors (they can repeat a value without end), no tags, no directives, one
 * document. Built from parser events, so depth and size are bounded before anything is built.
 */
sealed interface Yaml {
    /** Levels of nesting; a pack needs five. */
    int MAX_DEPTH = 12;

    /** Values in one file. */
    int MAX_VALUES = 20_000;

    /** Line in the file, from 1. */
    int line();

    /** Text between quotes or without; never interpreted here. */
    record Scalar(String text, boolean plain, int line) implements Yaml {}

    /** A list. */
    record Items(List<Yaml> items, int line) implements Yaml {}

    /** A mapping in the order of the file, and the line of each key. */
    record Fields(Map<String, Yaml> values, Map<String, Integer> lines, int line) implements Yaml {}

    /** Reads the one value of the file. */
    static Yaml parse(byte[] file) throws PackProblem {
        if (file.length > RulePacks.MAX_BYTES) {
            throw new PackProblem(
                    Kind.TOO_BIG, 1, "", Integer.toString(RulePacks.MAX_BYTES / 1024));
        }
        String text = decode(file);
        try {
            return new Builder(
                            new Parse(LoadSettings.builder().setLabel("pack").build())
                                    .parseString(text)
                                    .iterator())
                    .document();
        } catch (MarkedYamlEngineException e) {
            throw new PackProblem(
                    Kind.SYNTAX,
                    line(e.getProblemMark().or(e::getContextMark)),
                    "",
                    String.valueOf(e.getProblem()));
        } catch (YamlEngineException e) {
            throw new PackProblem(Kind.SYNTAX, 1, "", String.valueOf(e.getMessage()));
        }
    }

    private static String decode(byte[] file) throws PackProblem {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
        } catch (CharacterCodingException e) {
            throw new PackProblem(
                    Kind.CHARACTERS,
                    1,
                    "",
                    new String[] {"tệp không phải UTF-8"},
                    new String[] {"the file is not UTF-8"});
        }
        int line = 1;
        for (String each : text.split("\n", -1)) {
            Characters.check(each, line, "\r\t");
            line++;
        }
        return text;
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(0) + 1;
    }

    /** Builds values from parser events. Single use. */
    final class Builder {
        private final Iterator<Event> events;
        private int values;

        private Builder(Iterator<Event> events) {
            this.events = events;
        }

        Yaml document() throws PackProblem {
            events.next(); // stream start
            Event start = events.next();
            if (!(start instanceof DocumentStartEvent document)) {
                throw new PackProblem(
                        Kind.SYNTAX,
                        1,
                        "",
                        new String[] {"tệp trống"},
                        new String[] {"empty file"});
            }
            if (document.getSpecVersion().isPresent() || !document.getTags().isEmpty()) {
                throw feature(start, "%YAML, %TAG");
            }
            Yaml value = value(events.next(), 1);
            events.next(); // document end
            Event end = events.next();
            if (end.getEventId() != Event.ID.StreamEnd) {
                throw feature(end, "---");
            }
            return value;
        }

        private Yaml value(Event event, int depth) throws PackProblem {
            values++;
            if (depth > MAX_DEPTH || values > MAX_VALUES) {
                throw new PackProblem(
                        Kind.TOO_DEEP,
                        lineOf(event),
                        "",
                        Integer.toString(MAX_DEPTH),
                        Integer.toString(MAX_VALUES));
            }
            refuseFeatures(event);
            return switch (event.getEventId()) {
                case Scalar -> scalar((ScalarEvent) event);
                case SequenceStart -> items(event, depth);
                case MappingStart -> fields(event, depth);
                default -> throw feature(event, event.getEventId().toString());
            };
        }

        private static Scalar scalar(ScalarEvent event) throws PackProblem {
            // Again, because a quoted text can hide a character behind an escape.
            Characters.check(event.getValue(), lineOf(event), "\n");
            return new Scalar(event.getValue(), event.isPlain(), lineOf(event));
        }

        private Items items(Event start, int depth) throws PackProblem {
            List<Yaml> items = new ArrayList<>();
            Event event = events.next();
            while (event.getEventId() != Event.ID.SequenceEnd) {
                items.add(value(event, depth + 1));
                event = events.next();
            }
            return new Items(items, lineOf(start));
        }

        private Fields fields(Event start, int depth) throws PackProblem {
            Map<String, Yaml> fields = new LinkedHashMap<>();
            Map<String, Integer> lines = new LinkedHashMap<>();
            Event event = events.next();
            while (event.getEventId() != Event.ID.MappingEnd) {
                if (!(value(event, depth + 1) instanceof Scalar key)) {
                    throw feature(event, "? [ ]");
                }
                if (lines.put(key.text(), key.line()) != null) {
                    throw new PackProblem(
                            Kind.DUPLICATE_KEY, key.line(), "", Quoted.of(key.text()));
                }
                fields.put(key.text(), value(events.next(), depth + 1));
                event = events.next();
            }
            return new Fields(fields, lines, lineOf(start));
        }

        private static void refuseFeatures(Event event) throws PackProblem {
            if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
                throw feature(event, "& *");
            }
            if ((event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
                    || (event instanceof CollectionStartEvent start
                            && start.getTag().isPresent())) {
                throw feature(event, "!");
            }
        }

        private static PackProblem feature(Event event, String sign) {
            return new PackProblem(Kind.FEATURE, lineOf(event), "", sign);
        }

        private static int lineOf(Event event) {
            return line(event.getStartMark());
        }
    }
}
