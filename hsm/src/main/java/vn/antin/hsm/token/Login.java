package vn.antin.hsm.token;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import vn.antin.hsm.pkcs11.ModuleToken;
import vn.antin.hsm.pkcs11.Pkcs11Session;

/**
 * One login generation: the anchor session that keeps it, and the object handles that hold as long
 * as it does.
 */
final class Login {
    private final ModuleToken token;
    private final Pkcs11Session anchor;
    private final ConcurrentMap<ObjectName, Long> handles = new ConcurrentHashMap<>();
    private volatile boolean abandoned;

    Login(ModuleToken token, Pkcs11Session anchor) {
        this.token = token;
        this.anchor = anchor;
    }

    ModuleToken token() {
        return token;
    }

    Pkcs11Session anchor() {
        return anchor;
    }

    ConcurrentMap<ObjectName, Long> handles() {
        return handles;
    }

    /** The same login with nothing remembered. */
    Login refreshed() {
        return new Login(token, anchor);
    }

    boolean alive() {
        try {
            return anchor.userLoggedIn() || !token.loginRequired();
        } catch (vn.antin.crypto.key.KeyException e) {
            return false;
        }
    }

    /** The module was restarted: session numbers of this login may belong to others now. */
    void abandon() {
        abandoned = true;
    }

    /** Closes a session of this login. */
    void end(Pkcs11Session session) {
        if (abandoned) {
            session.abandon();
        } else {
            session.close();
        }
    }
}
