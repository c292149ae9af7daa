package vn.antin.crypto.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.antin.crypto.attachment.AttachmentProblem.Reason;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.document.AttachmentSizes;

class AttachmentCipherTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Made(AttachmentCipher.Encrypted result, byte[] plain, byte[] cipher) {}

    private static Made encrypt(int size) throws IOException {
        byte[] plain = new byte[size];
        new Random(size).nextBytes(plain);
        ByteArrayOutputStream cipher = new ByteArrayOutputStream();
        AttachmentCipher.Encrypted result =
                AttachmentCipher.encrypt(new ByteArrayInputStream(plain), cipher, RANDOM);
        return new Made(result, plain, cipher.toByteArray());
    }

    private static byte[] decrypt(AttachmentCipher.Encrypted made, byte[] cipher)
            throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        AttachmentCipher.decrypt(
                made.location(),
                made.plain(),
                made.plainSize(),
                new ByteArrayInputStream(cipher),
                plain);
        return plain.toByteArray();
    }

    private static void assertRefused(
            AttachmentCipher.Encrypted made, byte[] cipher, Reason... reasons) {
        assertThatThrownBy(() -> decrypt(made, cipher))
                .isInstanceOfSatisfying(
                        AttachmentProblem.class, e -> assertThat(reasons).contains(e.reason()));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                100,
                20_000_000,
                65479,
                65480,
                65481,
                65520,
                65535,
                65536,
                65537,
                131000,
                131001,
                1_000_000
            })
    void every_size_comes_back_and_is_counted_and_hashed(int size) throws IOException {
        Made made = encrypt(size);
        assertThat(made.result().plainSize()).isEqualTo(size);
        assertThat(made.result().plain()).isEqualTo(Digest.of(made.plain()));
        assertThat(made.result().cipher()).isEqualTo(Digest.of(made.cipher()));
        assertThat(made.result().cipherSize()).isEqualTo(made.cipher().length);
        assertThat(AttachmentSizes.cipherSize(size)).isEqualTo(made.cipher().length);
        assertThat(decrypt(made.result(), made.cipher())).isEqualTo(made.plain());
    }

    @Test
    void it_is_tinks_published_format() throws Exception {
        Made made = encrypt(200_000);
        AesGcmHkdfStreaming tink =
                new AesGcmHkdfStreaming(
                        made.result().key().use(byte[]::clone), "HmacSha256", 32, 65536, 0);
        try (InputStream plain =
                tink.newDecryptingStream(new ByteArrayInputStream(made.cipher()), new byte[0])) {
            assertThat(plain.readAllBytes()).isEqualTo(made.plain());
        }
        ByteArrayOutputStream cipher = new ByteArrayOutputStream();
        try (OutputStream out = tink.newEncryptingStream(cipher, new byte[0])) {
            out.write(made.plain());
        }
        byte[] theirs = cipher.toByteArray();
        AttachmentCipher.Encrypted expectation =
                new AttachmentCipher.Encrypted(
                        made.result().key(),
                        made.result().plain(),
                        200_000,
                        Digest.of(theirs),
                        theirs.length);
        assertThat(decrypt(expectation, theirs)).isEqualTo(made.plain());
    }

    @Test
    void a_flipped_byte_anywhere_is_refused() throws IOException {
        Made made = encrypt(200_000);
        for (int at = 0; at < made.cipher().length; at += 997) {
            byte[] flipped = made.cipher().clone();
            flipped[at] ^= 1;
            assertRefused(made.result(), flipped, Reason.SEGMENT);
        }
    }

    @Test
    void a_ciphertext_that_is_cut_or_goes_on_is_refused() throws IOException {
        Made made = encrypt(200_000);
        byte[] cipher = made.cipher();
        for (int length : new int[] {0, 1, 39, 40, 41, 65536, 131072, cipher.length - 1}) {
            assertRefused(
                    made.result(),
                    Arrays.copyOf(cipher, length),
                    Reason.SEGMENT,
                    Reason.CIPHER_SIZE);
        }
        assertRefused(made.result(), Arrays.copyOf(cipher, cipher.length + 1), Reason.CIPHER_SIZE);
    }

    @Test
    void segments_that_change_places_are_refused() throws IOException {
        Made made = encrypt(300_000);
        byte[] swapped = made.cipher().clone();
        System.arraycopy(made.cipher(), 65536, swapped, 131072, 65536);
        System.arraycopy(made.cipher(), 131072, swapped, 65536, 65536);
        assertRefused(made.result(), swapped, Reason.SEGMENT);
    }

    @Test
    void another_key_is_refused() throws IOException {
        Made made = encrypt(100);
        AttachmentCipher.Encrypted other =
                new AttachmentCipher.Encrypted(
                        SecretBytes.owning(new byte[32]),
                        made.result().plain(),
                        100,
                        made.result().cipher(),
                        made.result().cipherSize());
        assertRefused(other, made.cipher(), Reason.SEGMENT);
    }

    @Test
    void a_ciphertext_of_the_same_key_but_with_another_digest_is_refused() throws IOException {
        Made made = encrypt(100);
        AttachmentCipher.Encrypted other =
                new AttachmentCipher.Encrypted(
                        made.result().key(),
                        made.result().plain(),
                        100,
                        Digest.of(new byte[0]),
                        made.result().cipherSize());
        assertRefused(other, made.cipher(), Reason.CIPHER_DIGEST);
    }

    @Test
    void a_plaintext_that_was_not_signed_is_refused() throws IOException {
        Made made = encrypt(100);
        AttachmentCipher.Encrypted other =
                new AttachmentCipher.Encrypted(
                        made.result().key(),
                        Digest.of(new byte[0]),
                        100,
                        made.result().cipher(),
                        made.result().cipherSize());
        assertRefused(other, made.cipher(), Reason.PLAIN_DIGEST);
    }

    @Test
    void a_failing_disk_is_not_taken_for_a_bad_ciphertext() throws IOException {
        Made made = encrypt(200_000);
        InputStream failing =
                new FilterInputStream(new ByteArrayInputStream(made.cipher())) {
                    private int left = 100_000;

                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        if (left == 0) {
                            throw new IOException("disk");
                        }
                        int n = super.read(bytes, offset, Math.min(left, length));
                        left -= n;
                        return n;
                    }
                };
        assertThatThrownBy(() ->
                        AttachmentCipher.decrypt(
                                made.result().location(),
                                made.result().plain(),
                                made.result().plainSize(),
                                failing,
                                OutputStream.nullOutputStream()))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("disk");
    }

    @Test
    void a_full_disk_is_told_and_leaves_no_thread() throws IOException {
        Made made = encrypt(5_000_000);
        OutputStream full =
                new OutputStream() {
                    private int left = 1_000_000;

                    @Override
                    public void write(int b) throws IOException {
                        write(new byte[] {(byte) b}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        left -= length;
                        if (left < 0) {
                            throw new IOException("full");
                        }
                    }
                };
        assertThatThrownBy(() ->
                        AttachmentCipher.encrypt(
                                new ByteArrayInputStream(made.plain()), full, RANDOM))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("full");
        assertThatThrownBy(() ->
                        AttachmentCipher.decrypt(
                                made.result().location(),
                                made.result().plain(),
                                made.result().plainSize(),
                                new ByteArrayInputStream(made.cipher()),
                                full))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("full");
        assertThat(threads()).isZero();
    }

    @Test
    void an_interrupted_caller_is_let_go_and_leaves_no_thread() throws IOException {
        Made made = encrypt(5_000_000);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() ->
                        AttachmentCipher.encrypt(
                                new ByteArrayInputStream(made.plain()),
                                OutputStream.nullOutputStream(),
                                RANDOM))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(threads()).isZero();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("antin-relay"))
                .count();
    }

    @Test
    void two_encryptions_of_one_file_have_nothing_in_common() throws IOException {
        Made first = encrypt(1000);
        Made second = encrypt(1000);
        assertThat(first.result().cipher()).isNotEqualTo(second.result().cipher());
        assertThat(first.result().key().use(byte[]::clone))
                .isNotEqualTo(second.result().key().use(byte[]::clone));
    }

    @Test
    void the_largest_sizes_belong_together() {
        assertThat(AttachmentSizes.cipherSize(AttachmentSizes.MAX_PLAIN)).isEqualTo(64L << 30);
        assertThat(AttachmentSizes.cipherSize(AttachmentSizes.MAX_PLAIN + 1))
                .isGreaterThan(64L << 30);
    }
}
