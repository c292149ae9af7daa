package vn.antin.gateway.api;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import vn.antin.crypto.cert.CertificatePath;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.TrustStore;

/**
 * Decides in the TLS handshake whose certificate may come in at all (RFC 8446 4.4.2.4).
 *
 * <p>The path is built with the trust of this moment: own authority, cross certificates of peers,
 * their CRLs. A certificate that leads to no known authority, has the wrong profile or a bad
 * signature is refused here. One that is merely out of date or revoked may finish the handshake, so
 * that its holder gets an answer in words; {@link CallerCheck} then refuses every request. A client
 * never trusts a server through this class. Thread-safe.
 */
final class ClientTrustManager extends X509ExtendedTrustManager {
    private static final Set<CertificateProblem.Reason> ANSWERED_IN_WORDS =
            Set.of(
                    CertificateProblem.Reason.EXPIRED,
                    CertificateProblem.Reason.NOT_YET_VALID,
                    CertificateProblem.Reason.REVOKED,
                    CertificateProblem.Reason.REVOCATION_UNKNOWN);

    private final Supplier<TrustStore> trust;
    private final InstantSource clock;

    ClientTrustManager(Supplier<TrustStore> trust, InstantSource clock) {
        this.trust = trust;
        this.clock = clock;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this gateway's API makes no client connections");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this gateway's API makes no client connections");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw new CertificateException("this gateway's API makes no client connections");
    }

    /** None: the list of authorities is not told to strangers. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0) {
            throw new CertificateException("no client certificate");
        }
        try {
            CertificatePath.verify(trust.get(), chain[0], profile(chain[0]), clock.instant());
        } catch (CertificateProblem e) {
            if (!ANSWERED_IN_WORDS.contains(e.reason())) {
                throw new CertificateException("client certificate: " + e.reason(), e);
            }
        }
    }

    /** Officers come with an authentication certificate, peers with their TLS certificate. */
    static CertificateProfile profile(X509Certificate certificate) {
        try {
            var usages = certificate.getExtendedKeyUsage();
            boolean server = usages != null && usages.contains("1.3.6.1.5.5.7.3.1");
            return server ? CertificateProfile.TLS : CertificateProfile.AUTHENTICATION;
        } catch (java.security.cert.CertificateParsingException e) {
            return CertificateProfile.AUTHENTICATION;
        }
    }
}
