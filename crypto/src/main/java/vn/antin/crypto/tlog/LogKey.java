package vn.antin.crypto.tlog;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import vn.antin.crypto.bytes.Digest;

/**
 * The public key of a log, Ed25519, with the name of the log (C2SP signed-note, key type 0x01).
 *
 * <p>Text form ("vkey"): {@code origin+<key id, 8 hexadecimal digits>+<base64 of 0x01 ‖ 32 bytes>}.
 * Thread-safe.
 *
 * @param origin name of the log
 * @param key the key as a JDK key object
 */
public record LogKey(String origin, PublicKey key) {
    private static final byte TYPE_ED25519 = 1;
    private static final int KEY_LENGTH = 32;
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    /**
     * Takes any provider's Ed25519 key (its X.509 form decides) and keeps the JDK's.
     *
     * @throws IllegalArgumentException for a bad origin or a key that is not Ed25519
     */
    public LogKey {
        Checkpoint.requireOrigin(origin);
        key = ofRaw(raw(key));
    }

    /**
     * Parses the text form.
     *
     * @throws LogProblem MALFORMED when it is anything else or names the wrong key id
     */
    public static LogKey parse(String vkey) throws LogProblem {
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3 || !Checkpoint.isOrigin(parts[0])) {
            throw malformed("a log key has the form origin+id+key");
        }
        byte[] typed =
                StrictText.base64(parts[2])
                        .orElseThrow(() -> malformed("the key part is not base64"));
        if (typed.length != 1 + KEY_LENGTH || typed[0] != TYPE_ED25519) {
            throw malformed("the key part is not an Ed25519 key (type 0x01, 32 bytes)");
        }
        if (!HexFormat.of().formatHex(id(parts[0], typed)).equals(parts[1])) {
            throw malformed("the key id does not belong to this origin and key");
        }
        try {
            return new LogKey(parts[0], ofRaw(Arrays.copyOfRange(typed, 1, typed.length)));
        } catch (IllegalArgumentException e) {
            throw new LogProblem(LogProblem.Reason.MALFORMED, "the key is not a point", e);
        }
    }

    /** The text form. */
    public String text() {
        return origin + "+" + HexFormat.of().formatHex(id()) + "+" + StrictText.base64(typed());
    }

    /** The key id: first 4 bytes of SHA-256(origin ‖ 0x0A ‖ 0x01 ‖ key). */
    public byte[] id() {
        return id(origin, typed());
    }

    private static byte[] id(String origin, byte[] typed) {
        MessageDigest sha = Digest.newSha256();
        sha.update(origin.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) '\n');
        return Arrays.copyOf(sha.digest(typed), SignedNote.KEY_ID_LENGTH);
    }

    boolean verify(byte[] message, byte[] signature) {
        try {
            Signature verifier = verifier(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the key was checked when it was read", e);
        }
    }

    private byte[] typed() {
        byte[] typed = new byte[1 + KEY_LENGTH];
        typed[0] = TYPE_ED25519;
        System.arraycopy(raw(key), 0, typed, 1, KEY_LENGTH);
        return typed;
    }

    private static byte[] raw(PublicKey key) {
        byte[] spki = key.getEncoded();
        if (spki == null
                || spki.length != SPKI_PREFIX.length + KEY_LENGTH
                || !Arrays.equals(
                        spki, 0, SPKI_PREFIX.length, SPKI_PREFIX, 0, SPKI_PREFIX.length)) {
            throw new IllegalArgumentException("a log key is an Ed25519 key (RFC 8410)");
        }
        return Arrays.copyOfRange(spki, SPKI_PREFIX.length, spki.length);
    }

    /** The JDK decodes the point only when a signature is checked: do so now, to refuse early. */
    private static PublicKey ofRaw(byte[] raw) {
        byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + KEY_LENGTH);
        System.arraycopy(raw, 0, spki, SPKI_PREFIX.length, KEY_LENGTH);
        try {
            PublicKey key =
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
            Signature unused = verifier(key);
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a point of Ed25519 (RFC 8032 5.1.3)", e);
        }
    }

    private static Signature verifier(PublicKey key) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        return verifier;
    }

    private static LogProblem malformed(String message) {
        return new LogProblem(LogProblem.Reason.MALFORMED, message);
    }

    /** The text form; it is public. */
    @Override
    public String toString() {
        return text();
    }
}
