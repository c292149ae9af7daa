package vn.antin.hsm.helper.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.key.KeyException;

/** Frames come back as they were sent; anything else is refused, never misread. */
class FrameFuzzTest {
    @TempDir Path folder;

    private interface Use {
        void run(SocketChannel one, SocketChannel other) throws IOException;
    }

    private void withLink(Use use) throws IOException {
        var address = UnixDomainSocketAddress.of(folder.resolve("link"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            ServerSocketChannel unused = server.bind(address);
            try (SocketChannel one = SocketChannel.open(address);
                    SocketChannel other = server.accept()) {
                use.run(one, other);
            }
        }
    }

    @Test
    void a_frame_arrives_as_it_was_sent() throws IOException {
        withLink((one, other) -> {
            new Content.Writer()
                    .text("khóa")
                    .number(-7)
                    .bytes(new byte[300])
                    .frame(Frame.Kind.SIGN)
                    .writeTo(one);
            Frame frame = Frame.readFrom(other);
            assertThat(frame.kind()).isEqualTo(Frame.Kind.SIGN);
            var in = new Content.Reader(frame);
            assertThat(in.text()).isEqualTo("khóa");
            assertThat(in.number()).isEqualTo(-7);
            assertThat(in.bytes()).hasSize(300);
            in.end();
        });
    }

    @Test
    void a_length_or_kind_that_cannot_be_is_refused() throws IOException {
        for (byte[] header :
                new byte[][] {
                    {127, 0, 0, 0, 1}, {-1, 0, 0, 0, 1}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 99}
                }) {
            withLink((one, other) -> {
                int unused = one.write(ByteBuffer.wrap(header));
                assertThatThrownBy(() -> Frame.readFrom(other))
                        .isInstanceOf(Frame.MalformedException.class);
            });
            assertThat(folder.resolve("link").toFile().delete()).isTrue();
        }
    }

    @Test
    void any_content_is_read_or_refused() {
        var random = new Random(20261122);
        for (int round = 0; round < 20_000; round++) {
            var content = new byte[random.nextInt(60)];
            random.nextBytes(content);
            for (int i = 0; i + 3 < content.length; i += 1 + random.nextInt(9)) {
                content[i] = 0;
                content[i + 1] = 0;
                content[i + 2] = 0;
            }
            var frame = new Frame(Frame.Kind.FAILED, content);
            refusedOrRead(() -> {
                KeyException unused = Codec.failure(frame);
            });
            refusedOrRead(() -> {
                var unused = Codec.opening(frame);
            });
            refusedOrRead(() -> {
                var unused = Codec.pinWanted(frame);
            });
            refusedOrRead(() -> {
                var unused = Codec.publicKey(new Content.Reader(frame));
            });
        }
    }

    private interface Reading {
        void run() throws IOException;
    }

    private static void refusedOrRead(Reading reading) {
        try {
            reading.run();
        } catch (IOException e) {
            assertThat(e).isInstanceOf(Frame.MalformedException.class);
        }
    }
}
