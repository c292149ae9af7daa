package vn.antin.hsm.key;

import java.security.MessageDigest;
import java.util.Arrays;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.KeyException;

/**
 * Takes RSAES-OAEP padding off in software (RFC 8017 7.1.2 step 3; SHA-256, MGF1 with SHA-256, no
 * label), for tokens that only offer the bare RSA operation.
 *
 * <p>Which part of a wrong padding is wrong must not show, neither in words nor in time (Manger,
 * CRYPTO 2001): the checks collect differences without branching on them, and there is one failure.
 * The length of a right message shows, as it does to everyone who gets it.
 */
final class OaepPadding {
    private static final int HASH = Digest.LENGTH;
    private static final byte[] LABEL_HASH = Digest.of(new byte[0]).toBytes();

    private OaepPadding() {}

    /**
     * The message in an encoded message of exactly the modulus' length, which is wiped.
     *
     * @throws KeyException BAD_INPUT for every wrong padding
     */
    static SecretBytes remove(byte[] encoded) {
        if (encoded.length < 2 * HASH + 2) {
            throw wrong();
        }
        byte[] seed = Arrays.copyOfRange(encoded, 1, 1 + HASH);
        byte[] block = Arrays.copyOfRange(encoded, 1 + HASH, encoded.length);
        mask(seed, block);
        mask(block, seed);

        int bad = encoded[0] & 0xFF;
        for (int i = 0; i < HASH; i++) {
            bad |= (block[i] ^ LABEL_HASH[i]) & 0xFF;
        }
        // Zeros, then a one, then the message; the place of the one is found without branching.
        int searching = -1;
        int start = 0;
        for (int i = HASH; i < block.length; i++) {
            int value = block[i] & 0xFF;
            int isZero = (value - 1) >> 31;
            int isOne = ((value ^ 1) - 1) >> 31;
            start |= searching & isOne & (i + 1);
            bad |= searching & ~isZero & ~isOne;
            searching &= ~isOne;
        }
        bad |= searching;
        try {
            if (bad != 0) {
                throw wrong();
            }
            return SecretBytes.owning(Arrays.copyOfRange(block, start, block.length));
        } finally {
            Arrays.fill(block, (byte) 0);
            Arrays.fill(seed, (byte) 0);
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /** Exclusive or with MGF1 (RFC 8017 B.2.1). */
    private static void mask(byte[] target, byte[] from) {
        MessageDigest sha256 = Digest.newSha256();
        for (int done = 0, counter = 0; done < target.length; counter++) {
            sha256.update(from);
            sha256.update(
                    new byte[] {
                        (byte) (counter >> 24),
                        (byte) (counter >> 16),
                        (byte) (counter >> 8),
                        (byte) counter
                    });
            byte[] some = sha256.digest();
            for (int i = 0; i < some.length && done < target.length; i++, done++) {
                target[done] ^= some[i];
            }
        }
    }

    private static KeyException wrong() {
        return new KeyException(
                KeyException.Reason.BAD_INPUT, "the encrypted key does not decrypt", null);
    }
}
