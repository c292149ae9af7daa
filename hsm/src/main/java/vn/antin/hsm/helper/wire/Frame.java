package vn.antin.hsm.helper.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * One message between program and helper: four bytes of length, one byte of kind, the content.
 * Whoever holds the frame owns the content and wipes it after use.
 */
public final class Frame {
    private static final int HEADER = 5;
    private static final int LONGEST = 16 << 20;

    /** What a frame says. */
    public enum Kind {
        // From the program
        OPEN(1),
        STATUS(2),
        SIGNER(3),
        SIGN(4),
        DECRYPTION_KEY(5),
        AGREE(6),
        UNWRAP(7),
        CERTIFICATE(8),
        PIN(9),
        NO_PIN(10),
        SESSIONS(11),
        IDENTITY(12),
        GENERATE(13),
        GENERATE_STORAGE_KEY(14),
        RESTORE(15),
        PUBLIC_KEY(16),
        KEYS(17),
        CHECK_ATTRIBUTES(18),
        WRITE_CERTIFICATE(19),
        RENAME(20),
        DELETE(21),
        WRAP(22),
        ADOPTABLE(25),
        PROBE(26),
        PROBED_SIGNER(27),
        // From the program, in place of OPEN
        TOKENS(23),
        INIT_TOKEN(24),
        // From the helper
        DONE(65),
        FAILED(66),
        PIN_WANTED(67);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        public static Kind of(byte code) throws MalformedException {
            for (Kind each : values()) {
                if (each.code == code) {
                    return each;
                }
            }
            throw new MalformedException("a frame of kind " + code);
        }
    }

    private final Kind kind;
    private final byte[] content;

    public Frame(Kind kind, byte[] content) {
        this.kind = kind;
        this.content = content;
    }

    public Kind kind() {
        return kind;
    }

    public byte[] content() {
        return content;
    }

    /** A frame has another form than it must. */
    public static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1L;

        public MalformedException(String message) {
            super(message);
        }
    }

    public void writeTo(SocketChannel to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + content.length);
        bytes.putInt(content.length).put(kind.code).put(content).flip();
        try {
            while (bytes.hasRemaining()) {
                int unused = to.write(bytes);
            }
        } finally {
            Arrays.fill(bytes.array(), (byte) 0);
        }
    }

    /**
     * The next frame.
     *
     * @throws EOFException when the other side has ended
     */
    public static Frame readFrom(SocketChannel from) throws IOException {
        ByteBuffer header = filled(from, HEADER);
        int length = header.getInt();
        Kind kind = Kind.of(header.get());
        if (length < 0 || length > LONGEST) {
            throw new MalformedException("a frame of length " + length);
        }
        return new Frame(kind, filled(from, length).array());
    }

    private static ByteBuffer filled(SocketChannel from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (from.read(bytes) < 0) {
                throw new EOFException("the other side has ended");
            }
        }
        return bytes.flip();
    }

    /** Wipes the content. */
    public void wipe() {
        Arrays.fill(content, (byte) 0);
    }

    @Override
    public String toString() {
        return "Frame[" + kind + ", " + content.length + " bytes]";
    }
}
