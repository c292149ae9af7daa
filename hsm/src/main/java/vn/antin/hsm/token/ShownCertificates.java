package vn.antin.hsm.token;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.pkcs11.Template;

/** The certificates that a token shows to everybody, before any login. */
final class ShownCertificates {
    private static final System.Logger LOG = System.getLogger(ShownCertificates.class.getName());

    /** A PIV card has 24; whoever shows more is not read to the end. */
    private static final int MOST = 64;

    private ShownCertificates() {}

    /** Those that can be read; none of a token that shows nothing before a login. */
    static List<X509Certificate> of(Pkcs11Session session) {
        var found = new ArrayList<X509Certificate>();
        try {
            for (long each : session.find(Template.ofClass(Template.CERTIFICATE))) {
                session.bytes(each, Attribute.VALUE)
                        .flatMap(ShownCertificates::parsed)
                        .ifPresent(found::add);
                if (found.size() == MOST) {
                    break;
                }
            }
        } catch (KeyException e) {
            LOG.log(System.Logger.Level.DEBUG, "certificates before the login", e);
        }
        return found;
    }

    private static Optional<X509Certificate> parsed(byte[] der) {
        try {
            return Optional.of(
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(der)));
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }
}
