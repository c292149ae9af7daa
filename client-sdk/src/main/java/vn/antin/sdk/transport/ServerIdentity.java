package vn.antin.sdk.transport;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Takes a TLS server for who it must be by the identity in its certificate, not by a host name: an
 * address may change or be taken, the identity is what was agreed.
 */
final class ServerIdentity extends X509ExtendedTrustManager {
    /** Decides about the certificate that a server shows. */
    @FunctionalInterface
    interface Check {
        /** Throws {@link GatewayMisbehaved} when it is not the one. */
        void check(X509Certificate certificate);
    }

    /** Carries our exception through JSSE. */
    static final class Refused extends CertificateException {
        private static final long serialVersionUID = 1L;

        private final GatewayMisbehaved why;

        Refused(GatewayMisbehaved why) {
            super(why.getMessage(), why);
            this.why = why;
        }

        GatewayMisbehaved why() {
            return why;
        }
    }

    private final Check check;

    ServerIdentity(Check check) {
        this.check = check;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0) {
            throw new CertificateException("no certificate");
        }
        try {
            check.check(chain[0]);
        } catch (GatewayMisbehaved e) {
            throw new Refused(e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("a client only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
            throws CertificateException {
        throw new CertificateException("a client only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("a client only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
