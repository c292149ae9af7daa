package vn.antin.crypto.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;

/** Numbers, base64 and UTF-8 with exactly one spelling per value. */
final class StrictText {
    private StrictText() {}

    /** A decimal from 0 to 2^63-1 without sign and leading zeros. */
    static long number(String text, String what) throws LogProblem {
        try {
            long value = Long.parseLong(text);
            if (value >= 0 && Long.toString(value).equals(text)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new LogProblem(LogProblem.Reason.MALFORMED, what + " is not a number", e);
        }
        throw new LogProblem(LogProblem.Reason.MALFORMED, what + " is not a plain decimal");
    }

    /** A SHA-256 value in base64. */
    static Digest hash(String text, String what) throws LogProblem {
        return base64(text)
                .filter(bytes -> bytes.length == Digest.LENGTH)
                .map(Digest::ofValue)
                .orElseThrow(() ->
                        new LogProblem(
                                LogProblem.Reason.MALFORMED, what + " is not a SHA-256 in base64"));
    }

    /** Base64 with padding and without spare bits (RFC 4648 3.5). */
    static Optional<byte[]> base64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return base64(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String base64(Digest hash) {
        return base64(hash.toBytes());
    }

    static String utf8(byte[] bytes) throws LogProblem {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new LogProblem(LogProblem.Reason.MALFORMED, "the text is not UTF-8", e);
        }
    }
}
