package vn.antin.hsm.key;

import java.security.PublicKey;
import java.util.Arrays;
import vn.antin.crypto.bytes.Digest;

/**
 * The subject key identifier that becomes CKA_ID: the leftmost 160 bits of SHA-256 over the
 * subjectPublicKey BIT STRING's bytes (RFC 7093 section 2, method 1).
 */
public final class SubjectKeyId {
    private static final int LENGTH = 20;

    private SubjectKeyId() {}

    /** 20 bytes. */
    public static byte[] of(PublicKey key) {
        byte[] bits = Der.lastBitString(key.getEncoded());
        return Arrays.copyOf(Digest.of(bits).toBytes(), LENGTH);
    }
}
