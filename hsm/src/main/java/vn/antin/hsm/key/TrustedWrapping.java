package vn.antin.hsm.key;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.pkcs11.ModuleToken;
import vn.antin.hsm.pkcs11.Pkcs11Module;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.pkcs11.Template;
import vn.antin.hsm.token.ObjectName;
import vn.antin.hsm.token.TokenAddress;

/**
 * Wraps keys that leave a token only under a trusted key (CKA_WRAP_WITH_TRUSTED, PKCS#11 2.40 4.8).
 *
 * <p>The wrapping key is an object of one session: the security officer makes it and calls it
 * trusted, the user wraps with it, and it goes with the session, also when the process dies. It is
 * never in the token's memory that outlives the session.
 */
public final class TrustedWrapping {
    private TrustedWrapping() {}

    /** Logs somebody in with a PIN. */
    @FunctionalInterface
    public interface Entry {
        /** Lends the PIN to {@code login}. */
        void enter(Consumer<char[]> login);
    }

    /**
     * Wraps private and secret keys with AES key wrap with padding (RFC 5649). The token must not
     * be open otherwise in this process: all its sessions share one login.
     *
     * @param officer with the security officer's PIN
     * @param user with the user's PIN
     * @param key AES-256
     * @return by label, in the order asked for
     * @throws KeyException UNSUPPORTED when the module does not do this, NO_SUCH_KEY
     */
    public static Map<String, byte[]> wrap(
            TokenAddress address, Entry officer, Entry user, SecretBytes key, List<String> labels) {
        try (Pkcs11Module module = Pkcs11Module.acquire(address.module(), address.options());
                Pkcs11Session session = module.openSession(slot(module, address), true)) {
            officer.enter(session::loginSecurityOfficer);
            long trusted = key.use(bytes -> session.create(trusted(bytes)));
            session.logout();
            user.enter(session::login);
            Map<String, byte[]> wrapped = new LinkedHashMap<>();
            for (String label : labels) {
                byte[] one =
                        session.wrap(Mechanism.AES_KEY_WRAP_PAD, trusted, find(session, label));
                wrapped.put(label, one);
            }
            session.destroy(trusted);
            session.logout();
            return wrapped;
        }
    }

    private static long slot(Pkcs11Module module, TokenAddress address) {
        List<ModuleToken> ours =
                module.tokens().stream()
                        .filter(ModuleToken::initialized)
                        .filter(address::names)
                        .toList();
        if (ours.size() != 1) {
            throw new KeyException(
                    KeyException.Reason.TOKEN_MISSING,
                    ours.size() + " tokens with label \"" + address.label() + "\"",
                    null);
        }
        return ours.getFirst().slot();
    }

    /** Not private, because the security officer makes no private objects. */
    private static Template trusted(byte[] value) {
        Template template =
                Template.ofKey(Template.SECRET_KEY, Template.AES)
                        .with(Attribute.TOKEN, false)
                        .with(Attribute.PRIVATE, false)
                        .with(Attribute.SENSITIVE, true)
                        .with(Attribute.EXTRACTABLE, false)
                        .with(Attribute.TRUSTED, true)
                        .with(Attribute.VALUE, value);
        for (Attribute each : KeyAttributes.SECRET_USAGES) {
            template = template.with(each, each == Attribute.WRAP);
        }
        return template;
    }

    private static long find(Pkcs11Session session, String label) {
        List<Long> found = new ArrayList<>();
        for (long each : List.of(Template.PRIVATE_KEY, Template.SECRET_KEY)) {
            found.addAll(session.find(ObjectName.ofLabel(each, label).template()));
        }
        if (found.size() != 1) {
            throw new KeyException(
                    KeyException.Reason.NO_SUCH_KEY,
                    found.size() + " keys with label \"" + label + "\"",
                    null);
        }
        return found.getFirst();
    }
}
