package vn.antin.hsm.helper;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyVault;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.Pin;
import vn.antin.hsm.PinSource;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.provider.ModuleIdentity;
import vn.antin.hsm.token.TokenStatus;

/**
 * The keys of one token, whose module runs in a helper process. Thread-safe; one call at a time, as
 * a card can do no more.
 *
 * <p>A call that takes too long ends with DEVICE_FAILURE and kills the helper; a card that is taken
 * out ends it with TOKEN_MISSING. The next call starts a new helper, which logs in again; when that
 * fails, it fails for all who were waiting then, so that they do not all start one after the other.
 * After a wrong or blocked PIN there is no further login by this object, ever.
 */
public final class HelperVault implements KeyVault {
    private static final Duration FIRST_START = Duration.ofSeconds(20);

    private final TokenConfig config;
    private final PinSource pins;
    private final TokenOptions options;
    private final HelperOptions helper;
    private final ReentrantLock turn = new ReentrantLock(true);
    private @Nullable HelperProcess process;
    private @Nullable FailedStart failedStart;
    private long end;
    private @Nullable KeyException latch;
    private @Nullable RuntimeException pinFailure;
    private boolean served;
    private boolean closed;

    /** A start that failed, and when it began. */
    private record FailedStart(long began, KeyException why) {}

    private HelperVault(
            TokenConfig config, PinSource pins, TokenOptions options, HelperOptions helper) {
        this.config = config;
        this.pins = pins;
        this.options = options;
        this.helper = helper;
    }

    /**
     * Starts a helper, finds the token and logs in, with one PIN, once.
     *
     * @throws KeyException TOKEN_MISSING, PIN_WRONG (with the tries left when the token tells),
     *     PIN_LOCKED, PIN_NEEDED, DEVICE_FAILURE
     */
    public static HelperVault open(
            TokenConfig config, PinSource pins, TokenOptions options, HelperOptions helper) {
        var vault = new HelperVault(config, pins, options, helper);
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

    /** Sends a request and reads its answer; starts a helper when there is none. */
    <T> T call(Frame request, Answer<T> answer) {
        long asked = System.nanoTime();
        awaitTurn();
        try {
            end =
                    System.nanoTime()
                            + (served ? helper.limit() : helper.limit().plus(FIRST_START))
                                    .toNanos();
            if (closed) {
                throw new IllegalStateException("the vault was closed");
            }
            if (latch != null) {
                throw latched(latch);
            }
            Frame frame = exchange(running(asked), request);
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

    private void awaitTurn() {
        try {
            if (turn.tryLock(options.limits().patience().toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new KeyException(KeyException.Reason.BUSY, "the token is busy", null);
    }

    /** The helper that runs, or a new one, for a call that was asked at this time. */
    private HelperProcess running(long asked) {
        HelperProcess now = process;
        if (now != null && now.alive()) {
            return now;
        }
        FailedStart last = failedStart;
        if (last != null && last.began() - asked >= 0) {
            throw new KeyException(
                    last.why().reason(), String.valueOf(last.why().getMessage()), last.why());
        }
        long began = System.nanoTime();
        try {
            return opened();
        } catch (IOException e) {
            throw remembered(began, lost(e));
        } catch (KeyException e) {
            throw remembered(began, e);
        }
    }

    private KeyException remembered(long began, KeyException why) {
        failedStart = new FailedStart(began, why);
        return why;
    }

    private HelperProcess opened() throws IOException {
        HelperProcess fresh = HelperProcess.start(helper, left());
        process = fresh;
        boolean done = false;
        try {
            exchange(fresh, Codec.opening(config, options)).wipe();
            done = true;
            return fresh;
        } finally {
            if (!done) {
                fresh.kill();
                process = null;
            }
        }
    }

    /** What is left of the time of the call that is running. */
    private Duration left() {
        return Duration.ofNanos(Math.max(end - System.nanoTime(), 1));
    }

    private Frame exchange(HelperProcess with, Frame request) throws IOException {
        pinFailure = null;
        with.send(request);
        while (true) {
            Frame frame = received(with);
            switch (frame.kind()) {
                case DONE -> {
                    return frame;
                }
                case FAILED -> throw failed(with, Codec.failure(frame));
                case PIN_WANTED -> with.send(pin(frame));
                default -> throw new Frame.MalformedException("not an answer: " + frame.kind());
            }
        }
    }

    private Frame received(HelperProcess with) throws IOException {
        try {
            return with.receive(left());
        } catch (TimeoutException e) {
            with.kill();
            throw new KeyException(
                    KeyException.Reason.DEVICE_FAILURE,
                    "the token did not answer within "
                            + helper.limit().toMillis()
                            + " ms; its module was stopped",
                    e);
        }
    }

    private RuntimeException failed(HelperProcess with, KeyException e) {
        RuntimeException ofPin = pinFailure;
        if (ofPin != null) {
            return ofPin;
        }
        switch (e.reason()) {
            case PIN_WRONG, PIN_LOCKED -> {
                latch = e;
                with.kill();
            }
            // Whatever the module remembers of the token may be stale: the next call begins anew.
            case TOKEN_MISSING, DEVICE_FAILURE -> with.kill();
            case NO_SUCH_KEY, PIN_NEEDED, BAD_INPUT, UNSUPPORTED, BUSY -> {
                return e;
            }
        }
        process = null;
        return e;
    }

    private Frame pin(Frame wanted) throws IOException {
        long began = System.nanoTime();
        try (Pin pin = pins.pin(Codec.pinWanted(wanted))) {
            var out = new Content.Writer();
            pin.use(out::secret);
            return out.frame(Frame.Kind.PIN);
        } catch (RuntimeException e) {
            pinFailure = e;
            return new Frame(Frame.Kind.NO_PIN, new byte[0]);
        } finally {
            end += System.nanoTime() - began;
        }
    }

    private static KeyException latched(KeyException first) {
        return new KeyException(
                first.reason(),
                first.getMessage() + "; not tried again until somebody opens the token anew",
                first.triesLeft(),
                first);
    }

    private KeyException lost(IOException e) {
        HelperProcess last = process;
        process = null;
        if (last != null) {
            last.kill();
        }
        if (e instanceof HelperProcess.EndedException ended
                && ended.exitCode() == HelperMain.CARD_REMOVED) {
            return new KeyException(KeyException.Reason.TOKEN_MISSING, "the card was taken out", e);
        }
        return new KeyException(
                KeyException.Reason.DEVICE_FAILURE, "the token's helper process failed", e);
    }

    /** What the token says of itself now. */
    public TokenStatus status() {
        return call(new Frame(Frame.Kind.STATUS, new byte[0]), Codec::status);
    }

    /** What tells the card's cipher module from others. */
    public ModuleIdentity identity() {
        return call(new Frame(Frame.Kind.IDENTITY, new byte[0]), Codec::identity);
    }

    /** Sessions that the helper has open in its module, with its login's own. */
    public int openSessions() {
        return call(new Frame(Frame.Kind.SESSIONS, new byte[0]), Content.Reader::number);
    }

    /** Whether a call is running. */
    boolean busy() {
        return turn.isLocked();
    }

    /** Process number of the helper that runs now, if one does. */
    public Optional<Long> helperProcess() {
        turn.lock();
        try {
            return Optional.ofNullable(process)
                    .filter(HelperProcess::alive)
                    .map(HelperProcess::pid);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public Signer signer(String label) {
        PublicKey key =
                call(new Content.Writer().text(label).frame(Frame.Kind.SIGNER), Codec::publicKey);
        return new RemoteSigner(this, label, key);
    }

    @Override
    public Optional<DecryptionKey> decryptionKey(byte[] subjectKeyIdentifier) {
        Optional<PublicKey> key =
                call(
                        new Content.Writer()
                                .bytes(subjectKeyIdentifier)
                                .frame(Frame.Kind.DECRYPTION_KEY),
                        in -> in.flag() ? Optional.of(Codec.publicKey(in)) : Optional.empty());
        return key.map(found ->
                found instanceof RSAPublicKey
                        ? new RemoteUnwrapper(this, subjectKeyIdentifier.clone(), found)
                        : new RemoteAgreer(this, subjectKeyIdentifier.clone(), found));
    }

    @Override
    public Optional<X509Certificate> certificate(String label) {
        byte[] encoded =
                call(
                        new Content.Writer().text(label).frame(Frame.Kind.CERTIFICATE),
                        Content.Reader::bytes);
        if (encoded.length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(encoded)));
        } catch (CertificateException e) {
            throw new KeyException(
                    KeyException.Reason.DEVICE_FAILURE, "the token shows a broken certificate", e);
        }
    }

    /** Ends the helper; a call that is running is waited for. */
    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
            if (process != null) {
                process.close();
                process = null;
            }
        } finally {
            turn.unlock();
        }
    }
}
