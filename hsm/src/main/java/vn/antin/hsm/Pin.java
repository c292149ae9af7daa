package vn.antin.hsm;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A PIN: lent, never handed over, wiped on close. Thread-safe.
 *
 * <p>Takes ownership of the array. Never prints anything of it.
 */
public final class Pin implements AutoCloseable {
    private final char[] value;
    private boolean closed;

    private Pin(char[] value) {
        this.value = value;
    }

    /** Takes ownership: the caller must not keep or change {@code value}. */
    public static Pin owning(char[] value) {
        return new Pin(value);
    }

    /**
     * Lends the PIN to {@code use}, which must not keep it.
     *
     * @throws IllegalStateException when already wiped
     */
    public synchronized void use(Consumer<char[]> use) {
        if (closed) {
            throw new IllegalStateException("the PIN was wiped");
        }
        use.accept(value);
    }

    /** Another PIN with the same content, with a life of its own. */
    public synchronized Pin copy() {
        if (closed) {
            throw new IllegalStateException("the PIN was wiped");
        }
        return new Pin(value.clone());
    }

    /** Wipes the PIN; again has no effect. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(value, '\0');
    }

    @Override
    public String toString() {
        return "Pin[hidden]";
    }
}
