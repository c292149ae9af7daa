package vn.antin.hsm.pkcs11;

import iaik.pkcs.pkcs11.wrapper.PKCS11;
import iaik.pkcs.pkcs11.wrapper.PKCS11Exception;
import iaik.pkcs.pkcs11.wrapper.PKCS11Implementation;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Sessions with a real module whose functions lie. The module must be loaded already. */
public final class Faults {
    private static final long SERIAL = 4;
    private static final long READ_WRITE = 2;

    private final PKCS11Implementation real;
    private final PKCS11 lying;
    private final AtomicInteger open = new AtomicInteger();

    /** A function of the module: does it, or lets the real one do it, and gives a result. */
    @FunctionalInterface
    public interface Fault {
        /**
         * The answer to the caller.
         *
         * @param real does what the module does
         */
        @Nullable Object answer(Real real, Object[] arguments) throws PKCS11Exception;
    }

    /** What the module itself answers. */
    @FunctionalInterface
    public interface Real {
        /** Calls it. */
        @Nullable Object call() throws PKCS11Exception;
    }

    /**
     * A module with a fault in one function, or in several.
     *
     * @param function its name, C_..., or a pattern of names
     */
    public Faults(Path module, String function, Fault fault) throws IOException {
        real = new PKCS11Implementation(module.toString());
        lying =
                (PKCS11)
                        Proxy.newProxyInstance(
                                Faults.class.getClassLoader(),
                                new Class<?>[] {PKCS11.class},
                                (proxy, method, arguments) -> {
                                    Real call =
                                            () -> {
                                                try {
                                                    return method.invoke(real, arguments);
                                                } catch (InvocationTargetException e) {
                                                    if (e.getCause() instanceof PKCS11Exception p) {
                                                        throw p;
                                                    }
                                                    throw new AssertionError(e);
                                                } catch (IllegalAccessException e) {
                                                    throw new AssertionError(e);
                                                }
                                            };
                                    return method.getName().matches(function)
                                            ? fault.answer(call, arguments)
                                            : call.call();
                                });
    }

    /** A refusal. */
    public static PKCS11Exception refusal(long code) {
        return new PKCS11Exception(code);
    }

    /** A session. */
    public Pkcs11Session open(long slot, boolean readWrite) {
        try {
            long handle =
                    real.C_OpenSession(slot, SERIAL | (readWrite ? READ_WRITE : 0), null, null);
            return new Pkcs11Session(lying, handle, open);
        } catch (PKCS11Exception e) {
            throw new Pkcs11Exception(e.getErrorCode(), "opening a session", e);
        }
    }
}
