package vn.antin.hsm.pkcs11;

import iaik.pkcs.pkcs11.wrapper.PKCS11Exception;
import iaik.pkcs.pkcs11.wrapper.PKCS11Implementation;
import java.io.IOException;
import java.nio.file.Path;

/** What others in the process may do to a module behind our back. */
public final class Sabotage implements AutoCloseable {
    private final Pkcs11Module keepsItLoaded;
    private final PKCS11Implementation module;

    /** Prepares mischief with this module. */
    public Sabotage(Path path) throws IOException {
        keepsItLoaded = Pkcs11Module.acquire(path, ModuleOptions.PARALLEL);
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

    /** Closes all sessions of the process with a token; nobody may be using one. */
    public void closeAllSessions(String label) throws PKCS11Exception {
        module.C_CloseAllSessions(slot(label));
    }

    /** Logs the process out. */
    public void logout(String label) {
        try (Pkcs11Session session = keepsItLoaded.openSession(slot(label), false)) {
            session.logout();
        }
    }

    /** Restarts the module; nobody may be using it. */
    public void restart() throws PKCS11Exception {
        module.C_Finalize(null);
        keepsItLoaded.revive();
    }

    /** Finalises the module, and leaves it so. */
    public void shutDown() throws PKCS11Exception {
        module.C_Finalize(null);
    }

    @Override
    public void close() {
        keepsItLoaded.close();
    }
}
