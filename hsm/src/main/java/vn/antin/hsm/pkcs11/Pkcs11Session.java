package vn.antin.hsm.pkcs11;

import iaik.pkcs.pkcs11.wrapper.CK_ATTRIBUTE;
import iaik.pkcs.pkcs11.wrapper.PKCS11;
import iaik.pkcs.pkcs11.wrapper.PKCS11Exception;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import vn.antin.hsm.pkcs11.layer.PinBytes;

/**
 * One session with a token, used by one thread at a time: two threads in one session get
 * CKR_OPERATION_ACTIVE, and closing it under another thread can kill the process.
 *
 * <p>Every method throws {@link Pkcs11Exception}; after one the session must be closed, because a
 * refused operation may stay active in it. C_SessionCancel is never called: it crashes modules
 * older than version 3.0.
 */
public final class Pkcs11Session implements AutoCloseable {
    private static final long USER = 1;
    private static final long SECURITY_OFFICER = 0;
    private static final long CONTEXT_SPECIFIC = 2;
    private static final long STATE_READ_ONLY_USER = 1;
    private static final long STATE_READ_WRITE_USER = 3;
    private static final int FIND_BATCH = 100;

    private final PKCS11 module;
    private final long handle;
    private final AtomicInteger open;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Counts itself in {@code open} until it is closed. */
    Pkcs11Session(PKCS11 module, long handle, AtomicInteger open) {
        this.module = module;
        this.handle = handle;
        this.open = open;
        open.incrementAndGet();
    }

    /** A function of the module that gives a result. */
    private interface Call<T> {
        T run() throws PKCS11Exception;
    }

    /** A function of the module without result. */
    private interface Act {
        void run() throws PKCS11Exception;
    }

    private static <T> T call(String doing, Call<T> call) {
        try {
            return call.run();
        } catch (PKCS11Exception e) {
            throw new Pkcs11Exception(e.getErrorCode(), doing, e);
        }
    }

    private static void act(String doing, Act act) {
        try {
            act.run();
        } catch (PKCS11Exception e) {
            throw new Pkcs11Exception(e.getErrorCode(), doing, e);
        }
    }

    /** Whether the session is alive and the user logged in. */
    public boolean userLoggedIn() {
        long state = call("session state", () -> module.C_GetSessionInfo(handle)).state;
        return state == STATE_READ_ONLY_USER || state == STATE_READ_WRITE_USER;
    }

    /**
     * Refuses when the login was lost: then the token shows no private objects, as if there were
     * none.
     */
    public void requireUser() {
        if (!userLoggedIn()) {
            throw new Pkcs11Exception(
                    ReturnCode.CKR_USER_NOT_LOGGED_IN.code(), "session state", null);
        }
    }

    /** Logs the user in; being logged in already is success. Null means the reader's keys. */
    public void login(char @Nullable [] pin) {
        login("login", USER, pin);
    }

    /** Logs the security officer in. */
    public void loginSecurityOfficer(char[] pin) {
        login("login of the security officer", SECURITY_OFFICER, pin);
    }

    private void login(String doing, long who, char @Nullable [] pin) {
        try {
            PinBytes.lend(
                    pin, bytes -> act(doing, () -> module.C_Login(handle, who, bytes, false)));
        } catch (Pkcs11Exception e) {
            if (!e.is(ReturnCode.CKR_USER_ALREADY_LOGGED_IN)) {
                throw e;
            }
        }
    }

    /** Logs out all sessions of this process with the token. */
    public void logout() {
        act("logout", () -> module.C_Logout(handle));
    }

    /** Sets the user's first PIN; the security officer must be logged in. */
    public void initPin(char[] pin) {
        PinBytes.lend(
                pin,
                bytes ->
                        act("setting the first PIN", () -> module.C_InitPIN(handle, bytes, false)));
    }

    /** Changes the PIN of whoever is logged in, or the user's. */
    public void changePin(char[] old, char[] fresh) {
        PinBytes.lend(
                old,
                before ->
                        PinBytes.lend(
                                fresh,
                                after ->
                                        act(
                                                "changing the PIN",
                                                () ->
                                                        module.C_SetPIN(
                                                                handle, before, after, false))));
    }

    /** Handles of all objects that match. */
    public List<Long> find(Template template) {
        var found = new ArrayList<Long>();
        act("search", () -> module.C_FindObjectsInit(handle, template.toNative(), true));
        long[] some;
        do {
            some = call("search", () -> module.C_FindObjects(handle, FIND_BATCH));
            for (long one : some) {
                found.add(one);
            }
        } while (some.length == FIND_BATCH);
        act("search", () -> module.C_FindObjectsFinal(handle));
        return found;
    }

    private @Nullable Object value(long object, Attribute attribute) {
        var all = new CK_ATTRIBUTE[] {new CK_ATTRIBUTE()};
        all[0].type = attribute.code();
        try {
            act(
                    "reading " + attribute,
                    () -> module.C_GetAttributeValue(handle, object, all, true));
        } catch (Pkcs11Exception e) {
            if (e.is(ReturnCode.CKR_ATTRIBUTE_TYPE_INVALID)
                    || e.is(ReturnCode.CKR_ATTRIBUTE_SENSITIVE)) {
                return null;
            }
            throw e;
        }
        // The wrapper puts a new element into the array.
        return all[0].pValue;
    }

    /** Bytes of an attribute; empty when the object has none or does not show it. */
    public Optional<byte[]> bytes(long object, Attribute attribute) {
        return Optional.ofNullable(value(object, attribute))
                .filter(byte[].class::isInstance)
                .map(byte[].class::cast);
    }

    /** A yes or no; empty when the object has none. */
    public Optional<Boolean> flag(long object, Attribute attribute) {
        return Optional.ofNullable(value(object, attribute))
                .filter(Boolean.class::isInstance)
                .map(Boolean.class::cast);
    }

    /** A number; empty when the object has none. */
    public Optional<Long> number(long object, Attribute attribute) {
        return Optional.ofNullable(value(object, attribute))
                .filter(Long.class::isInstance)
                .map(Long.class::cast);
    }

    /** Text; empty when the object has none. */
    public Optional<String> text(long object, Attribute attribute) {
        return Optional.ofNullable(value(object, attribute))
                .filter(char[].class::isInstance)
                .map(v -> new String((char[]) v));
    }

    /** Signs in one go. */
    public byte[] sign(Mechanism mechanism, long key, byte[] data) {
        act(
                "signing with " + mechanism,
                () -> module.C_SignInit(handle, mechanism.toNative(), key, true));
        return call("signing with " + mechanism, () -> module.C_Sign(handle, data));
    }

    /** Signs with a key that wants the PIN for every use. Null means the reader's keys. */
    public byte[] signAuthenticated(
            Mechanism mechanism, long key, byte[] data, char @Nullable [] pin) {
        act(
                "signing with " + mechanism,
                () -> module.C_SignInit(handle, mechanism.toNative(), key, true));
        authenticate(pin);
        return call("signing with " + mechanism, () -> module.C_Sign(handle, data));
    }

    private void authenticate(char @Nullable [] pin) {
        PinBytes.lend(
                pin,
                bytes ->
                        act(
                                "PIN for this use",
                                () -> module.C_Login(handle, CONTEXT_SPECIFIC, bytes, false)));
    }

    /** Verifies in one go; whether the signature is right. */
    public boolean verify(Mechanism mechanism, long key, byte[] data, byte[] signature) {
        String doing = "verifying with " + mechanism;
        act(doing, () -> module.C_VerifyInit(handle, mechanism.toNative(), key, true));
        try {
            act(doing, () -> module.C_Verify(handle, data, signature));
            return true;
        } catch (Pkcs11Exception e) {
            if (e.is(ReturnCode.CKR_SIGNATURE_INVALID)
                    || e.is(ReturnCode.CKR_SIGNATURE_LEN_RANGE)) {
                return false;
            }
            throw e;
        }
    }

    /** Decrypts in one go. */
    public byte[] decrypt(Mechanism mechanism, long key, byte[] data) {
        act(
                "decrypting with " + mechanism,
                () -> module.C_DecryptInit(handle, mechanism.toNative(), key, true));
        return call("decrypting with " + mechanism, () -> module.C_Decrypt(handle, data));
    }

    /** Decrypts with a key that wants the PIN for every use. Null means the reader's keys. */
    public byte[] decryptAuthenticated(
            Mechanism mechanism, long key, byte[] data, char @Nullable [] pin) {
        act(
                "decrypting with " + mechanism,
                () -> module.C_DecryptInit(handle, mechanism.toNative(), key, true));
        authenticate(pin);
        return call("decrypting with " + mechanism, () -> module.C_Decrypt(handle, data));
    }

    /**
     * Derives with a key that wants the PIN for every use. Derivation has no first step after which
     * PKCS#11 (2.40, C_Login) has the PIN given, so it comes before; a module that takes no PIN
     * there answers CKR_OPERATION_NOT_INITIALIZED, and decides itself whether it derives.
     */
    public long deriveAuthenticated(
            Mechanism mechanism, long key, Template template, char @Nullable [] pin) {
        try {
            authenticate(pin);
        } catch (Pkcs11Exception e) {
            if (!e.is(ReturnCode.CKR_OPERATION_NOT_INITIALIZED)) {
                throw e;
            }
        }
        return derive(mechanism, key, template);
    }

    /** Derives a key; its handle. */
    public long derive(Mechanism mechanism, long key, Template template) {
        return call(
                "deriving with " + mechanism,
                () ->
                        module.C_DeriveKey(
                                handle, mechanism.toNative(), key, template.toNative(), true));
    }

    /** Wraps {@code key} under {@code wrappingKey}. */
    public byte[] wrap(Mechanism mechanism, long wrappingKey, long key) {
        return call(
                "wrapping with " + mechanism,
                () -> module.C_WrapKey(handle, mechanism.toNative(), wrappingKey, key, true));
    }

    /** Unwraps; handle of the key. */
    public long unwrap(Mechanism mechanism, long unwrappingKey, byte[] wrapped, Template template) {
        return call(
                "unwrapping with " + mechanism,
                () ->
                        module.C_UnwrapKey(
                                handle,
                                mechanism.toNative(),
                                unwrappingKey,
                                wrapped,
                                template.toNative(),
                                true));
    }

    /** Makes a secret key; its handle. */
    public long generateKey(Mechanism mechanism, Template template) {
        return call(
                "generating with " + mechanism,
                () ->
                        module.C_GenerateKey(
                                handle, mechanism.toNative(), template.toNative(), true));
    }

    /** Makes a key pair. */
    public Pair generateKeyPair(Mechanism mechanism, Template publicKey, Template privateKey) {
        long[] both =
                call(
                        "generating with " + mechanism,
                        () ->
                                module.C_GenerateKeyPair(
                                        handle,
                                        mechanism.toNative(),
                                        publicKey.toNative(),
                                        privateKey.toNative(),
                                        true));
        return new Pair(both[0], both[1]);
    }

    /** Handles of a key pair. */
    public record Pair(long publicKey, long privateKey) {}

    /** Creates an object; its handle. */
    public long create(Template template) {
        return call(
                "creating an object",
                () -> module.C_CreateObject(handle, template.toNative(), true));
    }

    /** Changes attributes. */
    public void change(long object, Template template) {
        act(
                "changing an object",
                () -> module.C_SetAttributeValue(handle, object, template.toNative(), true));
    }

    /** Destroys an object. */
    public void destroy(long object) {
        act("destroying an object", () -> module.C_DestroyObject(handle, object));
    }

    /** Forgets the session without closing it: its number may belong to another one by now. */
    public void abandon() {
        if (!closed.getAndSet(true)) {
            open.decrementAndGet();
        }
    }

    /** Closes the session, once; a session that is gone already is fine. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        open.decrementAndGet();
        try {
            module.C_CloseSession(handle);
        } catch (PKCS11Exception e) {
            // Nothing is lost: the session ended some other way, with the module or the token.
            return;
        }
    }
}
