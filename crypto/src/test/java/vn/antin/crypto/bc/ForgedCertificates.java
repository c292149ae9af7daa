package vn.antin.crypto.bc;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates that the project itself never makes, for tests that they are refused. */
public final class ForgedCertificates {
    private ForgedCertificates() {}

    /** Signed with any algorithm that Bouncy Castle knows, such as SHA1withECDSA. */
    public static X509Certificate sign(
            CertificateBuilding.Content content, PrivateKey key, String algorithm) {
        try {
            return CertificateBuilding.certificate(
                    content,
                    new JcaContentSignerBuilder(algorithm)
                            .setProvider(BouncyCastle.PROVIDER)
                            .build(key));
        } catch (OperatorCreationException e) {
            throw new IllegalArgumentException(algorithm, e);
        }
    }
}
