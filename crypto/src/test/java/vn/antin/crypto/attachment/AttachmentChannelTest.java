package vn.antin.crypto.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.attachment.AttachmentProblem.Reason;
import vn.antin.crypto.document.Location;

class AttachmentChannelTest {
    private static final int SIZE = 1_000_000;

    @TempDir private Path folder;
    private final byte[] plain = new byte[SIZE];
    private Path file;
    private Location.Detached detached;

    @BeforeEach
    void encrypt() throws IOException {
        new Random(1).nextBytes(plain);
        file = folder.resolve("cipher");
        try (OutputStream out = Files.newOutputStream(file)) {
            detached =
                    AttachmentCipher.encrypt(
                                    new ByteArrayInputStream(plain), out, new SecureRandom())
                            .location();
        }
    }

    private AttachmentChannel open() throws IOException {
        return AttachmentChannel.open(detached, SIZE, Files.newByteChannel(file));
    }

    private static byte[] read(SeekableByteChannel channel, long position, int length)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        channel.position(position);
        int n = 0;
        while (buffer.hasRemaining() && n >= 0) {
            n = channel.read(buffer);
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    @Test
    void any_part_is_read_at_its_place() throws IOException {
        try (AttachmentChannel channel = open()) {
            assertThat(channel.size()).isEqualTo(SIZE);
            int[][] parts = {
                {0, 10}, {65_479, 2}, {65_480, 1}, {500_000, 200_000}, {SIZE - 1, 1}, {0, SIZE}
            };
            for (int[] part : parts) {
                assertThat(read(channel, part[0], part[1]))
                        .isEqualTo(Arrays.copyOfRange(plain, part[0], part[0] + part[1]));
            }
            assertThat(read(channel, SIZE - 5, 10)).hasSize(5);
            assertThat(read(channel, SIZE, 10)).isEmpty();
            assertThat(read(channel, Long.MAX_VALUE, 10)).isEmpty();
        }
    }

    @Test
    void a_changed_segment_is_refused_and_the_others_are_still_read() throws IOException {
        byte[] cipher = Files.readAllBytes(file);
        cipher[5 * 65_536 + 7] ^= 1;
        Files.write(file, cipher);
        try (AttachmentChannel channel = open()) {
            ByteBuffer buffer = ByteBuffer.allocate(100);
            channel.position(5 * 65_520);
            assertThatThrownBy(() -> channel.read(buffer))
                    .isInstanceOfSatisfying(
                            AttachmentProblem.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.SEGMENT));
            assertThat(buffer.position()).isZero();
            assertThat(read(channel, 700_000, 100))
                    .isEqualTo(Arrays.copyOfRange(plain, 700_000, 700_100));
        }
    }

    @Test
    void segments_that_changed_places_are_refused() throws IOException {
        byte[] cipher = Files.readAllBytes(file);
        byte[] second = Arrays.copyOfRange(cipher, 65_536, 131_072);
        System.arraycopy(cipher, 131_072, cipher, 65_536, 65_536);
        System.arraycopy(second, 0, cipher, 131_072, 65_536);
        Files.write(file, cipher);
        try (AttachmentChannel channel = open()) {
            assertThatThrownBy(() -> read(channel, 65_520, 1))
                    .isInstanceOf(AttachmentProblem.class);
        }
    }

    @Test
    void a_file_of_another_length_than_signed_is_not_opened_and_is_closed() throws IOException {
        byte[] cipher = Files.readAllBytes(file);
        for (int length : new int[] {0, 39, 65_536, cipher.length - 1, cipher.length + 1}) {
            Files.write(file, Arrays.copyOf(cipher, length));
            SeekableByteChannel source = Files.newByteChannel(file);
            assertThatThrownBy(() -> AttachmentChannel.open(detached, SIZE, source))
                    .isInstanceOfSatisfying(
                            AttachmentProblem.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.CIPHER_SIZE));
            assertThat(source.isOpen()).isFalse();
        }
        Files.write(file, cipher);
        assertThatThrownBy(() ->
                        AttachmentChannel.open(detached, SIZE - 1, Files.newByteChannel(file)))
                .isInstanceOf(AttachmentProblem.class);
    }

    @Test
    void a_header_of_another_attachment_is_refused() throws IOException {
        byte[] cipher = Files.readAllBytes(file);
        for (int at : new int[] {0, 1, 33, 41}) {
            byte[] changed = cipher.clone();
            changed[at] ^= 1;
            Files.write(file, changed);
            assertThatThrownBy(
                            () -> {
                                try (AttachmentChannel channel = open()) {
                                    read(channel, 0, 1);
                                }
                            })
                    .isInstanceOf(AttachmentProblem.class);
        }
    }

    @Test
    void a_failing_disk_is_not_taken_for_a_bad_ciphertext() throws IOException {
        SeekableByteChannel source = Files.newByteChannel(file);
        try (AttachmentChannel channel = AttachmentChannel.open(detached, SIZE, source)) {
            assertThat(read(channel, 0, 1)).hasSize(1);
            source.close();
            assertThatThrownBy(() -> read(channel, 700_000, 1))
                    .isInstanceOf(ClosedChannelException.class);
        }
    }

    @Test
    void it_is_for_reading_only() throws IOException {
        try (AttachmentChannel channel = open()) {
            assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
                    .isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> channel.truncate(0))
                    .isInstanceOf(NonWritableChannelException.class);
        }
    }
}
