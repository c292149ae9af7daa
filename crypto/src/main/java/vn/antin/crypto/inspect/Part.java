package vn.antin.crypto.inspect;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.document.Urgency;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.json.JsonObject;
import vn.antin.policies.label.HandlingFlag;

/**
 * A structure, what is said about it, and what it contains. Immutable.
 *
 * @param kind what it is
 * @param facts in the order in which a person reads them
 * @param parts what it contains
 */
public record Part(Kind kind, List<Fact> facts, List<Part> parts) {
    /** How a value is to be shown. */
    public enum Form {
        /** As it is; it comes from the file and may be hostile. */
        TEXT,
        /** Code of a {@link Word}. */
        WORD,
        /** URI of an event of evidence (ETSI EN 319 522-2). */
        EVENT,
        /** An instant, ISO 8601. */
        TIME,
        /** A number of bytes. */
        SIZE,
        /** Code of a commitment. */
        COMMITMENT,
        /** Code of an urgency. */
        URGENCY,
        /** Codes of handling flags, with commas between. */
        FLAGS
    }

    /** A name and a value. */
    public record Fact(Name name, String value, Form form) {}

    /** Keeps its own copies. */
    public Part {
        facts = List.copyOf(facts);
        parts = List.copyOf(parts);
    }

    /** As JSON; values are texts. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("kind", kind.code())
                .putObjects(
                        "facts",
                        facts.stream()
                                .map(fact ->
                                        JsonObject.builder()
                                                .put("name", fact.name().code())
                                                .put("value", fact.value())
                                                .build())
                                .toList())
                .putObjects("parts", parts.stream().map(Part::toJson).toList())
                .build();
    }

    static Builder of(Kind kind) {
        return new Builder(kind);
    }

    /** Puts a part together. */
    static final class Builder {
        private final Kind kind;
        private final List<Fact> facts = new ArrayList<>();
        private final List<Part> parts = new ArrayList<>();

        private Builder(Kind kind) {
            this.kind = kind;
        }

        Builder text(Name name, String value) {
            facts.add(new Fact(name, value, Form.TEXT));
            return this;
        }

        Builder text(Name name, Optional<String> value) {
            value.ifPresent(each -> text(name, each));
            return this;
        }

        Builder word(Name name, Word word) {
            facts.add(new Fact(name, word.code(), Form.WORD));
            return this;
        }

        Builder event(EvidenceEvent event) {
            facts.add(new Fact(Name.EVENT, event.uri(), Form.EVENT));
            return this;
        }

        Builder time(Name name, Instant value) {
            facts.add(new Fact(name, value.toString(), Form.TIME));
            return this;
        }

        Builder size(Name name, long bytes) {
            facts.add(new Fact(name, Long.toString(bytes), Form.SIZE));
            return this;
        }

        Builder urgency(Urgency urgency) {
            facts.add(new Fact(Name.URGENCY, urgency.code(), Form.URGENCY));
            return this;
        }

        Builder commitment(Commitment commitment) {
            facts.add(new Fact(Name.COMMITMENT, commitment.code(), Form.COMMITMENT));
            return this;
        }

        Builder flags(Set<HandlingFlag> flags) {
            String codes =
                    flags.stream()
                            .sorted()
                            .map(HandlingFlag::code)
                            .collect(Collectors.joining(","));
            facts.add(new Fact(Name.FLAGS, codes, Form.FLAGS));
            return this;
        }

        Builder part(Part part) {
            parts.add(part);
            return this;
        }

        Builder parts(List<Part> all) {
            parts.addAll(all);
            return this;
        }

        Part build() {
            return new Part(kind, facts, parts);
        }
    }
}
