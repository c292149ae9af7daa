package vn.antin.sdk.transport;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.sdk.wire.Api;
import vn.antin.sdk.wire.TrustBundle;

/**
 * Fetches cross certificates and CRLs when those at hand are too old to connect with.
 *
 * <p>A certificate is never believed without a current CRL, and the CRL comes from the gateway
 * whose certificate is in question. The knot is cut here: over a connection that asks for nothing
 * else and to a server whose certificate the believed CA has signed for the expected endpoint, the
 * bundle is fetched; then that same certificate must stand the full check with what has come.
 */
public final class TrustRefresh {
    private TrustRefresh() {}

    /**
     * The bundle, when the server that gave it stands the full check with it.
     *
     * @param gateway its address
     * @param expected the endpoint that must answer there
     * @param key the caller's key and certificate
     * @param anchor the CA that the caller was enrolled with, or that of the peer's card
     * @param clock for the validity of certificates
     * @throws GatewayException when it is not reached or not believed
     */
    public static TrustBundle fetch(
            URI gateway,
            EndpointId expected,
            X509ExtendedKeyManager key,
            X509Certificate anchor,
            InstantSource clock) {
        AtomicReference<@Nullable X509Certificate> seen = new AtomicReference<>();
        ServerIdentity.Check check =
                certificate -> {
                    checkIssued(certificate, expected, anchor);
                    seen.set(certificate);
                };
        try (HttpsTransport transport = new HttpsTransport(gateway, key, check)) {
            TrustBundle bundle =
                    transport.exchange(Call.get(Api.TRUST)).read(TrustBundle::fromJson);
            X509Certificate server = seen.get();
            if (server == null) {
                throw new IllegalStateException("an answer without a handshake");
            }
            HttpsTransport.verify(server, expected, bundle.trustStore(anchor), clock);
            return bundle;
        }
    }

    private static void checkIssued(
            X509Certificate certificate, EndpointId expected, X509Certificate anchor) {
        try {
            certificate.verify(anchor.getPublicKey());
            Optional<EndpointId> endpoint = Certificates.unverifiedSubject(certificate).endpoint();
            if (!endpoint.equals(Optional.of(expected))) {
                throw new GatewayMisbehaved(
                        GatewayMisbehaved.Reason.WRONG_ENDPOINT,
                        "expected " + expected + ", found another endpoint",
                        null);
            }
        } catch (GeneralSecurityException e) {
            throw new GatewayMisbehaved(
                    CertificateProblem.Reason.UNTRUSTED,
                    "the gateway's certificate is not of the CA that we believe",
                    e);
        } catch (CertificateProblem e) {
            throw new GatewayMisbehaved(
                    GatewayMisbehaved.Reason.CERTIFICATE, "the gateway's certificate", e);
        }
    }
}
