package vn.antin.sdk.wire;

import java.util.List;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.json.JsonObject;

/**
 * POST {@link Api#evidence}: evidence on its way back to the gateway of the sender.
 *
 * @param receipts of the recipient's gateway
 * @param signedReceipts of recipients
 */
public record EvidenceUpload(
        List<EvidenceReceipt> receipts, List<RecipientReceipt> signedReceipts) {
    /** Copies the lists. */
    public EvidenceUpload {
        receipts = List.copyOf(receipts);
        signedReceipts = List.copyOf(signedReceipts);
    }

    /**
     * What a recipient signed.
     *
     * @param recipient who
     * @param receipt ESS signed receipt in DER (RFC 2634 2.5); not copied
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record RecipientReceipt(EndpointId recipient, byte[] receipt) {
        /** The message. */
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("recipient", recipient.toString())
                    .put("receipt", receipt)
                    .build();
        }

        static RecipientReceipt fromJson(JsonObject json) {
            return new RecipientReceipt(Fields.endpoint(json, "recipient"), json.bytes("receipt"));
        }
    }

    /** The message. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .putObjects("receipts", receipts.stream().map(EvidenceReceipt::toJson).toList())
                .putObjects(
                        "signedReceipts",
                        signedReceipts.stream().map(RecipientReceipt::toJson).toList())
                .build();
    }

    /** Reads the message; unknown fields are refused. */
    public static EvidenceUpload fromJson(JsonObject json) {
        json.onlyKeys("receipts", "signedReceipts");
        return new EvidenceUpload(
                Fields.each(json, "receipts", EvidenceReceipt::fromJson),
                Fields.each(json, "signedReceipts", RecipientReceipt::fromJson));
    }
}
