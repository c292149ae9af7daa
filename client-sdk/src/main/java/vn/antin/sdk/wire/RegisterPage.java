package vn.antin.sdk.wire;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.document.Urgency;
import vn.antin.crypto.json.JsonObject;
import vn.antin.policies.label.Level;

/**
 * One register of one year, as far as a gateway can keep it: numbers, titles and abstracts of the
 * documents are known to the endpoints only.
 *
 * @param register which
 * @param year calendar year; serial numbers restart with it
 * @param rows by serial number
 */
public record RegisterPage(Register register, int year, List<Row> rows) {
    /** Copies the list. */
    public RegisterPage {
        rows = List.copyOf(rows);
    }

    /** The registers that a gateway keeps. */
    public enum Register {
        /** Sổ đăng ký bí mật nhà nước đi. */
        OUTGOING,
        /** Sổ đăng ký bí mật nhà nước đến. */
        INCOMING,
        /** Sổ chuyển giao bí mật nhà nước. */
        HANDOVER;

        /** As in paths: {@code outgoing}, {@code incoming}, {@code handover}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The register with this {@link #code()}. */
        public static Optional<Register> ofCode(String code) {
            for (Register register : values()) {
                if (register.code().equals(code)) {
                    return Optional.of(register);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * One row.
     *
     * @param number serial number (STT, số đến) within the year, from 1
     * @param at when it was entered
     * @param consignment what it is about
     * @param level secrecy level
     * @param urgency urgency mark
     * @param from sender
     * @param fromName of the sender
     * @param to recipients
     * @param toNames of the recipients, in the same order
     * @param signedAt when it was signed for (ký nhận), by all of {@code to}
     * @param remarks ghi chú
     */
    public record Row(
            long number,
            Instant at,
            String consignment,
            Level level,
            Urgency urgency,
            EndpointId from,
            String fromName,
            List<EndpointId> to,
            List<String> toNames,
            Optional<Instant> signedAt,
            Optional<String> remarks) {
        /** Copies the lists. */
        public Row {
            to = List.copyOf(to);
            toNames = List.copyOf(toNames);
        }

        /** The message. */
        public JsonObject toJson() {
            JsonObject.Builder json =
                    JsonObject.builder()
                            .put("number", number)
                            .put("at", at)
                            .put("consignment", consignment)
                            .put("level", level.code())
                            .put("urgency", urgency.code())
                            .put("from", from.toString())
                            .put("fromName", fromName)
                            .putStrings("to", to.stream().map(EndpointId::toString).toList())
                            .putStrings("toNames", toNames)
                            .putIfPresent("remarks", remarks);
            signedAt.ifPresent(instant -> json.put("signedAt", instant));
            return json.build();
        }

        static Row fromJson(JsonObject json) {
            return new Row(
                    Fields.notNegative(json, "number"),
                    json.instant("at"),
                    Fields.uuid(json, "consignment"),
                    Fields.coded(json, "level", Level::ofCode),
                    Fields.coded(json, "urgency", Urgency::ofCode),
                    Fields.endpoint(json, "from"),
                    json.string("fromName"),
                    Fields.endpoints(json, "to"),
                    json.strings("toNames"),
                    json.optionalInstant("signedAt"),
                    json.optionalString("remarks"));
        }
    }

    /** The message. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("register", register.code())
                .put("year", year)
                .putObjects("rows", rows.stream().map(Row::toJson).toList())
                .build();
    }

    /** Reads the message. */
    public static RegisterPage fromJson(JsonObject json) {
        return new RegisterPage(
                Fields.coded(json, "register", Register::ofCode),
                Fields.year(json, "year"),
                Fields.each(json, "rows", Row::fromJson));
    }
}
