package vn.antin.crypto.bytes;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Secret bytes that are lent, never handed over, and wiped on close.
 *
 * <p>Takes ownership of the array. Prints only its length; has no value equality. The garbage
 * collector may have copied the array before, and JCA key objects copy it again: the real
 * protection is keeping keys in the token, this only shortens how long the rest lives. Thread-safe.
 */
public final class SecretBytes implements AutoCloseable {
    private final byte[] value;
    private boolean closed;

    private SecretBytes(byte[] value) {
        this.value = value;
    }

    /** Takes ownership: the caller must not keep or change {@code value}. */
    public static SecretBytes owning(byte[] value) {
        return new SecretBytes(value);
    }

    /** Length in bytes. */
    public int length() {
        return value.length;
    }

    /**
     * Lends the bytes to {@code use}, which must not keep them.
     *
     * @throws IllegalStateException when already closed
     */
    public synchronized <T> T use(Function<byte[], T> use) {
        if (closed) {
            throw new IllegalStateException("the secret was wiped");
        }
        return use.apply(value);
    }

    /** Like {@link #use} without a result. */
    public void with(Consumer<byte[]> use) {
        Boolean unused =
                use(bytes -> {
                    use.accept(bytes);
                    return Boolean.TRUE;
                });
    }

    /** Wipes the bytes; again has no effect. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(value, (byte) 0);
    }

    @Override
    public String toString() {
        return "SecretBytes[" + value.length + " bytes]";
    }
}
