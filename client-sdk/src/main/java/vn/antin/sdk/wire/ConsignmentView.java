package vn.antin.sdk.wire;

import java.util.List;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.json.JsonObject;

/**
 * All that a gateway knows of one consignment, for those who are party to it.
 *
 * @param consignment its identifier
 * @param note canonical bytes of the consignment note, as in the outer signature; not copied
 * @param outer the outer signature; not copied
 * @param recipients how far it has come
 * @param receipts evidence, oldest first
 * @param signedReceipts what recipients signed
 */
@SuppressWarnings("ArrayRecordComponent")
public record ConsignmentView(
        String consignment,
        byte[] note,
        byte[] outer,
        List<Mailbox.RecipientState> recipients,
        List<EvidenceReceipt> receipts,
        List<EvidenceUpload.RecipientReceipt> signedReceipts) {
    /** Copies the lists. */
    public ConsignmentView {
        recipients = List.copyOf(recipients);
        receipts = List.copyOf(receipts);
        signedReceipts = List.copyOf(signedReceipts);
    }

    /** The message. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("consignment", consignment)
                .put("note", note)
                .put("outer", outer)
                .putObjects(
                        "recipients",
                        recipients.stream().map(Mailbox.RecipientState::toJson).toList())
                .putObjects("receipts", receipts.stream().map(EvidenceReceipt::toJson).toList())
                .putObjects(
                        "signedReceipts",
                        signedReceipts.stream()
                                .map(EvidenceUpload.RecipientReceipt::toJson)
                                .toList())
                .build();
    }

    /** Reads the message. */
    public static ConsignmentView fromJson(JsonObject json) {
        return new ConsignmentView(
                Fields.uuid(json, "consignment"),
                json.bytes("note"),
                json.bytes("outer"),
                Fields.each(json, "recipients", Mailbox.RecipientState::fromJson),
                Fields.each(json, "receipts", EvidenceReceipt::fromJson),
                Fields.each(json, "signedReceipts", EvidenceUpload.RecipientReceipt::fromJson));
    }
}
