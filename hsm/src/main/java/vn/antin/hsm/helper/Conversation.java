package vn.antin.hsm.helper;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.Pin;
import vn.antin.hsm.PinSource;
import vn.antin.hsm.helper.wire.Codec;
import vn.antin.hsm.helper.wire.Content;
import vn.antin.hsm.helper.wire.Frame;

/**
 * What is said with one helper: one request at a time, and its answer before the next one. A caller
 * that waits no longer leaves its request running; whoever comes next awaits its end first. For one
 * thread at a time.
 */
final class Conversation {
    private final HelperProcess process;
    private final HelperOptions options;
    private final PinSource pins;
    private final Set<String> found = new HashSet<>();
    private final long began = System.nanoTime();
    private Deadline due;
    private @Nullable Work running = Work.OPENING;
    private boolean left;
    private @Nullable RuntimeException pinFailure;
    private volatile boolean personAsked;

    private Conversation(HelperProcess process, HelperOptions options, PinSource pins) {
        this.process = process;
        this.options = options;
        this.pins = pins;
        this.due = Deadline.in(Work.OPENING.limit(options));
    }

    /** How a key is found. */
    static final class Finding {
        private final Frame.Kind kind;
        private final byte[] name;

        Finding(Frame.Kind kind, byte[] name) {
            this.kind = kind;
            this.name = name.clone();
        }

        Frame frame() {
            return use().frame(kind);
        }

        /** How a request begins that uses the key. */
        Content.Writer use() {
            return new Content.Writer().bytes(name);
        }

        private String text() {
            return kind + HexFormat.of().formatHex(name);
        }
    }

    /** Starts a helper, which begins to open its token. */
    static Conversation begin(
            HelperOptions options, Class<?> program, PinSource pins, Frame opening)
            throws IOException {
        return new Conversation(HelperProcess.start(options, program, opening), options, pins);
    }

    /** When it began, by the clock of {@link System#nanoTime}. */
    long began() {
        return began;
    }

    boolean alive() {
        return process.alive();
    }

    long pid() {
        return process.pid();
    }

    /** Whether the token is still being opened. */
    boolean opening() {
        return running == Work.OPENING;
    }

    /** Whether an answer is awaited. */
    boolean busy() {
        return running != null;
    }

    /** Whether the helper has had all the time there is for what it does. */
    boolean overdue() {
        return running != null && due.passed();
    }

    /** Whether a person is entering a PIN. May be asked by any thread. */
    boolean personAsked() {
        return personAsked;
    }

    /** Says something new and awaits the answer; see {@link #answer}. */
    Frame exchange(Frame request, Work work, Deadline caller) throws IOException, TimeoutException {
        running = work;
        left = false;
        pinFailure = null;
        due = Deadline.in(work.limit(options));
        process.send(request);
        return answer(caller);
    }

    /** Has the helper find a key, once, before the first use: that takes a card longer than use. */
    void find(Finding key, Deadline caller) throws IOException, TimeoutException {
        if (!found.contains(key.text())) {
            exchange(key.frame(), Work.QUESTION, caller).wipe();
            found(key);
        }
    }

    /** The helper has found this key. */
    void found(Finding key) {
        found.add(key.text());
    }

    /**
     * Awaits the end of what is running.
     *
     * @throws KeyException as the helper tells
     * @throws RuntimeException of the PIN source
     * @throws TimeoutException when the caller's time is over, or the helper is {@link #overdue}
     */
    Frame answer(Deadline caller) throws IOException, TimeoutException {
        while (true) {
            Frame frame;
            try {
                frame = process.receive(caller.or(due).left());
            } catch (TimeoutException e) {
                left = true;
                throw e;
            }
            switch (frame.kind()) {
                case DONE -> {
                    running = null;
                    return frame;
                }
                case FAILED -> throw failure(frame);
                case PIN_WANTED -> process.send(pin(frame, caller));
                default -> throw new Frame.MalformedException("not an answer: " + frame.kind());
            }
        }
    }

    private RuntimeException failure(Frame frame) throws IOException {
        running = null;
        RuntimeException ofPin = pinFailure;
        return ofPin == null ? Codec.failure(frame) : ofPin;
    }

    /** Whether the last answer failed because whoever was asked for the PIN threw something. */
    boolean pinSourceFailed() {
        return pinFailure != null;
    }

    private Frame pin(Frame wanted, Deadline caller) throws IOException {
        if (left && !opening()) {
            // Nobody is there any more who consents to this signature.
            return new Frame(Frame.Kind.NO_PIN, new byte[0]);
        }
        long before = System.nanoTime();
        personAsked = true;
        try (Pin pin = pins.pin(Codec.pinWanted(wanted))) {
            var out = new Content.Writer();
            pin.use(out::secret);
            return out.frame(Frame.Kind.PIN);
        } catch (RuntimeException e) {
            pinFailure = e;
            return new Frame(Frame.Kind.NO_PIN, new byte[0]);
        } finally {
            personAsked = false;
            Duration entering = Duration.ofNanos(System.nanoTime() - before);
            caller.later(entering);
            due = Deadline.in(running == null ? Duration.ZERO : running.limit(options));
        }
    }

    /** Lets an idle helper end by itself for a moment; kills one that is in the middle. */
    void close() {
        if (busy()) {
            process.kill();
        } else {
            process.close();
        }
    }

    /** Ends it at once. */
    void kill() {
        process.kill();
    }
}
