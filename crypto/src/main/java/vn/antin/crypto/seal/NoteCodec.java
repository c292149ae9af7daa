package vn.antin.crypto.seal;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.document.Urgency;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.seal.SealProblem.Reason;
import vn.antin.policies.label.HandlingFlag;
import vn.antin.policies.label.LabelScheme;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;

/** The one spelling of a {@link ConsignmentNote}. */
final class NoteCodec {
    private NoteCodec() {}

    static byte[] write(ConsignmentNote note) {
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("type", "antin-note")
                        .put("version", 1)
                        .put("id", note.id())
                        .put("envelope", note.envelope().toJson())
                        .putObjects(
                                "attachments",
                                note.attachments().stream().map(BlobRef::toJson).toList())
                        .put("label", label(note.label()))
                        .put("sender", note.sender().toString())
                        .putObjects(
                                "recipients",
                                note.recipients().stream().map(Recipient::toJson).toList())
                        .put("sentAt", note.sentAt())
                        .put("urgency", note.urgency().code())
                        .putStrings("channels", note.channels());
        note.receiptDeadline().ifPresent(deadline -> json.put("receiptDeadline", deadline));
        return json.build().canonicalBytes();
    }

    static JsonObject label(SecurityLabel label) {
        return JsonObject.builder()
                .put("policy", LabelScheme.policy())
                .put("level", label.level().code())
                .put("mark", label.level().outerMark())
                .putStrings("flags", label.flags().stream().map(HandlingFlag::code).toList())
                .build();
    }

    static ConsignmentNote read(byte[] utf8) throws SealProblem {
        if (utf8.length > ConsignmentNote.MAX_SIZE) {
            throw new SealProblem(Reason.TOO_BIG, "the consignment note is larger than 1 MiB");
        }
        try {
            ConsignmentNote note = read(JsonObject.parse(utf8));
            if (Arrays.equals(note.toBytes(), utf8)) {
                return note;
            }
        } catch (JsonException | IllegalArgumentException e) {
            throw new SealProblem(Reason.MALFORMED, "the consignment note cannot be read", e);
        }
        throw new SealProblem(
                Reason.MALFORMED, "the consignment note is not in its canonical form");
    }

    private static ConsignmentNote read(JsonObject json) throws SealProblem {
        json.onlyKeys(
                "attachments",
                "channels",
                "envelope",
                "id",
                "label",
                "receiptDeadline",
                "recipients",
                "sender",
                "sentAt",
                "type",
                "urgency",
                "version");
        if (!json.string("type").equals("antin-note") || json.integer("version") != 1) {
            throw new JsonException("not a consignment note of version 1");
        }
        List<String> channels = json.strings("channels");
        Set<String> once = new HashSet<>(channels);
        return new ConsignmentNote(
                json.string("id"),
                BlobRef.fromJson(json.object("envelope")),
                json.objects("attachments").stream().map(BlobRef::fromJson).toList(),
                readLabel(json.object("label")),
                EndpointId.parse(json.string("sender")),
                json.objects("recipients").stream().map(Recipient::fromJson).toList(),
                json.instant("sentAt"),
                json.optionalInstant("receiptDeadline"),
                Urgency.ofCode(json.string("urgency"))
                        .orElseThrow(() -> new JsonException("unknown urgency")),
                once);
    }

    static SecurityLabel readLabel(JsonObject json) throws SealProblem {
        json.onlyKeys("flags", "level", "mark", "policy");
        if (!json.string("policy").equals(LabelScheme.policy())) {
            throw new SealProblem(Reason.LABEL_UNKNOWN, "the label is of another policy");
        }
        Level level =
                Level.ofCode(json.string("level"))
                        .orElseThrow(() -> new SealProblem(Reason.LABEL_UNKNOWN, "unknown level"));
        EnumSet<HandlingFlag> flags = EnumSet.noneOf(HandlingFlag.class);
        for (String code : json.strings("flags")) {
            flags.add(
                    HandlingFlag.ofCode(code)
                            .orElseThrow(
                                    () -> new SealProblem(Reason.LABEL_UNKNOWN, "unknown flag")));
        }
        if (!json.string("mark").equals(level.outerMark())) {
            throw new JsonException("the outer mark is not that of the level");
        }
        return new SecurityLabel(level, flags);
    }
}
