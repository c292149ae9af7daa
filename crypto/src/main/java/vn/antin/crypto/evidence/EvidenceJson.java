package vn.antin.crypto.evidence;

import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;

/** The JSON form of evidence: component names of ETSI EN 319 522-3, own parts in Extensions. */
final class EvidenceJson {
    private static final String SHA_256 = "SHA-256";

    private EvidenceJson() {}

    static JsonObject write(Evidence evidence) {
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("version", 1)
                        .put("EvidenceIdentifier", evidence.id())
                        .put("ERDSEventId", evidence.event().uri())
                        .put("EventTime", evidence.time())
                        .put("EvidenceIssuerDetails", evidence.issuer().toString())
                        .put("EvidenceIssuerPolicyID", evidence.policy())
                        .put("TransactionLogInformation", evidence.log())
                        .put("MessageIdentifier", evidence.consignment())
                        .put("SenderDetails", evidence.sender().toString())
                        .putIfPresent(
                                "EvidenceRefersToRecipient",
                                evidence.recipient().map(EndpointId::toString))
                        .put(
                                "UserContentInfo",
                                JsonObject.builder()
                                        .put("DigestMethod", SHA_256)
                                        .put("DigestValue", evidence.envelope().hex())
                                        .build())
                        .put("Extensions", extensions(evidence));
        if (!evidence.reasons().isEmpty()) {
            json.putStrings("EventReasons", evidence.reasons());
        }
        return json.build();
    }

    private static JsonObject extensions(Evidence evidence) {
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("outerSignature", evidence.outerSignature().hex())
                        .put("mark", evidence.mark())
                        .putIfPresent("receipt", evidence.receipt().map(Digest::hex))
                        .putIfPresent("provider", evidence.provider());
        if (evidence.exercise()) {
            json.put("exercise", true);
        }
        return json.build();
    }

    static Evidence read(JsonObject json) {
        Evidence evidence;
        try {
            evidence = fields(json);
        } catch (IllegalArgumentException e) {
            throw new JsonException("not an evidence: " + e.getMessage(), e);
        }
        if (!write(evidence).equals(json)) {
            throw new JsonException("an evidence in another spelling");
        }
        return evidence;
    }

    private static Evidence fields(JsonObject json) {
        json.onlyKeys(
                "version",
                "EvidenceIdentifier",
                "ERDSEventId",
                "EventTime",
                "EvidenceIssuerDetails",
                "EvidenceIssuerPolicyID",
                "TransactionLogInformation",
                "MessageIdentifier",
                "SenderDetails",
                "EvidenceRefersToRecipient",
                "UserContentInfo",
                "Extensions",
                "EventReasons");
        if (json.integer("version") != 1) {
            throw new JsonException("an evidence of an unknown version");
        }
        JsonObject content = json.object("UserContentInfo").onlyKeys("DigestMethod", "DigestValue");
        if (!content.string("DigestMethod").equals(SHA_256)) {
            throw new JsonException("an unknown DigestMethod");
        }
        JsonObject own =
                json.object("Extensions")
                        .onlyKeys("outerSignature", "mark", "receipt", "provider", "exercise");
        return new Evidence(
                json.string("EvidenceIdentifier"),
                event(json.string("ERDSEventId")),
                json.instant("EventTime"),
                EndpointId.parse(json.string("EvidenceIssuerDetails")),
                json.string("TransactionLogInformation"),
                json.string("MessageIdentifier"),
                EndpointId.parse(json.string("SenderDetails")),
                json.optionalString("EvidenceRefersToRecipient").map(EndpointId::parse),
                Digest.parse(own.string("outerSignature")),
                Digest.parse(content.string("DigestValue")),
                own.string("mark"),
                json.has("EventReasons") ? json.strings("EventReasons") : java.util.List.of(),
                own.optionalString("receipt").map(Digest::parse),
                json.string("EvidenceIssuerPolicyID"),
                own.optionalString("provider"),
                own.has("exercise") && own.bool("exercise"));
    }

    private static EvidenceEvent event(String uri) {
        Optional<EvidenceEvent> event = EvidenceEvent.ofUri(uri);
        return event.orElseThrow(() -> new JsonException("an unknown event"));
    }
}
