package vn.antin.crypto.cert;

import java.security.PublicKey;
import java.util.Arrays;
import vn.antin.crypto.bc.CertificateReading;
import vn.antin.crypto.bytes.Digest;

/**
 * Identifier of a public key: subject key identifier in certificates, recipient identifier in
 * envelopes, CKA_ID in tokens.
 */
public final class KeyIdentifier {
    /** Length in bytes. */
    public static final int LENGTH = 20;

    private KeyIdentifier() {}

    /**
     * RFC 7093 section 2 method 1: the leftmost 160 bits of SHA-256 over the subjectPublicKey BIT
     * STRING without tag, length and unused-bits octet.
     *
     * @return 20 bytes
     */
    public static byte[] of(PublicKey key) {
        return Arrays.copyOf(
                Digest.of(CertificateReading.subjectPublicKeyBits(key)).toBytes(), LENGTH);
    }
}
