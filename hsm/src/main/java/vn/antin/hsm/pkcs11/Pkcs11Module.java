package vn.antin.hsm.pkcs11;

import iaik.pkcs.pkcs11.wrapper.CK_C_INITIALIZE_ARGS;
import iaik.pkcs.pkcs11.wrapper.CK_INFO;
import iaik.pkcs.pkcs11.wrapper.CK_MECHANISM_INFO;
import iaik.pkcs.pkcs11.wrapper.CK_SLOT_INFO;
import iaik.pkcs.pkcs11.wrapper.CK_TOKEN_INFO;
import iaik.pkcs.pkcs11.wrapper.CK_VERSION;
import iaik.pkcs.pkcs11.wrapper.PKCS11;
import iaik.pkcs.pkcs11.wrapper.PKCS11Exception;
import iaik.pkcs.pkcs11.wrapper.PKCS11Implementation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.pkcs11.layer.OneAtATime;
import vn.antin.hsm.pkcs11.layer.PinBytes;
import vn.antin.hsm.pkcs11.layer.VendorCodes;

/**
 * A PKCS#11 library loaded into this process: one per file, whatever its names, counted, shared by
 * everyone who {@link #acquire acquires} it. Thread-safe.
 *
 * <p>The library is finalised when the last user closes it, and only if we initialised it: somebody
 * else in the process (SunPKCS11, say) may own it. Users must have closed their sessions before;
 * finalising a module that another thread is using kills the process. A user whose sessions did not
 * come back therefore never closes.
 */
public final class Pkcs11Module implements AutoCloseable {
    private static final Map<Path, Pkcs11Module> LOADED = new HashMap<>();
    private static final long CKF_OS_LOCKING_OK = 2;
    private static final long CKF_SERIAL_SESSION = 4;
    private static final long CKF_RW_SESSION = 2;
    private static final int LABEL_BYTES = 32;

    private final Path path;
    private final PKCS11 library;
    private final PKCS11 module;
    private final ModuleOptions options;
    private final AtomicInteger openSessions = new AtomicInteger();
    private int users;
    private boolean ours;

    private Pkcs11Module(Path path, PKCS11 library, PKCS11 layer, ModuleOptions options) {
        this.path = path;
        this.library = library;
        PKCS11 translated = VendorCodes.of(layer, options.vendorCodes());
        this.module = options.oneAtATime() ? OneAtATime.of(translated) : translated;
        this.options = options;
    }

    /**
     * The module at this path, loaded when it is not yet.
     *
     * @param options how to start and call it
     * @throws KeyException TOKEN_MISSING when there is no such library, BAD_INPUT when it is in use
     *     and was started in a way that does not serve
     */
    public static Pkcs11Module acquire(Path library, ModuleOptions options) {
        return acquire(library, options, UnaryOperator.identity());
    }

    /**
     * The same with a layer between us and the library: for all who use the module as long as it
     * stays loaded, and without effect when it is loaded already.
     */
    static Pkcs11Module acquire(Path library, ModuleOptions options, UnaryOperator<PKCS11> layer) {
        synchronized (LOADED) {
            Path path = loadedPath(realPath(library));
            Pkcs11Module loaded = LOADED.get(path);
            if (loaded == null || loaded.users == 0) {
                PKCS11 wrapped = loaded == null ? connect(path) : loaded.library;
                loaded = new Pkcs11Module(path, wrapped, layer.apply(wrapped), options);
                LOADED.put(path, loaded);
                loaded.initialize();
            } else if (!loaded.options.serve(options)) {
                throw new KeyException(
                        KeyException.Reason.BAD_INPUT,
                        "the PKCS#11 module " + path + " is in use, started in another way",
                        null);
            }
            loaded.users++;
            return loaded;
        }
    }

    private static Path realPath(Path library) {
        try {
            return library.toRealPath();
        } catch (IOException e) {
            throw new KeyException(
                    KeyException.Reason.TOKEN_MISSING, "no PKCS#11 module at " + library, e);
        }
    }

    /**
     * The path by which the same file is loaded already: by another name (a hard link) it is the
     * same library to the system, with one state. A copy of the file is another library.
     */
    private static Path loadedPath(Path path) {
        try {
            for (Path each : LOADED.keySet()) {
                if (each.equals(path) || (Files.exists(each) && Files.isSameFile(each, path))) {
                    return each;
                }
            }
            return path;
        } catch (IOException e) {
            throw new KeyException(
                    KeyException.Reason.TOKEN_MISSING, "no PKCS#11 module at " + path, e);
        }
    }

    private static PKCS11Implementation connect(Path path) {
        WrapperLibrary.load();
        try {
            if (!Files.isRegularFile(path)) {
                throw new IOException("not a file");
            }
            return new PKCS11Implementation(path.toString());
        } catch (IOException e) {
            throw new KeyException(
                    KeyException.Reason.TOKEN_MISSING,
                    "the PKCS#11 module " + path + " cannot be loaded",
                    e);
        }
    }

    private void initialize() {
        var arguments = new CK_C_INITIALIZE_ARGS();
        arguments.flags = options.oneAtATime() ? 0 : CKF_OS_LOCKING_OK;
        options.initArguments().ifPresent(text -> arguments.pReserved = text);
        boolean none = options.oneAtATime() && options.initArguments().isEmpty();
        try {
            module.C_Initialize(none ? null : arguments, true);
            ours = true;
        } catch (PKCS11Exception e) {
            Pkcs11Exception failure = failure("initialising " + path, e);
            if (!failure.is(ReturnCode.CKR_CRYPTOKI_ALREADY_INITIALIZED)) {
                throw new KeyException(
                        KeyException.Reason.TOKEN_MISSING,
                        "the module cannot start: " + failure.getMessage(),
                        failure);
            }
            ours = false;
        }
    }

    /**
     * Initialises again when somebody else finalised the module. Sessions from before are gone and
     * must not be closed: their numbers may belong to new ones.
     *
     * @return whether it had to
     */
    public boolean revive() {
        synchronized (LOADED) {
            try {
                module.C_GetInfo();
                return false;
            } catch (PKCS11Exception e) {
                Pkcs11Exception failure = failure("module state", e);
                if (!failure.is(ReturnCode.CKR_CRYPTOKI_NOT_INITIALIZED)) {
                    throw failure;
                }
                initialize();
                return true;
            }
        }
    }

    /** Path of the library, without symbolic links. */
    public Path path() {
        return path;
    }

    /** What the library says of itself. */
    public ModuleInfo info() {
        try {
            CK_INFO info = module.C_GetInfo();
            return new ModuleInfo(
                    text(info.libraryDescription),
                    text(info.manufacturerID),
                    text(info.libraryVersion),
                    text(info.cryptokiVersion));
        } catch (PKCS11Exception e) {
            throw failure("asking the module", e);
        }
    }

    /** What the library says of a slot. */
    public ModuleInfo.Slot slot(long slot) {
        try {
            CK_SLOT_INFO info = module.C_GetSlotInfo(slot);
            return new ModuleInfo.Slot(
                    slot,
                    text(info.slotDescription),
                    text(info.manufacturerID),
                    text(info.hardwareVersion),
                    text(info.firmwareVersion),
                    info.flags);
        } catch (PKCS11Exception e) {
            throw failure("asking slot " + slot, e);
        }
    }

    /** How much the token in this slot takes. */
    public ModuleInfo.Limits limits(long slot) {
        try {
            CK_TOKEN_INFO info = module.C_GetTokenInfo(slot);
            return new ModuleInfo.Limits(
                    info.ulMaxSessionCount,
                    info.ulMaxRwSessionCount,
                    info.ulMinPinLen,
                    info.ulMaxPinLen,
                    info.ulTotalPublicMemory,
                    info.ulFreePublicMemory,
                    info.ulTotalPrivateMemory,
                    info.ulFreePrivateMemory);
        } catch (PKCS11Exception e) {
            throw failure("asking slot " + slot, e);
        }
    }

    /** What the token in this slot says of all its mechanisms. */
    public List<MechanismInfo> mechanismInfos(long slot) {
        var all = new ArrayList<MechanismInfo>();
        for (long code : mechanisms(slot)) {
            try {
                CK_MECHANISM_INFO info = module.C_GetMechanismInfo(slot, code);
                all.add(new MechanismInfo(code, info.ulMinKeySize, info.ulMaxKeySize, info.flags));
            } catch (PKCS11Exception e) {
                throw failure(String.format(Locale.ROOT, "asking mechanism 0x%X", code), e);
            }
        }
        return all;
    }

    /** Tokens in all slots that have one, initialised or not. */
    public List<ModuleToken> tokens() {
        var tokens = new ArrayList<ModuleToken>();
        for (long slot : slots()) {
            token(slot).ifPresent(tokens::add);
        }
        return tokens;
    }

    private long[] slots() {
        try {
            return module.C_GetSlotList(true);
        } catch (PKCS11Exception e) {
            throw failure("listing slots", e);
        }
    }

    /** The token in this slot, if one is there and answers. */
    public Optional<ModuleToken> token(long slot) {
        CK_TOKEN_INFO info;
        try {
            info = module.C_GetTokenInfo(slot);
        } catch (PKCS11Exception e) {
            Pkcs11Exception failure = failure("asking slot " + slot, e);
            if (failure.reason() == KeyException.Reason.TOKEN_MISSING) {
                return Optional.empty();
            }
            throw failure;
        }
        return Optional.of(
                new ModuleToken(
                        slot,
                        text(info.label),
                        text(info.manufacturerID),
                        text(info.model),
                        text(info.serialNumber),
                        text(info.firmwareVersion),
                        info.flags,
                        info.ulMaxSessionCount));
    }

    /** What the module says of a slot (CK_SLOT_INFO); for a card, the name of its reader. */
    public String slotDescription(long slot) {
        try {
            return text(module.C_GetSlotInfo(slot).slotDescription);
        } catch (PKCS11Exception e) {
            throw failure("asking slot " + slot, e);
        }
    }

    private static String text(@Nullable CK_VERSION version) {
        return version == null ? "" : (version.major & 0xFF) + "." + (version.minor & 0xFF);
    }

    private static String text(char @Nullable [] padded) {
        return padded == null ? "" : new String(padded).replace("\0", "").stripTrailing();
    }

    /** Numbers (CKM) of the mechanisms of a slot. */
    public long[] mechanisms(long slot) {
        try {
            return module.C_GetMechanismList(slot);
        } catch (PKCS11Exception e) {
            throw failure("listing mechanisms", e);
        }
    }

    /** Opens a session. */
    public Pkcs11Session openSession(long slot, boolean readWrite) {
        long flags = CKF_SERIAL_SESSION | (readWrite ? CKF_RW_SESSION : 0);
        try {
            return new Pkcs11Session(
                    module, module.C_OpenSession(slot, flags, null, null), openSessions);
        } catch (PKCS11Exception e) {
            throw failure("opening a session", e);
        }
    }

    /** Sessions opened here and not closed yet, with all tokens of the module. */
    public int openSessions() {
        return openSessions.get();
    }

    /**
     * Erases the token in a slot and names it.
     *
     * @throws KeyException BAD_INPUT when the label is longer than 32 bytes in UTF-8
     */
    public void initToken(long slot, char[] securityOfficerPin, String label) {
        byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > LABEL_BYTES) {
            throw new KeyException(
                    KeyException.Reason.BAD_INPUT,
                    "a token label has 1 to 32 bytes in UTF-8, not " + bytes.length,
                    null);
        }
        var padded = new char[LABEL_BYTES];
        Arrays.fill(padded, ' ');
        for (int i = 0; i < bytes.length; i++) {
            padded[i] = (char) (bytes[i] & 0xFF);
        }
        PinBytes.lend(
                securityOfficerPin,
                pin -> {
                    try {
                        module.C_InitToken(slot, pin, padded, false);
                    } catch (PKCS11Exception e) {
                        throw failure("initialising a token", e);
                    }
                });
    }

    private static Pkcs11Exception failure(String doing, PKCS11Exception e) {
        return new Pkcs11Exception(e.getErrorCode(), doing, e);
    }

    /** Gives the module back; the last one finalises it. */
    @Override
    public void close() {
        synchronized (LOADED) {
            if (users == 0) {
                throw new IllegalStateException("the module was given back more often than taken");
            }
            users--;
            if (users == 0 && ours) {
                try {
                    module.C_Finalize(null);
                } catch (PKCS11Exception e) {
                    Pkcs11Exception failure = failure("finalising " + path, e);
                    if (!failure.is(ReturnCode.CKR_CRYPTOKI_NOT_INITIALIZED)) {
                        throw failure;
                    }
                }
            }
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
