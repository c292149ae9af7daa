package vn.antin.sdk.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;

/**
 * One server-sent event (WHATWG HTML 9.2): something happened to a consignment of the caller.
 *
 * @param seq position in the caller's stream, from 1; sent back as {@link Api#LAST_EVENT_ID}
 * @param kind what happened
 * @param consignment to which consignment
 * @param event the name of the evidence, for example {@code ContentConsignment}
 */
public record EventMessage(long seq, Kind kind, String consignment, String event) {
    /** What an event is about. */
    public enum Kind {
        /** A consignment has come in. */
        CONSIGNMENT,
        /** A recipient has signed for a consignment. */
        RECEIPT,
        /** There is new evidence. */
        EVIDENCE;

        /** As in the stream: lower case. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Kind> ofCode(String code) {
            for (Kind kind : values()) {
                if (kind.code().equals(code)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** The data line. */
    public JsonObject toJson() {
        return JsonObject.builder().put("consignment", consignment).put("event", event).build();
    }

    /** The whole event as it stands in the stream, with the empty line that ends it. */
    public String toStreamText() {
        String data = new String(toJson().canonicalBytes(), StandardCharsets.UTF_8);
        return "id: " + seq + "\nevent: " + kind.code() + "\ndata: " + data + "\n\n";
    }

    /**
     * Reads the three fields of an event.
     *
     * @throws JsonException when they are not those of an event of ours
     */
    public static EventMessage of(String id, String event, String data) {
        JsonObject json = JsonObject.parse(data.getBytes(StandardCharsets.UTF_8));
        try {
            long seq = Long.parseLong(id);
            Kind kind =
                    Kind.ofCode(event)
                            .orElseThrow(() -> new JsonException("an unknown kind of event"));
            return new EventMessage(
                    seq, kind, Fields.uuid(json, "consignment"), json.string("event"));
        } catch (NumberFormatException e) {
            throw new JsonException("the id of an event is a whole number", e);
        }
    }
}
