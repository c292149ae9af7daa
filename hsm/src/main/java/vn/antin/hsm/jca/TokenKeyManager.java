package vn.antin.hsm.jca;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.key.Signer;

/**
 * Offers one key with its certificate to JSSE, as client and as server. Thread-safe.
 *
 * <p>The key may stay in a token. Which authorities the other side names is not looked at: there is
 * only this certificate, and the other side judges it.
 */
public final class TokenKeyManager extends X509ExtendedKeyManager {
    private static final String ALIAS = "antin";

    private final TokenPrivateKey key;
    private final X509Certificate[] chain;

    private TokenKeyManager(TokenPrivateKey key, X509Certificate[] chain) {
        this.key = key;
        this.chain = chain;
    }

    /**
     * A key manager over {@code signer}; installs {@link TokenProvider} in this process.
     *
     * <p>Meant for TLS 1.3 with ECDSA P-256 and P-384 and with RSA-PSS SHA-256.
     *
     * @param chain the signer's certificate first, then those of authorities if wanted
     * @throws IllegalArgumentException when the first certificate is not the signer's
     */
    public static TokenKeyManager of(Signer signer, List<X509Certificate> chain) {
        if (chain.isEmpty() || !chain.getFirst().getPublicKey().equals(signer.publicKey())) {
            throw new IllegalArgumentException("the first certificate is not that of the key");
        }
        TokenProvider.install();
        return new TokenKeyManager(
                TokenPrivateKey.of(signer), chain.toArray(new X509Certificate[0]));
    }

    private @Nullable String alias(String... keyTypes) {
        return Arrays.asList(keyTypes).contains(key.getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyTypes);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyTypes);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return alias(keyType) == null ? null : new String[] {ALIAS};
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return alias(keyType) == null ? null : new String[] {ALIAS};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return alias.equals(ALIAS) ? chain.clone() : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return alias.equals(ALIAS) ? key : null;
    }
}
