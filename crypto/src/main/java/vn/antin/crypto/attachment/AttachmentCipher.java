package vn.antin.crypto.attachment;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import vn.antin.crypto.attachment.AttachmentProblem.Reason;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.document.Attachment;
import vn.antin.crypto.document.AttachmentSizes;
import vn.antin.crypto.document.Location;

/**
 * Encrypts an attachment of any size in one pass and constant memory (about 9 MiB), over two cores:
 * the calling thread reads, digests and encrypts; another digests and writes what comes of it. The
 * stream that is written belongs to that thread until the method returns.
 *
 * <p>The ciphertext is Tink's streaming AEAD {@code AES256_GCM_HKDF_64KB}: HKDF-SHA-256 of a fresh
 * 32-byte key and a random salt gives the AES-256 key; segments of 64 KiB, each with its own tag,
 * position and last-segment mark, so that no segment can be changed, moved, doubled or cut off
 * unseen. Associated data is empty: the key is used once, and the signed card binds both digests.
 * See docs/formats/attachment.md. Thread-safe.
 */
public final class AttachmentCipher {
    /** After so many bytes of one attachment, compiling the cipher first costs less time. */
    private static final long LONG = 16L << 20;

    private static final byte[] NO_ASSOCIATED_DATA = {};

    private AttachmentCipher() {}

    /**
     * What came of an encryption.
     *
     * @param key to stand in the document card; to be closed by the caller
     * @param plain SHA-256 of the plaintext
     * @param plainSize length of the plaintext in bytes
     * @param cipher SHA-256 of the ciphertext
     * @param cipherSize length of the ciphertext in bytes
     */
    public record Encrypted(
            SecretBytes key, Digest plain, long plainSize, Digest cipher, long cipherSize) {
        /** The location to name in the card. */
        public Location.Detached location() {
            return new Location.Detached(key, cipher, cipherSize);
        }
    }

    /** Compiles the cipher, at the start of a service: half a second, once. */
    public static void warmUp() {
        GcmWarmUp.encrypting();
        GcmWarmUp.decrypting();
    }

    /**
     * Reads {@code plain} to its end and writes the ciphertext; neither stream is closed, {@code
     * cipher} is flushed.
     *
     * @throws AttachmentProblem with TOO_BIG when the plaintext is longer than {@link
     *     AttachmentSizes#MAX_PLAIN}
     * @throws IOException when a stream fails
     */
    public static Encrypted encrypt(InputStream plain, OutputStream cipher, SecureRandom random)
            throws IOException {
        byte[] key = new byte[AttachmentSizes.KEY];
        random.nextBytes(key);
        DigestingOutput digesting = new DigestingOutput(cipher);
        Relay relay = new Relay(digesting);
        boolean done = false;
        try {
            MessageDigest plainDigest = Digest.newSha256();
            long plainSize = encrypt(key, plain, plainDigest, relay);
            cipher.flush();
            done = true;
            return new Encrypted(
                    SecretBytes.owning(key),
                    Digest.ofValue(plainDigest.digest()),
                    plainSize,
                    digesting.digest(),
                    digesting.size());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("AES-GCM and HMAC are in every JDK", e);
        } finally {
            relay.abandon();
            if (!done) {
                Arrays.fill(key, (byte) 0);
            }
        }
    }

    private static long encrypt(
            byte[] key, InputStream plain, MessageDigest plainDigest, Relay relay)
            throws IOException, GeneralSecurityException {
        OutputStream encrypting = streaming(key).newEncryptingStream(relay, NO_ASSOCIATED_DATA);
        byte[] buffer = new byte[AttachmentSizes.SEGMENT];
        try {
            long plainSize = 0;
            int n;
            while ((n = plain.readNBytes(buffer, 0, buffer.length)) > 0) {
                plainSize += n;
                if (plainSize > AttachmentSizes.MAX_PLAIN) {
                    throw new AttachmentProblem(
                            Reason.TOO_BIG, "an attachment is larger than 64 GiB", null);
                }
                if (plainSize > LONG) {
                    GcmWarmUp.encrypting();
                }
                plainDigest.update(buffer, 0, n);
                encrypting.write(buffer, 0, n);
            }
            encrypting.close(); // writes the last segment and closes the relay
            return plainSize;
        } finally {
            Arrays.fill(buffer, (byte) 0);
        }
    }

    /** As {@link #decrypt(Location.Detached, Digest, long, InputStream, OutputStream)}. */
    public static void decrypt(Attachment attachment, InputStream cipher, OutputStream plain)
            throws IOException {
        if (!(attachment.location() instanceof Location.Detached detached)) {
            throw new IllegalArgumentException("the attachment is inside the document");
        }
        decrypt(detached, attachment.sha256(), attachment.size(), cipher, plain);
    }

    /**
     * Decrypts; neither stream is closed, {@code plain} is flushed.
     *
     * <p>What it writes to {@code plain} is verified segment by segment, but is the attachment only
     * after this method returns: the caller writes to a private place and publishes by rename.
     *
     * @throws AttachmentProblem when anything is not as the card says
     * @throws IOException when a stream fails
     */
    public static void decrypt(
            Location.Detached detached,
            Digest plainSha256,
            long plainSize,
            InputStream cipher,
            OutputStream plain)
            throws IOException {
        DigestingInput digesting = new DigestingInput(cipher, detached.cipherSize());
        DigestingOutput written = new DigestingOutput(plain);
        Relay relay = new Relay(written);
        try {
            decrypt(detached, digesting, relay);
            relay.close();
        } finally {
            relay.abandon();
        }
        if (digesting.size() != detached.cipherSize() || digesting.hasMore()) {
            throw new AttachmentProblem(
                    Reason.CIPHER_SIZE, "the ciphertext has another length than signed", null);
        }
        if (!digesting.digest().equals(detached.cipherSha256())) {
            throw new AttachmentProblem(
                    Reason.CIPHER_DIGEST, "the ciphertext has another digest than signed", null);
        }
        if (written.size() != plainSize || !written.digest().equals(plainSha256)) {
            throw new AttachmentProblem(
                    Reason.PLAIN_DIGEST, "the attachment is not the one that was signed", null);
        }
        plain.flush();
    }

    private static void decrypt(Location.Detached detached, DigestingInput cipher, Relay relay)
            throws IOException {
        // The Tink stream closes nothing but the source, which belongs to the caller.
        @SuppressWarnings("resource")
        InputStream decrypting = open(detached, cipher);
        byte[] buffer = new byte[AttachmentSizes.SEGMENT];
        try {
            long read = 0;
            int n;
            while ((n = read(decrypting, buffer, cipher)) > 0) {
                relay.write(buffer, 0, n);
                read += n;
                if (read > LONG) {
                    GcmWarmUp.decrypting();
                }
            }
        } finally {
            Arrays.fill(buffer, (byte) 0);
        }
    }

    private static InputStream open(Location.Detached detached, DigestingInput source)
            throws IOException {
        return detached.key()
                .use(key -> {
                    try {
                        return streaming(key).newDecryptingStream(source, NO_ASSOCIATED_DATA);
                    } catch (GeneralSecurityException | IOException e) {
                        throw new AssertionError("nothing is read before the first read", e);
                    }
                });
    }

    private static int read(InputStream decrypting, byte[] buffer, DigestingInput source)
            throws IOException {
        try {
            return decrypting.readNBytes(buffer, 0, buffer.length);
        } catch (IOException e) {
            source.throwFailure();
            Reason reason =
                    source.size() < source.limit() ? Reason.SEGMENT : reasonAtTheEnd(source);
            throw new AttachmentProblem(reason, "a segment of the attachment does not decrypt", e);
        }
    }

    private static Reason reasonAtTheEnd(DigestingInput source) throws IOException {
        return source.hasMore() ? Reason.CIPHER_SIZE : Reason.SEGMENT;
    }

    static AesGcmHkdfStreaming streaming(byte[] key) {
        try {
            return new AesGcmHkdfStreaming(
                    key, "HmacSha256", AttachmentSizes.KEY, AttachmentSizes.SEGMENT, 0);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the parameters are constant", e);
        }
    }
}
