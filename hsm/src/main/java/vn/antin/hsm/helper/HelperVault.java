package vn.antin.hsm.helper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyVault;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.PinSource;
import vn.antin.hsm.TokenAdmin;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.helper.Conversation.Finding;
import vn.antin.hsm.helper.wire.Codec;
import vn.antin.hsm.helper.wire.Content;
import vn.antin.hsm.helper.wire.Frame;
import vn.antin.hsm.provider.ModuleIdentity;
import vn.antin.hsm.token.TokenStatus;

/**
 * The keys of one token, whose module runs in a helper process. Thread-safe; one call at a time, as
 * a card can do no more.
 *
 * <p>No call waits longer than its {@link HelperOptions} say. A helper that has used up its time is
 * killed, and the call ends with DEVICE_FAILURE; while it has time left, because it was busy or is
 * still being started, the call ends with BUSY and the helper goes on. A card that is taken out
 * ends its call within a second, with TOKEN_MISSING, however long its key may take. The next call
 * starts a new helper, which logs in again; when that fails, it fails for all who were waiting
 * then, so that they do not all start one after the other. After a wrong or blocked PIN there is no
 * further login by this object, ever.
 */
public final class HelperVault implements KeyVault {
    private final TokenConfig config;
    private final PinSource pins;
    private final TokenOptions options;
    private final HelperOptions helper;
    private final Class<?> program;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile @Nullable Conversation conversation;
    private @Nullable FailedStart failedStart;
    private @Nullable KeyException latch;
    private boolean served;
    private boolean closed;

    /** A start that failed, and when it began. */
    private record FailedStart(long began, KeyException why) {}

    private HelperVault(
            TokenConfig config,
            PinSource pins,
            TokenOptions options,
            HelperOptions helper,
            Class<?> program) {
        this.config = config;
        this.pins = pins;
        this.options = options;
        this.helper = helper;
        this.program = program;
    }

    /**
     * Starts a helper, finds the token and logs in, with one PIN, once.
     *
     * @throws KeyException TOKEN_MISSING, PIN_WRONG (with the tries left when the token tells),
     *     PIN_LOCKED, PIN_NEEDED, DEVICE_FAILURE
     */
    public static HelperVault open(
            TokenConfig config, PinSource pins, TokenOptions options, HelperOptions helper) {
        return open(config, pins, options, helper, HelperMain.class);
    }

    /** With another program as helper. */
    static HelperVault open(
            TokenConfig config,
            PinSource pins,
            TokenOptions options,
            HelperOptions helper,
            Class<?> program) {
        var vault = new HelperVault(config, pins, options, helper, program);
        boolean done = false;
        try {
            TokenStatus unused = vault.status();
            done = true;
            return vault;
        } finally {
            if (!done) {
                vault.close();
            }
        }
    }

    /** Takes an answer apart. */
    interface Answer<T> {
        T read(Content.Reader in) throws IOException;
    }

    /** Asks something about the token. */
    <T> T ask(Frame request, Answer<T> answer) {
        return ask(Work.QUESTION, request, answer);
    }

    /** Asks for something that takes its time. */
    <T> T ask(Work work, Frame request, Answer<T> answer) {
        return call(work, (now, caller) -> now.exchange(request, work, caller), answer);
    }

    /** Finds a key. */
    private <T> T ask(Finding key, Answer<T> answer) {
        return call(
                Work.QUESTION,
                (now, caller) -> {
                    Frame frame = now.exchange(key.frame(), Work.QUESTION, caller);
                    now.found(key);
                    return frame;
                },
                answer);
    }

    /** Uses a key. */
    <T> T use(Finding key, PublicKey publicKey, Frame request, Answer<T> answer) {
        Work work = Work.with(publicKey);
        return call(
                work,
                (now, caller) -> {
                    now.find(key, caller);
                    return now.exchange(request, work, caller);
                },
                answer);
    }

    /** What is said to a helper that has its token open. */
    private interface Exchange {
        Frame with(Conversation helper, Deadline caller) throws IOException, TimeoutException;
    }

    private <T> T call(Work work, Exchange exchange, Answer<T> answer) {
        long asked = System.nanoTime();
        Deadline caller = awaitTurn(work);
        try {
            if (closed) {
                throw new IllegalStateException("the vault was closed");
            }
            if (!served) {
                caller.later(helper.start());
            }
            Frame frame = said(exchange, ready(asked, caller), caller);
            var in = new Content.Reader(frame);
            T result = answer.read(in);
            in.end();
            frame.wipe();
            served = true;
            return result;
        } catch (IOException e) {
            throw lost(e);
        } finally {
            turn.unlock();
        }
    }

    /** Waits for the turn; a caller has patience with a person who enters a PIN, and no other. */
    private Deadline awaitTurn(Work work) {
        Deadline last = Deadline.in(options.limits().patience());
        try {
            while (true) {
                Deadline mine = Deadline.in(work.wait(helper));
                if (turn.tryLock(mine.or(last).left().toNanos(), TimeUnit.NANOSECONDS)) {
                    return mine;
                }
                Conversation now = conversation;
                if (last.passed() || now == null || !now.personAsked()) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new KeyException(KeyException.Reason.BUSY, "the token is busy", null);
    }

    /** The helper that runs, or a new one, for a call that was asked at this time. */
    private Conversation ready(long asked, Deadline caller) throws IOException {
        Conversation now = conversation;
        if (now != null && now.alive() && !now.opening()) {
            now = settled(now, caller);
        }
        if (latch != null) {
            throw latched(latch);
        }
        if (now == null || !now.alive()) {
            FailedStart last = failedStart;
            if (last != null && last.began() - asked >= 0) {
                throw new KeyException(
                        last.why().reason(), String.valueOf(last.why().getMessage()), last.why());
            }
            now = Conversation.begin(helper, program, pins, Codec.opening(config, options));
            conversation = now;
        }
        return now.opening() ? opened(now, caller) : now;
    }

    /** Ends what an earlier caller did not wait for; no helper is left when it ended badly. */
    private @Nullable Conversation settled(Conversation now, Deadline caller) {
        try {
            if (now.busy()) {
                now.answer(caller).wipe();
            }
        } catch (TimeoutException e) {
            KeyException why = late(now, e);
            if (conversation != null) {
                throw why;
            }
        } catch (KeyException e) {
            KeyException unused = judged(now, e);
        } catch (IOException e) {
            KeyException unused = lost(e);
        }
        return conversation;
    }

    private Conversation opened(Conversation now, Deadline caller) {
        try {
            now.answer(caller).wipe();
            return now;
        } catch (TimeoutException e) {
            KeyException why = late(now, e);
            throw conversation == null ? remembered(now, why) : why;
        } catch (IOException e) {
            throw remembered(now, lost(e));
        } catch (KeyException e) {
            throw remembered(now, judged(now, e));
        } catch (RuntimeException e) {
            drop(now);
            throw e;
        }
    }

    private KeyException remembered(Conversation failed, KeyException why) {
        drop(failed);
        failedStart = new FailedStart(failed.began(), why);
        return why;
    }

    private Frame said(Exchange exchange, Conversation now, Deadline caller) throws IOException {
        try {
            return exchange.with(now, caller);
        } catch (TimeoutException e) {
            throw late(now, e);
        } catch (KeyException e) {
            throw judged(now, e);
        }
    }

    /** No answer in time: the helper is given up when it has had all its time, and only then. */
    private KeyException late(Conversation now, TimeoutException e) {
        if (!now.overdue()) {
            return new KeyException(
                    KeyException.Reason.BUSY,
                    now.opening()
                            ? "the token is still being opened"
                            : "the token is still at work",
                    e);
        }
        drop(now);
        return new KeyException(
                KeyException.Reason.DEVICE_FAILURE,
                "the token did not answer in time; its module was stopped",
                e);
    }

    private void drop(Conversation now) {
        now.kill();
        conversation = null;
    }

    private KeyException judged(Conversation with, KeyException e) {
        if (with.pinSourceFailed()) {
            return e;
        }
        switch (e.reason()) {
            case PIN_WRONG, PIN_LOCKED -> latch = e;
            // Whatever the module remembers of the token may be stale: the next call begins anew.
            case TOKEN_MISSING, DEVICE_FAILURE -> {}
            case NO_SUCH_KEY, PIN_NEEDED, BAD_INPUT, UNSUPPORTED, BUSY -> {
                return e;
            }
        }
        drop(with);
        return e;
    }

    private static KeyException latched(KeyException first) {
        return new KeyException(
                first.reason(),
                first.getMessage() + "; not tried again until somebody opens the token anew",
                first.triesLeft(),
                first);
    }

    private KeyException lost(IOException e) {
        Conversation last = conversation;
        conversation = null;
        if (last != null) {
            last.kill();
        }
        if (e instanceof HelperProcess.EndedException ended
                && ended.exitCode() == HelperMain.CARD_REMOVED) {
            return new KeyException(
                    KeyException.Reason.TOKEN_MISSING, "the card was taken out", null);
        }
        return new KeyException(
                KeyException.Reason.DEVICE_FAILURE, "the token's helper process failed", e);
    }

    /** What the token says of itself now. */
    public TokenStatus status() {
        return ask(new Frame(Frame.Kind.STATUS, new byte[0]), Codec::status);
    }

    /** What tells the card's cipher module from others. */
    public ModuleIdentity identity() {
        return ask(new Frame(Frame.Kind.IDENTITY, new byte[0]), Codec::identity);
    }

    /** Making, writing and destroying keys; each act has as long as a start. */
    public TokenAdmin admin() {
        return new RemoteAdmin(this);
    }

    /** Sessions that the helper has open in its module, with its login's own. */
    public int openSessions() {
        return ask(new Frame(Frame.Kind.SESSIONS, new byte[0]), Content.Reader::number);
    }

    /** Whether a call is running. */
    boolean busy() {
        return turn.isLocked();
    }

    /** Process number of the helper that runs now, if one does. */
    public Optional<Long> helperProcess() {
        turn.lock();
        try {
            return Optional.ofNullable(conversation)
                    .filter(Conversation::alive)
                    .map(Conversation::pid);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public Signer signer(String label) {
        var finding = new Finding(Frame.Kind.SIGNER, label.getBytes(StandardCharsets.UTF_8));
        PublicKey key = ask(finding, Codec::publicKey);
        return new RemoteKeys.Signing(this, finding, key);
    }

    @Override
    public Optional<DecryptionKey> decryptionKey(byte[] subjectKeyIdentifier) {
        var finding = new Finding(Frame.Kind.DECRYPTION_KEY, subjectKeyIdentifier);
        Optional<PublicKey> key =
                ask(finding, in -> in.flag() ? Optional.of(Codec.publicKey(in)) : Optional.empty());
        return key.map(found ->
                found instanceof RSAPublicKey
                        ? new RemoteKeys.Unwrapping(this, finding, found)
                        : new RemoteKeys.Agreeing(this, finding, found));
    }

    @Override
    public Optional<X509Certificate> certificate(String label) {
        return ask(
                new Content.Writer().text(label).frame(Frame.Kind.CERTIFICATE), Codec::certificate);
    }

    /** Ends the helper; a call that is running is waited for. */
    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
            if (conversation != null) {
                conversation.close();
                conversation = null;
            }
        } finally {
            turn.unlock();
        }
    }
}
