package vn.antin.hsm.helper.wire;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Fields of a frame's content, read in the order in which they were written. */
public final class Content {
    private Content() {}

    /** Puts fields together. */
    public static final class Writer {
        private ByteBuffer bytes = ByteBuffer.allocate(256);

        private void room(int more) {
            if (bytes.remaining() < more) {
                ByteBuffer larger = ByteBuffer.allocate(2 * bytes.capacity() + more);
                larger.put(bytes.flip());
                Arrays.fill(bytes.array(), (byte) 0);
                bytes = larger;
            }
        }

        public Writer number(int value) {
            room(Integer.BYTES);
            bytes.putInt(value);
            return this;
        }

        public Writer flag(boolean value) {
            return number(value ? 1 : 0);
        }

        public Writer bytes(byte[] value) {
            room(Integer.BYTES + value.length);
            bytes.putInt(value.length).put(value);
            return this;
        }

        public Writer text(String value) {
            return bytes(value.getBytes(StandardCharsets.UTF_8));
        }

        public Writer optional(Optional<String> value) {
            return text(value.map(present -> "+" + present).orElse(""));
        }

        /** Characters that are wiped on the way. */
        public Writer secret(char[] value) {
            var encoded = new byte[4 * value.length];
            ByteBuffer target = ByteBuffer.wrap(encoded);
            CoderResult result =
                    StandardCharsets.UTF_8
                            .newEncoder()
                            .encode(CharBuffer.wrap(value), target, true);
            if (result.isError()) {
                throw new IllegalArgumentException("the PIN is not text");
            }
            byte[] exact = Arrays.copyOf(encoded, target.position());
            Writer self = bytes(exact);
            Arrays.fill(encoded, (byte) 0);
            Arrays.fill(exact, (byte) 0);
            return self;
        }

        public Frame frame(Frame.Kind kind) {
            byte[] exact = Arrays.copyOf(bytes.array(), bytes.position());
            Arrays.fill(bytes.array(), (byte) 0);
            return new Frame(kind, exact);
        }
    }

    /** Takes fields apart; refuses what has another form. */
    public static final class Reader {
        private final ByteBuffer bytes;

        public Reader(Frame frame) {
            bytes = ByteBuffer.wrap(frame.content());
        }

        public int number() throws IOException {
            try {
                return bytes.getInt();
            } catch (BufferUnderflowException e) {
                throw new Frame.MalformedException("a field is missing");
            }
        }

        public boolean flag() throws IOException {
            return number() != 0;
        }

        public byte[] bytes() throws IOException {
            int length = number();
            if (length < 0 || length > bytes.remaining()) {
                throw new Frame.MalformedException("a field of length " + length);
            }
            var value = new byte[length];
            bytes.get(value);
            return value;
        }

        public String text() throws IOException {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        public Optional<String> optional() throws IOException {
            String value = text();
            return value.startsWith("+") ? Optional.of(value.substring(1)) : Optional.empty();
        }

        /** Characters; the caller wipes them. */
        public char[] secret() throws IOException {
            byte[] encoded = bytes();
            CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(encoded));
            char[] exact = Arrays.copyOf(decoded.array(), decoded.limit());
            Arrays.fill(encoded, (byte) 0);
            Arrays.fill(decoded.array(), '\0');
            return exact;
        }

        /** One of the constants of an enum. */
        public <E extends Enum<E>> E oneOf(Class<E> type) throws IOException {
            String name = text();
            try {
                return Enum.valueOf(type, name);
            } catch (IllegalArgumentException e) {
                throw new Frame.MalformedException("a " + type.getSimpleName() + " " + name);
            }
        }

        public void end() throws IOException {
            if (bytes.hasRemaining()) {
                throw new Frame.MalformedException("more fields than expected");
            }
        }
    }
}
