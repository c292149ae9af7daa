package vn.antin.testbed.card.piv;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The card management key 9B: whoever shows it may write objects and make keys (SP 800-73-4 part 2,
 * 3.2.4 and appendix A.1).
 */
final class AdminKey {
    /** Ciphers of the management key (SP 800-78-4 table 6-2). */
    enum Kind {
        TRIPLE_DES(0x03, "DESede", 24, 8),
        AES_128(0x08, "AES", 16, 16),
        AES_192(0x0A, "AES", 24, 16),
        AES_256(0x0C, "AES", 32, 16);

        private final int id;
        private final String cipher;
        private final int keyBytes;
        private final int blockBytes;

        Kind(int id, String cipher, int keyBytes, int blockBytes) {
            this.id = id;
            this.cipher = cipher;
            this.keyBytes = keyBytes;
            this.blockBytes = blockBytes;
        }

        /** 00 is another name of 3DES. */
        static Optional<Kind> of(int id) {
            int known = id == 0 ? TRIPLE_DES.id : id;
            return Stream.of(values()).filter(kind -> kind.id == known).findFirst();
        }

        int id() {
            return id;
        }

        int blockBytes() {
            return blockBytes;
        }

        int keyBytes() {
            return keyBytes;
        }
    }

    private final Kind kind;
    private final byte[] key;

    AdminKey(Kind kind, byte[] key) {
        if (key.length != kind.keyBytes) {
            throw new IllegalArgumentException(kind + " needs " + kind.keyBytes + " bytes");
        }
        this.kind = kind;
        this.key = key.clone();
    }

    Kind kind() {
        return kind;
    }

    byte[] value() {
        return key.clone();
    }

    byte[] encrypt(byte[] block) {
        try {
            Cipher cipher = Cipher.getInstance(kind.cipher + "/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, kind.cipher));
            return cipher.doFinal(block);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether an answer is the encrypted challenge. */
    boolean answers(byte[] challenge, byte[] answer) {
        return MessageDigest.isEqual(encrypt(challenge), answer);
    }
}
