package vn.antin.sdk.wire;

import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;

/**
 * POST {@link Api#COUNTERSIGNATURES}, by a registry clerk: the agency's seal for a document that an
 * officer has signed. Answered by the same signature with the seal on it ({@link
 * Api#PKCS7_SIGNATURE}).
 *
 * @param number number and symbol of the document, as it stands in the register
 * @param signature the officer's signature without the document, SignedData in DER; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record SealOrder(String number, byte[] signature) {
    /** Most characters of a number. */
    public static final int MAX_NUMBER = 128;

    /** A number is one line and not empty. */
    public SealOrder {
        if (number.isBlank()
                || number.length() > MAX_NUMBER
                || !number.equals(number.strip())
                || number.codePoints().anyMatch(SealOrder::isHidden)) {
            throw new JsonException("field \"number\" must be one line of 1 to 128 characters");
        }
    }

    private static boolean isHidden(int character) {
        int type = Character.getType(character);
        return Character.isISOControl(character)
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    /** The message. */
    public JsonObject toJson() {
        return JsonObject.builder().put("number", number).put("signature", signature).build();
    }

    /** Reads the message; unknown fields are refused. */
    public static SealOrder fromJson(JsonObject json) {
        json.onlyKeys("number", "signature");
        return new SealOrder(json.string("number"), json.bytes("signature"));
    }
}
