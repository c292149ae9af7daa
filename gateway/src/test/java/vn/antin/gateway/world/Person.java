package vn.antin.gateway.world;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.X509ExtendedKeyManager;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.seal.SigningKey;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.hsm.jca.TokenKeyManager;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.transport.HttpsTransport;
import vn.antin.sdk.transport.TrustRefresh;

/** Somebody with keys and certificates who calls a gateway. */
public final class Person {
    private final EndpointId endpoint;
    private final String name;
    private final SoftwareVault vault;
    private final X509Certificate anchor;
    private final Supplier<URI> url;
    private final TestClock clock;
    private final String tlsLabel;

    Person(
            EndpointId endpoint,
            String name,
            SoftwareVault vault,
            X509Certificate anchor,
            Supplier<URI> url,
            TestClock clock) {
        this(endpoint, name, vault, anchor, url, clock, KeyLabel.AUTHENTICATION);
    }

    private Person(
            EndpointId endpoint,
            String name,
            SoftwareVault vault,
            X509Certificate anchor,
            Supplier<URI> url,
            TestClock clock,
            String tlsLabel) {
        this.endpoint = endpoint;
        this.name = name;
        this.vault = vault;
        this.anchor = anchor;
        this.url = url;
        this.clock = clock;
        this.tlsLabel = tlsLabel;
    }

    /** The same, calling with another key. */
    Person calling(String label) {
        return new Person(endpoint, name, vault, anchor, url, clock, label);
    }

    /** Three new keys. */
    public static SoftwareVault keys() {
        return new SoftwareVault()
                .ecP256(KeyLabel.SIGNATURE)
                .ecP256(KeyLabel.AUTHENTICATION)
                .ecP256(KeyLabel.ENCRYPTION);
    }

    /** Who it is. */
    public EndpointId endpoint() {
        return endpoint;
    }

    /** The keys. */
    public SoftwareVault vault() {
        return vault;
    }

    /** The certificate of the key with this label. */
    public X509Certificate certificate(String label) {
        return vault.certificate(label).orElseThrow();
    }

    /** A key to sign with. */
    public SigningKey key(String label) {
        return new SigningKey(vault.signer(label), certificate(label));
    }

    /** The key of the connection. */
    public X509ExtendedKeyManager identity() {
        return TokenKeyManager.of(vault.signer(tlsLabel), List.of(certificate(tlsLabel)));
    }

    /** What it believes now. */
    public TrustStore trust() {
        return TrustRefresh.fetch(url.get(), gateway(), identity(), anchor, clock)
                .trustStore(anchor);
    }

    /** Its gateway as the certificate must name it. */
    private EndpointId gateway() {
        return gatewayOf(anchor);
    }

    private static EndpointId gatewayOf(X509Certificate ca) {
        try {
            return EndpointId.gatewayOf(
                    vn.antin.crypto.cert.Certificates.unverifiedSubject(ca).organization());
        } catch (vn.antin.crypto.cert.CertificateProblem e) {
            throw new AssertionError(e);
        }
    }

    /** A client of its gateway. */
    public GatewayClient client() {
        TrustStore trust = trust();
        return new GatewayClient(transport(trust));
    }

    /** A connection to its gateway for requests that no client makes. */
    public HttpsTransport transport(TrustStore trust) {
        return new HttpsTransport(url.get(), gateway(), identity(), () -> trust, clock);
    }

    @Override
    public String toString() {
        return name;
    }
}
