package vn.antin.crypto.seal;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.policies.label.SecurityLabel;

/**
 * What a sender keeps of a sealed document to check signed receipts with (RFC 2634 2.6). Says
 * nothing about the content. The arrays must not be changed; equality is by value.
 *
 * @param consignment lower-case UUID
 * @param contentIdentifier of the inner signature, 48 bytes
 * @param signatureValue the inner signature itself
 * @param signedAttributesDigest digest of its signed attributes, by its own digest algorithm: 32 or
 *     48 bytes
 * @param label the label, which a receipt must repeat
 * @param from who was asked for a receipt; may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode are below
public record ReceiptExpectation(
        String consignment,
        byte[] contentIdentifier,
        byte[] signatureValue,
        byte[] signedAttributesDigest,
        SecurityLabel label,
        List<EndpointId> from) {
    /** Checks that identifier and consignment belong together; copies the list. */
    public ReceiptExpectation {
        if (!ContentIdentifier.consignmentOf(contentIdentifier).equals(consignment)) {
            throw new IllegalArgumentException("the identifier is of another consignment");
        }
        from = List.copyOf(from);
    }

    /** As JSON. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("type", "antin-expectation")
                .put("version", 1)
                .put("consignment", consignment)
                .put("contentIdentifier", contentIdentifier)
                .put("signatureValue", signatureValue)
                .put("signedAttributesDigest", signedAttributesDigest)
                .put("label", NoteCodec.label(label))
                .putStrings("from", from.stream().map(EndpointId::toString).toList())
                .build();
    }

    /**
     * Reads {@link #toJson}.
     *
     * @throws JsonException when it is anything else
     */
    public static ReceiptExpectation fromJson(JsonObject json) {
        json.onlyKeys(
                "consignment",
                "contentIdentifier",
                "from",
                "label",
                "signatureValue",
                "signedAttributesDigest",
                "type",
                "version");
        if (!json.string("type").equals("antin-expectation") || json.integer("version") != 1) {
            throw new JsonException("not a receipt expectation of version 1");
        }
        try {
            return new ReceiptExpectation(
                    json.string("consignment"),
                    json.bytes("contentIdentifier"),
                    json.bytes("signatureValue"),
                    json.bytes("signedAttributesDigest"),
                    NoteCodec.readLabel(json.object("label")),
                    json.strings("from").stream().map(EndpointId::parse).toList());
        } catch (SealProblem | IllegalArgumentException e) {
            throw new JsonException("the receipt expectation cannot be read", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReceiptExpectation that
                && consignment.equals(that.consignment)
                && Arrays.equals(contentIdentifier, that.contentIdentifier)
                && Arrays.equals(signatureValue, that.signatureValue)
                && Arrays.equals(signedAttributesDigest, that.signedAttributesDigest)
                && label.equals(that.label)
                && from.equals(that.from);
    }

    @Override
    public int hashCode() {
        return Objects.hash(consignment, Arrays.hashCode(contentIdentifier));
    }

    @Override
    public String toString() {
        return "ReceiptExpectation[" + consignment + "]";
    }
}
