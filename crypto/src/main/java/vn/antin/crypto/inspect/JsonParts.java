package vn.antin.crypto.inspect;

import java.util.Optional;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;

/** Records in JSON: receipts of evidence in full, others by their type. */
final class JsonParts {
    private JsonParts() {}

    static Optional<Part> of(JsonObject json) {
        try {
            return Optional.of(receipt(EvidenceReceipt.fromJson(json)));
        } catch (JsonException e) {
            return other(json);
        }
    }

    private static Part receipt(EvidenceReceipt receipt) {
        return Part.of(Kind.EVIDENCE_RECEIPT)
                .part(evidence(receipt.evidence()))
                .part(LogParts.proof(receipt.logProof()))
                .build();
    }

    private static Part evidence(Evidence evidence) {
        Part.Builder part =
                Part.of(Kind.EVIDENCE)
                        .event(evidence.event())
                        .time(Name.TIME, evidence.time())
                        .text(Name.ISSUER_GATEWAY, evidence.issuer().toString())
                        .text(Name.LOG, evidence.log())
                        .text(Name.CONSIGNMENT, evidence.consignment())
                        .text(Name.SENDER, evidence.sender().toString())
                        .text(Name.ENDPOINT, evidence.recipient().map(Object::toString))
                        .text(Name.MARK, evidence.mark())
                        .text(Name.OUTER_SIGNATURE_SHA256, evidence.outerSignature().hex())
                        .text(Name.ENVELOPE_SHA256, evidence.envelope().hex())
                        .text(Name.RECEIPT_SHA256, evidence.receipt().map(Object::toString));
        if (!evidence.reasons().isEmpty()) {
            part.text(Name.REASONS, String.join(", ", evidence.reasons()));
        }
        part.text(Name.POLICY, evidence.policy()).text(Name.PROVIDER, evidence.provider());
        if (evidence.exercise()) {
            part.word(Name.EXERCISE, Word.YES);
        }
        return part.build();
    }

    private static Optional<Part> other(JsonObject json) {
        try {
            if (!json.string("type").startsWith("antin-")) {
                return Optional.empty();
            }
            return Optional.of(
                    Part.of(Kind.RECORD)
                            .text(Name.TYPE, json.string("type"))
                            .text(
                                    Name.FIELDS,
                                    String.join(", ", json.keys().stream().sorted().toList()))
                            .build());
        } catch (JsonException e) {
            return Optional.empty();
        }
    }
}
