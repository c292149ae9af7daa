package vn.antin.hsm.check;

import java.lang.System.Logger.Level;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.KeyTemplates;
import vn.antin.hsm.KeyUse;
import vn.antin.hsm.key.PublicKeyReader;
import vn.antin.hsm.key.StoredKey;
import vn.antin.hsm.key.TokenKeys;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.pkcs11.MechanismInfo;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.pkcs11.Template;

/**
 * The work of one run: the login, the keys to test with, and what must be removed in the end. Used
 * by one thread, but for {@link #token}.
 *
 * <p>Everything that the run makes bears a label of its own, random for each run; nothing else is
 * ever changed or removed.
 */
final class Bench {
    private static final System.Logger LOG = System.getLogger(Bench.class.getName());

    private final TokenUnderTest token;
    private final String label;
    private final Set<String> labels = new LinkedHashSet<>();
    private final Map<KeyKind, TestKey> keys = new EnumMap<>(KeyKind.class);
    private final Map<KeyKind, String> refusals = new EnumMap<>(KeyKind.class);
    private @Nullable Pkcs11Session anchor;
    private OptionalLong wrappingKey = OptionalLong.empty();
    private String wrappingRefusal = "";
    private int before;

    Bench(TokenUnderTest token, SecureRandom random) {
        this.token = token;
        var number = new byte[6];
        random.nextBytes(number);
        this.label = "antin-conformance-" + HexFormat.of().formatHex(number);
        labels.add(label);
    }

    TokenUnderTest token() {
        return token;
    }

    /** Label of throw-away objects. */
    String label() {
        return label;
    }

    /** Another label whose objects are removed in the end. */
    String label(String prefix) {
        String other = prefix + label.substring(label.length() - 6);
        labels.add(other);
        return other;
    }

    /** Opens the session that keeps the login, and logs in. */
    void logIn() {
        Pkcs11Session session = token.open(false);
        anchor = session;
        if (token.entry().token().loginRequired() && !session.userLoggedIn()) {
            token.withPin(session::login);
        }
        before = objects();
    }

    /** Those of the token: OpenSC keeps derived secrets, which are not, until a restart. */
    private int objects() {
        Template inToken = Template.empty().with(Attribute.TOKEN, true);
        return in(false, session -> session.find(inToken).size());
    }

    /** The session that keeps the login. */
    Pkcs11Session anchor() {
        Pkcs11Session session = anchor;
        if (session == null) {
            throw new IllegalStateException("not logged in");
        }
        return session;
    }

    /** Whether the token shows everything. */
    boolean loggedIn() {
        return !token.entry().token().loginRequired() || anchor().userLoggedIn();
    }

    /** Works in a session of its own, which is closed whatever happens. */
    <T> T in(boolean readWrite, Function<Pkcs11Session, T> work) {
        try (Pkcs11Session session = token.open(readWrite)) {
            return work.apply(session);
        }
    }

    /**
     * Makes keys. Modules may refuse and keep the half-made object, without its label (SoftHSM does
     * for CKA_TRUSTED): what came meanwhile and has no label is removed.
     *
     * <p>Handles are compared within one login only, since after another one they may differ.
     */
    <T> T generate(Function<Pkcs11Session, T> work) {
        return in(
                true,
                session -> {
                    List<Long> known = session.find(Template.empty());
                    try {
                        return work.apply(session);
                    } catch (KeyException refusal) {
                        try {
                            removeHalfMade(session, known);
                        } catch (KeyException e) {
                            refusal.addSuppressed(e); // counted in the end
                        }
                        throw refusal;
                    }
                });
    }

    /**
     * Makes a key pair, works with it, and removes it by its handles, whatever label it was given.
     */
    <T> T withPair(
            Mechanism mechanism,
            Template publicKey,
            Template privateKey,
            BiFunction<Pkcs11Session, Pkcs11Session.Pair, T> work) {
        return generate(session -> {
            Pkcs11Session.Pair pair = session.generateKeyPair(mechanism, publicKey, privateKey);
            try {
                return work.apply(session, pair);
            } finally {
                remove(session, pair.privateKey(), pair.publicKey());
            }
        });
    }

    /** Removes objects that the run made; what stays is counted in the end. Returns how many. */
    static int remove(Pkcs11Session session, long... objects) {
        int removed = 0;
        for (long each : objects) {
            try {
                session.destroy(each);
                removed++;
            } catch (KeyException e) {
                LOG.log(Level.DEBUG, "an object stays", e);
            }
        }
        return removed;
    }

    /** Without its label a key could not be removed in the end: then it is at once. */
    private void requireLabel(Pkcs11Session session, long... made) {
        for (long each : made) {
            if (!session.text(each, Attribute.LABEL).orElse("").equals(label)) {
                int unused = remove(session, made);
                throw new KeyException(
                        KeyException.Reason.UNSUPPORTED, "the token keeps no labels", null);
            }
        }
    }

    private static void removeHalfMade(Pkcs11Session session, List<Long> known) {
        for (long each : session.find(Template.empty())) {
            if (!known.contains(each) && session.text(each, Attribute.LABEL).orElse("").isEmpty()) {
                int unused = remove(session, each);
            }
        }
    }

    /** Whether the token lists the mechanism for this use. */
    boolean lists(Mechanism mechanism, MechanismInfo.Use use) {
        return token.entry().mechanism(mechanism.code()).filter(each -> each.can(use)).isPresent();
    }

    /** Makes all keys that the token makes; for the others finds ones that are there. */
    void prepare() {
        for (KeyKind kind : KeyKind.values()) {
            make(kind);
            if (!keys.containsKey(kind)) {
                find(kind);
            }
        }
        makeWrappingKey();
    }

    private void make(KeyKind kind) {
        Mechanism maker = KeyTemplates.mechanism(kind.type());
        if (!lists(maker, MechanismInfo.Use.GENERATE_KEY_PAIR)) {
            return;
        }
        try {
            keys.put(
                    kind,
                    generate(session -> {
                        Pkcs11Session.Pair pair =
                                session.generateKeyPair(
                                        maker,
                                        KeyTemplates.publicKey(label, kind.type(), kind.use()),
                                        KeyTemplates.privateKey(label, kind.type(), kind.use()));
                        requireLabel(session, pair.privateKey(), pair.publicKey());
                        return new TestKey(
                                kind,
                                pair.privateKey(),
                                PublicKeyReader.read(session, pair.publicKey()),
                                true,
                                false);
                    }));
        } catch (KeyException e) {
            refusals.put(kind, Check.words(e));
        }
    }

    private void find(KeyKind kind) {
        Attribute usage = KeyTemplates.usage(kind.type(), kind.use());
        Optional<TestKey> found =
                in(
                        false,
                        session -> {
                            for (long each :
                                    session.find(
                                            Template.ofClass(Template.PRIVATE_KEY)
                                                    .with(usage, true))) {
                                Optional<TestKey> key = foreign(session, kind, each);
                                if (key.isPresent()) {
                                    return key;
                                }
                            }
                            return Optional.empty();
                        });
        found.ifPresent(key -> keys.put(kind, key));
    }

    private Optional<TestKey> foreign(Pkcs11Session session, KeyKind kind, long handle) {
        if (session.text(handle, Attribute.LABEL).map(labels::contains).orElse(false)) {
            return Optional.empty();
        }
        StoredKey stored;
        try {
            stored = TokenKeys.describe(session, handle);
        } catch (KeyException e) {
            return Optional.empty();
        }
        return kind.fits(stored.publicKey())
                ? Optional.of(
                        new TestKey(
                                kind,
                                handle,
                                stored.publicKey(),
                                false,
                                stored.alwaysAuthenticate()))
                : Optional.empty();
    }

    /** Kinds of keys that are there and that the project does not use: RSA 2048, say. */
    List<String> unused() {
        return in(
                false,
                session ->
                        session.find(Template.ofClass(Template.PRIVATE_KEY)).stream()
                                .flatMap(each -> publicKey(session, each).stream())
                                .filter(key ->
                                        Arrays.stream(KeyKind.values())
                                                .noneMatch(kind -> kind.fits(key)))
                                .map(KeyKind::words)
                                .distinct()
                                .toList());
    }

    private static Optional<PublicKey> publicKey(Pkcs11Session session, long handle) {
        try {
            return Optional.of(TokenKeys.describe(session, handle).publicKey());
        } catch (KeyException e) {
            return Optional.empty();
        }
    }

    private void makeWrappingKey() {
        if (!lists(Mechanism.AES_KEY, MechanismInfo.Use.GENERATE)) {
            return;
        }
        try {
            wrappingKey =
                    OptionalLong.of(
                            generate(session -> {
                                long key =
                                        session.generateKey(
                                                Mechanism.AES_KEY, KeyTemplates.storageKey(label));
                                requireLabel(session, key);
                                return key;
                            }));
        } catch (KeyException e) {
            wrappingRefusal = Check.words(e);
        }
    }

    /** A key of this kind, if there is one. */
    Optional<TestKey> key(KeyKind kind) {
        return Optional.ofNullable(keys.get(kind));
    }

    /** All keys of this use. */
    List<TestKey> keys(KeyUse use) {
        return keys.values().stream().filter(key -> key.kind().use() == use).toList();
    }

    /** All keys. */
    List<TestKey> keys() {
        return new ArrayList<>(keys.values());
    }

    /** Why a kind of key was not made; empty when it was, or when the token does not list it. */
    String refusal(KeyKind kind) {
        return refusals.getOrDefault(kind, "");
    }

    /** The AES key that wraps, if one was made. */
    OptionalLong wrappingKey() {
        return wrappingKey;
    }

    /** Why there is none; empty when the token does not list it. */
    String wrappingRefusal() {
        return wrappingRefusal;
    }

    /**
     * Removes everything that bears a label of this run; how many objects.
     *
     * <p>Without a login nothing: public halves are what people find the private ones by.
     */
    int cleanUp() {
        if (!loggedIn() || left() == 0) {
            return 0;
        }
        return in(
                true,
                session -> {
                    int removed = 0;
                    for (String each : labels) {
                        for (long object : left(session, each)) {
                            removed += remove(session, object);
                        }
                    }
                    return removed;
                });
    }

    /** How many objects more than before the run there are, whatever their label. */
    int more() {
        return Math.max(0, objects() - before);
    }

    /** How many objects bear a label of this run. */
    int left() {
        return in(
                false,
                session -> labels.stream().mapToInt(each -> left(session, each).size()).sum());
    }

    private static List<Long> left(Pkcs11Session session, String label) {
        return session.find(Template.empty().with(Attribute.LABEL, label));
    }

    /** Closes the session that keeps the login. */
    void close() {
        Pkcs11Session session = anchor;
        if (session != null) {
            session.close();
        }
    }
}
