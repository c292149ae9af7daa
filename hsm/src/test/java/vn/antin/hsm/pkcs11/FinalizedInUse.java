package vn.antin.hsm.pkcs11;

import iaik.pkcs.pkcs11.wrapper.PKCS11;
import iaik.pkcs.pkcs11.wrapper.PKCS11Exception;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody else in the process finalises the module while a call is inside it. Most modules are not
 * made for that, and the process may end.
 */
public final class FinalizedInUse {
    private static final Set<String> VICTIMS = Set.of("C_Sign", "C_DeriveKey");
    private static final long AFTER = 100_000;

    private FinalizedInUse() {}

    /**
     * Prepares the module, before anybody uses it: as often as the file {@code go} is made, the
     * next use of a key is hit, and the file deleted then.
     */
    @SuppressWarnings("MustBeClosedChecker")
    public static void prepare(Path module, ModuleOptions options, Path go) {
        Pkcs11Module unused = Pkcs11Module.acquire(module, options, library -> around(library, go));
    }

    private static PKCS11 around(PKCS11 library, Path go) {
        return (PKCS11)
                Proxy.newProxyInstance(
                        PKCS11.class.getClassLoader(),
                        new Class<?>[] {PKCS11.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("finalize")) {
                                return null;
                            }
                            if (VICTIMS.contains(method.getName()) && Files.deleteIfExists(go)) {
                                finalizeSoon(library);
                            }
                            try {
                                return method.invoke(library, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private static void finalizeSoon(PKCS11 library) throws InterruptedException {
        var there = new CountDownLatch(1);
        Thread unused =
                Thread.ofPlatform()
                        .daemon(true)
                        .start(() -> {
                            there.countDown();
                            LockSupport.parkNanos(AFTER);
                            try {
                                library.C_Finalize(null);
                            } catch (PKCS11Exception e) {
                                throw new IllegalStateException(e);
                            }
                        });
        there.await();
    }

    /** Lets the next use of a key be hit. */
    public static void next(Path go) throws IOException {
        Path unused = Files.createFile(go);
    }
}
