package vn.antin.hsm.pkcs11;

import iaik.pkcs.pkcs11.wrapper.PKCS11Exception;
import iaik.pkcs.pkcs11.wrapper.PKCS11Implementation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What others in the process may do to a module behind our back, also while calls run: between two
 * functions of the module, never inside one.
 */
public final class Sabotage implements AutoCloseable {
    private final Gate gate = new Gate();
    private final AtomicInteger layers = new AtomicInteger();
    private final Pkcs11Module keepsItLoaded;
    private final PKCS11Implementation module;

    /** Prepares mischief with this module; before anybody else uses it. */
    public Sabotage(Path path) throws IOException {
        keepsItLoaded =
                Pkcs11Module.acquire(
                        path,
                        ModuleOptions.PARALLEL,
                        library -> {
                            layers.incrementAndGet();
                            return gate.around(library);
                        });
        if (layers.get() == 0) {
            keepsItLoaded.close();
            throw new IllegalStateException("the module is in use already: prepare first");
        }
        module = new PKCS11Implementation(path.toString());
    }

    /** Slot of the token with this label. */
    public long slot(String label) {
        return keepsItLoaded.tokens().stream()
                .filter(token -> token.label().equals(label))
                .findFirst()
                .orElseThrow()
                .slot();
    }

    /** Number of sessions that we have open with all tokens of the module. */
    public int sessions() {
        return keepsItLoaded.openSessions();
    }

    /** Closes all sessions of the process with a token. */
    public void closeAllSessions(String label) throws PKCS11Exception {
        long slot = slot(label);
        gate.alone(() -> module.C_CloseAllSessions(slot));
    }

    /** Logs the process out. */
    public void logout(String label) {
        try (Pkcs11Session session = keepsItLoaded.openSession(slot(label), false)) {
            session.logout();
        }
    }

    /**
     * Restarts the module; while no call runs. Session and object numbers start anew then, and a
     * call that began before it would go on with numbers that mean something else.
     */
    public void restart() throws PKCS11Exception {
        gate.alone(() -> module.C_Finalize(null));
        keepsItLoaded.revive();
    }

    /** Finalises the module, and leaves it so. */
    public void shutDown() throws PKCS11Exception {
        gate.alone(() -> module.C_Finalize(null));
    }

    @Override
    public void close() {
        keepsItLoaded.close();
    }
}
