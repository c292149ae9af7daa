package vn.antin.hsm.piv;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import vn.antin.crypto.key.KeyException;

/**
 * The key that lets a custodian write to a card (9B). Mutual authentication by SP 800-73-4 part 2,
 * appendix A.1: each side proves to the other that it knows the key.
 *
 * <p>3DES only to take over cards as they are delivered; new keys are AES-256 or, where a card has
 * none, AES-128.
 */
public final class ManagementKey implements AutoCloseable {
    /** Cipher of a management key (SP 800-78-4, table 6-2). */
    public enum Kind {
        /** As delivered. */
        TRIPLE_DES(0x03, "DESede", 24, 8),
        /** AES-128. */
        AES_128(0x08, "AES", 16, 16),
        /** AES-192. */
        AES_192(0x0A, "AES", 24, 16),
        /** AES-256. */
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

        int id() {
            return id;
        }
    }

    private static final int REFERENCE = 0x9B;
    private static final int TEMPLATE = 0x7C;
    private static final int WITNESS = 0x80;
    private static final int CHALLENGE = 0x81;
    private static final int RESPONSE = 0x82;
    private static final String DELIVERED = "010203040506070801020304050607080102030405060708";

    private final Kind kind;
    private final byte[] value;

    private ManagementKey(Kind kind, byte[] value) {
        this.kind = kind;
        this.value = value;
    }

    /** The key that everybody knows and cards are delivered with: to be changed. */
    public static ManagementKey delivered() {
        return new ManagementKey(Kind.TRIPLE_DES, HexFormat.of().parseHex(DELIVERED));
    }

    /** A new random key. */
    public static ManagementKey random(Kind kind, SecureRandom random) {
        var value = new byte[kind.keyBytes];
        random.nextBytes(value);
        return new ManagementKey(kind, value);
    }

    /**
     * Reads the text that {@link #text} gave: the kind and the key in hexadecimal.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static ManagementKey parse(String text) {
        String[] words = text.strip().split(" ");
        if (words.length != 2) {
            throw new IllegalArgumentException("a management key is KIND HEX");
        }
        Kind kind = Kind.valueOf(words[0]);
        byte[] value = HexFormat.of().parseHex(words[1]);
        if (value.length != kind.keyBytes) {
            throw new IllegalArgumentException(kind + " needs " + kind.keyBytes + " bytes");
        }
        return new ManagementKey(kind, value);
    }

    /** For the custodian's safe: kind and key in hexadecimal. A secret. */
    public String text() {
        return kind.name() + " " + HexFormat.of().formatHex(value);
    }

    Kind kind() {
        return kind;
    }

    /** Proves the key to the card and has it proved by the card. */
    void authenticate(CardLink link, SecureRandom random) {
        byte[] first =
                link.send(
                                0x87,
                                kind.id,
                                REFERENCE,
                                Tlv.encode(
                                        new Tlv(
                                                TEMPLATE,
                                                Tlv.encode(new Tlv(WITNESS, new byte[0])))))
                        .data();
        byte[] witness = crypt(Cipher.DECRYPT_MODE, inner(first, WITNESS));
        var challenge = new byte[kind.blockBytes];
        random.nextBytes(challenge);
        CardLink.Answer second =
                link.send(
                        0x87,
                        kind.id,
                        REFERENCE,
                        Tlv.encode(
                                new Tlv(
                                        TEMPLATE,
                                        Tlv.encode(
                                                new Tlv(WITNESS, witness),
                                                new Tlv(CHALLENGE, challenge)))));
        boolean proved =
                second.ok()
                        && MessageDigest.isEqual(
                                inner(second.data(), RESPONSE),
                                crypt(Cipher.ENCRYPT_MODE, challenge));
        if (!proved) {
            throw refused();
        }
    }

    private static byte[] inner(byte[] answer, int tag) {
        return Tlv.find(answer, TEMPLATE)
                .flatMap(template -> Tlv.find(template, tag))
                .orElseThrow(ManagementKey::refused);
    }

    private static KeyException refused() {
        return new KeyException(
                KeyException.Reason.BAD_INPUT, "the card has another management key", null);
    }

    private byte[] crypt(int mode, byte[] block) {
        if (block.length != kind.blockBytes) {
            throw refused();
        }
        try {
            // One random block: there is no pattern that ECB could show.
            Cipher cipher = Cipher.getInstance(kind.cipher + "/ECB/NoPadding");
            cipher.init(mode, new SecretKeySpec(value, kind.cipher));
            return cipher.doFinal(block);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + kind.cipher, e);
        }
    }

    /** Makes this the card's management key; the present one was proved before. */
    void install(CardLink link) {
        byte[] data =
                java.nio.ByteBuffer.allocate(3 + value.length)
                        .put((byte) kind.id)
                        .put((byte) REFERENCE)
                        .put((byte) value.length)
                        .put(value)
                        .array();
        try {
            byte[] unused =
                    CardLink.good("changing the management key", link.send(0xFF, 0xFF, 0xFF, data));
        } finally {
            Arrays.fill(data, (byte) 0);
        }
    }

    @Override
    public void close() {
        Arrays.fill(value, (byte) 0);
    }

    @Override
    public String toString() {
        return "ManagementKey[" + kind + "]";
    }
}
