package vn.antin.hsm.token;

import java.util.List;
import java.util.OptionalLong;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.pkcs11.ModuleToken;
import vn.antin.hsm.pkcs11.Pkcs11Session;

/** A session lent for one piece of work; must not be kept. */
public final class Lease {
    private final Pkcs11Session session;
    private final Login login;
    private boolean pinLent;

    Lease(Pkcs11Session session, Login login) {
        this.session = session;
        this.login = login;
    }

    /** The session. */
    public Pkcs11Session session() {
        return session;
    }

    void lendPin() {
        pinLent = true;
    }

    boolean pinLent() {
        return pinLent;
    }

    ModuleToken token() {
        return login.token();
    }

    /** Refuses when the login was lost, so that the call is done again after a new one. */
    public void requireLogin() {
        if (login.token().loginRequired()) {
            session.requireUser();
        }
    }

    /** Handle of the one object with this name, remembered for this login. */
    public OptionalLong handle(ObjectName name) {
        Long known = login.handles().get(name);
        if (known != null) {
            return OptionalLong.of(known);
        }
        List<Long> found = session.find(name.template());
        if (found.isEmpty()) {
            requireLogin();
            return OptionalLong.empty();
        }
        if (found.size() > 1) {
            throw new KeyException(
                    KeyException.Reason.NO_SUCH_KEY,
                    "the token has " + found.size() + " objects with " + name,
                    null);
        }
        login.handles().put(name, found.getFirst());
        return OptionalLong.of(found.getFirst());
    }

    /** Like {@link #handle}, which must be there. */
    public long existing(ObjectName name) {
        return handle(name)
                .orElseThrow(() ->
                        new KeyException(
                                KeyException.Reason.NO_SUCH_KEY,
                                "the token has no key with " + name,
                                null));
    }
}
