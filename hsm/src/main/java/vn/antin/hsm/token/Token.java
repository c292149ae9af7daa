package vn.antin.hsm.token;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.pkcs11.ModuleToken;
import vn.antin.hsm.pkcs11.Pkcs11Exception;
import vn.antin.hsm.pkcs11.Pkcs11Module;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.pkcs11.Recovery;
import vn.antin.hsm.provider.ModuleIdentity;

/**
 * A connection to one token: logged in once, used by many threads through a bounded pool of
 * exclusive sessions. Thread-safe.
 *
 * <p>When sessions or the login are lost, one caller reconnects while the others wait, and the call
 * is done once more. After a wrong or blocked PIN there is no further login by this object, ever: a
 * person has to open a new one.
 */
public final class Token implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Token.class.getName());
    private static final Duration DRAIN = Duration.ofSeconds(10);

    /** The one that keeps the login, and one for changes of the token. */
    private static final int OTHER_SESSIONS = 2;

    private final TokenAddress address;
    private final PinPrompt prompt;
    private final Pkcs11Module module;
    private final SessionPool pool;
    private final TokenMonitor monitor;
    private volatile @Nullable Login login;
    private volatile @Nullable ModuleToken last;
    private @Nullable KeyException latch;
    private boolean closed;

    private Token(
            TokenAddress address,
            PoolLimits limits,
            PinPrompt prompt,
            TokenMonitor monitor,
            Pkcs11Module module) {
        this.address = address;
        this.monitor = monitor;
        this.prompt = prompt;
        this.module = module;
        this.pool = new SessionPool(limits);
    }

    /**
     * Finds the token and logs in.
     *
     * @throws KeyException TOKEN_MISSING, PIN_WRONG, PIN_LOCKED, PIN_NEEDED or DEVICE_FAILURE
     */
    public static Token connect(
            TokenAddress address, PoolLimits limits, PinPrompt prompt, TokenMonitor monitor) {
        Pkcs11Module module = Pkcs11Module.acquire(address.module(), address.options());
        boolean done = false;
        try {
            var token = new Token(address, limits, prompt, monitor, module);
            long most = token.current().token().maxSessions();
            if (most > 0) {
                token.pool.limitTo((int) Math.min(most - OTHER_SESSIONS, limits.sessions()));
            }
            done = true;
            return token;
        } finally {
            if (!done) {
                module.close();
            }
        }
    }

    /** Does {@code work} in a session of its own, once more when sessions or login were lost. */
    public <T> T call(Operation operation, Function<Lease, T> work) {
        return inTurn(operation, () -> attempt(work, true));
    }

    private <T> T inTurn(Operation operation, Supplier<T> work) {
        long asked = System.nanoTime();
        long began = asked;
        Optional<KeyException.Reason> failure = Optional.empty();
        boolean entered = false;
        try {
            pool.enter();
            entered = true;
            began = System.nanoTime();
            return work.get();
        } catch (KeyException e) {
            failure = Optional.of(e.reason());
            throw e;
        } finally {
            long now = System.nanoTime();
            if (entered) {
                pool.leave();
            } else {
                began = now;
            }
            monitor.ended(operation, began - asked, now - began, failure);
        }
    }

    /**
     * Does {@code work} in a read-write session of its own, never twice; remembered handles are
     * forgotten.
     */
    public <T> T administer(Function<Pkcs11Session, T> work) {
        return inTurn(Operation.ADMINISTER, () -> alone(work));
    }

    private <T> T alone(Function<Pkcs11Session, T> work) {
        if (!current().alive()) {
            reconnect(current());
        }
        Login now = current();
        try (Pkcs11Session session = module.openSession(now.token().slot(), true)) {
            return work.apply(session);
        } finally {
            now.handles().clear();
        }
    }

    private <T> T attempt(Function<Lease, T> work, boolean again) {
        Login now = current();
        Pkcs11Session session = null;
        Lease lease = null;
        try {
            session = pool.take(now);
            if (session == null) {
                session = module.openSession(now.token().slot(), false);
            }
            lease = new Lease(session, now);
            T result = work.apply(lease);
            pool.giveBack(session, now);
            return result;
        } catch (Pkcs11Exception e) {
            discard(session, now);
            if (!again || e.recovery() == Recovery.NONE || wasPersonAsked(lease)) {
                throw e;
            }
            if (e.recovery() == Recovery.RECONNECT) {
                reconnect(now);
            }
        } catch (RuntimeException | Error e) {
            discard(session, now);
            throw e;
        }
        return attempt(work, false);
    }

    /** A PIN is entered for one use: another attempt would ask the person again. */
    private static boolean wasPersonAsked(@Nullable Lease lease) {
        return lease != null && lease.pinLent();
    }

    private static void discard(@Nullable Pkcs11Session session, Login login) {
        if (session != null) {
            login.end(session);
        }
    }

    /** The login in force; connects when there is none. */
    private Login current() {
        Login now = login;
        return now != null ? now : connect();
    }

    private synchronized void reconnect(Login lost) {
        if (login != lost) {
            return;
        }
        monitor.reconnecting();
        boolean restarted = module.revive();
        if (!restarted && lost.alive()) {
            pool.purge();
            login = lost.refreshed();
            return;
        }
        if (restarted) {
            lost.abandon();
        }
        login = null;
        pool.purge();
        lost.end(lost.anchor());
        LOG.log(System.Logger.Level.INFO, "token \"{0}\": reconnecting", address.label());
        Login unused = connect();
    }

    private synchronized Login connect() {
        Login now = login;
        if (now != null) {
            return now;
        }
        if (closed) {
            throw new IllegalStateException("the token was closed");
        }
        ModuleToken token = find();
        last = token;
        Pkcs11Session anchor = module.openSession(token.slot(), false);
        boolean done = false;
        try {
            if (token.loginRequired() && !anchor.userLoggedIn()) {
                logIn(token, PinRequest.Purpose.LOGIN, ShownCertificates.of(anchor), anchor::login);
            }
            done = true;
        } finally {
            if (!done) {
                anchor.close();
            }
        }
        now = new Login(token, anchor);
        login = now;
        return now;
    }

    private ModuleToken find() {
        List<ModuleToken> tokens = module.tokens();
        List<ModuleToken> ours =
                tokens.stream().filter(ModuleToken::initialized).filter(address::names).toList();
        if (ours.size() == 1) {
            return ours.getFirst();
        }
        String there =
                tokens.stream()
                        .filter(ModuleToken::initialized)
                        .map(t -> "\"" + t.label() + "\" (" + t.serial() + ")")
                        .collect(Collectors.joining(", "));
        throw new KeyException(
                KeyException.Reason.TOKEN_MISSING,
                (ours.isEmpty() ? "no token" : "several tokens")
                        + " with label \""
                        + address.label()
                        + "\""
                        + address.serial().map(s -> " and serial " + s).orElse("")
                        + " in "
                        + module
                        + "; it has: "
                        + (there.isEmpty() ? "none" : there),
                null);
    }

    /** One login with the prompt's PIN; after a wrong one the latch closes for good. */
    private synchronized void logIn(
            ModuleToken token,
            PinRequest.Purpose purpose,
            List<X509Certificate> certificates,
            Consumer<char @Nullable []> use) {
        if (latch != null) {
            throw latched(latch);
        }
        TokenStatus before = TokenStatus.of(module.token(token.slot()).orElse(token));
        if (before.locked()) {
            throw close(
                    new KeyException(
                            KeyException.Reason.PIN_LOCKED,
                            "the PIN of token \"" + token.label() + "\" is blocked",
                            0,
                            null));
        }
        try {
            prompt.present(
                    new PinRequest(before, purpose, certificates),
                    pin -> use.accept(token.pinPad() ? null : pin));
        } catch (KeyException e) {
            if (e.reason() == KeyException.Reason.PIN_WRONG
                    || e.reason() == KeyException.Reason.PIN_LOCKED) {
                throw close(explained(token, e));
            }
            throw e;
        }
    }

    private KeyException close(KeyException why) {
        latch = why;
        return why;
    }

    private KeyException explained(ModuleToken before, KeyException cause) {
        TokenStatus after = TokenStatus.of(module.token(before.slot()).orElse(before));
        KeyException.Reason reason =
                after.locked() ? KeyException.Reason.PIN_LOCKED : cause.reason();
        int triesLeft = after.triesLeft().orElse(-1);
        String words =
                reason == KeyException.Reason.PIN_LOCKED ? "is blocked now" : "was not accepted";
        return new KeyException(
                reason, "the PIN of token \"" + before.label() + "\" " + words, triesLeft, cause);
    }

    private static KeyException latched(KeyException first) {
        return new KeyException(
                first.reason(),
                first.getMessage() + "; not tried again until somebody opens the token anew",
                first.triesLeft(),
                first);
    }

    /** Lends the PIN for a key that wants it for every use, under the same latch as a login. */
    public void authenticate(Lease lease, Consumer<char @Nullable []> use) {
        lease.lendPin();
        logIn(lease.token(), PinRequest.Purpose.ONE_USE, List.of(), use);
    }

    /** What the token says of itself now. */
    public TokenStatus status() {
        ModuleToken known = current().token();
        return TokenStatus.of(module.token(known.slot()).orElse(known));
    }

    /** The token and its pool now; asks the module, and needs no session. */
    public TokenState state() {
        boolean stopped;
        synchronized (this) {
            stopped = latch != null;
        }
        ModuleToken known = Objects.requireNonNull(last, "connected once");
        Optional<ModuleToken> there = seen(known.slot());
        ModuleToken latest = there.orElse(known);
        return new TokenState(
                there.isPresent(),
                stopped,
                TokenStatus.of(latest),
                pool.sessions(),
                pool.inUse(),
                pool.waiting());
    }

    private Optional<ModuleToken> seen(long slot) {
        try {
            return module.token(slot).filter(address::names);
        } catch (KeyException e) {
            return Optional.empty();
        }
    }

    /** Sessions open in the module, of all its tokens. */
    public int openSessions() {
        return module.openSessions();
    }

    /** What tells this module and token from others. */
    public ModuleIdentity identity() {
        return ModuleIdentity.of(
                module.info(), current().token(), ModuleIdentity.hash(module.path()));
    }

    /** What the module says of the token's slot. */
    public String slotDescription() {
        return module.slotDescription(current().token().slot());
    }

    /** Whether the token lists this mechanism. */
    public boolean lists(Mechanism mechanism) {
        return Arrays.stream(module.mechanisms(current().token().slot()))
                .anyMatch(code -> code == mechanism.code());
    }

    /**
     * Lets running calls end, closes all sessions and gives the module back. When a call does not
     * end within 10 seconds, its module stays loaded: closing it would kill the process.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        if (!pool.drain(DRAIN)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "token \"{0}\": a call does not end, its module stays loaded",
                    address.label());
            return;
        }
        synchronized (this) {
            Login last = login;
            login = null;
            if (last != null) {
                last.end(last.anchor());
            }
        }
        module.close();
    }
}
