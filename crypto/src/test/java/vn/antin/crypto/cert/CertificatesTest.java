package vn.antin.crypto.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.antin.crypto.testkit.TestAgency;

/** Reading and writing of certificates and CRLs. */
class CertificatesTest {
    private final TestAgency agency = new TestAgency("H26.01", "Sở Nội vụ Hà Nội");
    private final X509Certificate certificate = agency.ca();
    private final X509CRL crl = agency.crl();

    @Test
    void der_and_pem_are_read_back() throws CertificateProblem {
        assertThat(Certificates.parse(Certificates.der(certificate))).isEqualTo(certificate);
        assertThat(Certificates.parseCrl(Certificates.der(crl))).isEqualTo(crl);
        assertThat(Certificates.parsePem("# CA\r\n" + Certificates.pem(certificate).repeat(2)))
                .containsExactly(certificate, certificate);
        assertThat(Certificates.parseCrlPem(Certificates.pem(crl))).containsExactly(crl);
    }

    @Test
    void bytes_around_a_certificate_are_refused() {
        byte[] der = Certificates.der(certificate);
        for (byte[] wrong :
                new byte[][] {
                    {},
                    {0x30, 0},
                    Arrays.copyOf(der, der.length + 1),
                    Arrays.copyOf(der, der.length - 1),
                    Certificates.der(crl),
                    Certificates.pem(certificate).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    new byte[Certificates.MAX_CERTIFICATE + 1]
                }) {
            malformed(() -> Certificates.parse(wrong));
        }
        malformed(() -> Certificates.parseCrl(der));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no block",
                "-----BEGIN CERTIFICATE-----\nAAAA\n",
                "-----BEGIN CERTIFICATE-----\nAA?A\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END X509 CRL-----\n",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\n"
            })
    void a_pem_file_holds_complete_blocks_of_certificates(String pem) {
        malformed(() -> Certificates.parsePem(pem));
    }

    private static void malformed(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CertificateProblem.class,
                        p -> assertThat(p.reason()).isEqualTo(CertificateProblem.Reason.MALFORMED));
    }
}
