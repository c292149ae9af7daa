package vn.antin.hsm.jca;

import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;

/**
 * Java security provider that signs with {@link TokenPrivateKey}s, and does nothing else.
 *
 * <p>JSSE asks the list of installed providers for a signature that takes its private key; so the
 * provider is installed, last in the list, and says of each service that it takes only our keys.
 * Nobody else's choice of provider changes.
 */
public final class TokenProvider extends Provider {
    /** Name in the list of providers. */
    public static final String NAME = "AntinToken";

    private static final long serialVersionUID = 1L;
    private static final Map<String, String> TAKES =
            Map.of("SupportedKeyClasses", TokenPrivateKey.class.getName());

    /** A provider that is not installed yet. */
    public TokenProvider() {
        super(NAME, "1.0", "Signatures with keys that stay in their token");
        service("SHA256withECDSA", TokenSignature.EcdsaP256.class);
        service("SHA384withECDSA", TokenSignature.EcdsaP384.class);
        service("RSASSA-PSS", TokenSignature.RsaPss.class);
        service("Ed25519", TokenSignature.Ed25519.class);
    }

    private void service(String algorithm, Class<?> implementation) {
        putService(
                new Service(
                        this, "Signature", algorithm, implementation.getName(), List.of(), TAKES));
    }

    /** Installs the provider once; again has no effect. Thread-safe. */
    public static synchronized void install() {
        if (Security.getProvider(NAME) == null) {
            Security.addProvider(new TokenProvider());
        }
    }
}
