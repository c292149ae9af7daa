package vn.antin.crypto.cert;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.document.Mutations;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.crypto.testkit.TestAgency;

/** Whatever a parser accepts it writes again as the same bytes; nothing else is ever thrown. */
class CertificateFuzzTest {
    private static final TestAgency AGENCY = new TestAgency("H26.01", "Sở Nội vụ Hà Nội");
    private static final TestAgency PEER = new TestAgency("H27.02", "Sở Công Thương Bắc Ninh");
    private static final TrustStore TRUST = AGENCY.trustStore();
    private static final SoftwareVault VAULT = new SoftwareVault().ecP256("signature");

    @FuzzTest
    void certificate(byte[] bytes) {
        try {
            var parsed = Certificates.parse(bytes);
            assertThat(Certificates.der(parsed)).isEqualTo(bytes);
            verify(parsed);
        } catch (CertificateProblem e) {
            assertThat(e.reason()).isEqualTo(CertificateProblem.Reason.MALFORMED);
        }
    }

    private static void verify(X509Certificate certificate) {
        try {
            assertThat(
                            CertificatePath.verify(
                                            TRUST,
                                            certificate,
                                            CertificateProfile.TLS,
                                            AGENCY.now())
                                    .organization())
                    .isEqualTo(AGENCY.organization());
        } catch (CertificateProblem e) {
            assertThat(e.reason()).isNotNull();
        }
    }

    @FuzzTest
    void crl(byte[] bytes) {
        try {
            assertThat(Certificates.der(Certificates.parseCrl(bytes))).isEqualTo(bytes);
        } catch (CertificateProblem e) {
            assertThat(e.reason()).isEqualTo(CertificateProblem.Reason.MALFORMED);
        }
    }

    @FuzzTest
    void request(byte[] bytes) {
        try {
            assertThat(CertificationRequest.parse(bytes).publicKey()).isNotNull();
        } catch (CertificateProblem e) {
            assertThat(e.reason()).isNotNull();
        }
    }

    @FuzzTest
    void name(byte[] bytes) {
        try {
            assertThat(Subject.parse(bytes).toDer()).isEqualTo(bytes);
        } catch (CertificateProblem e) {
            assertThat(e.reason()).isEqualTo(CertificateProblem.Reason.MALFORMED);
        }
    }

    @Test
    void damaged_certificates_are_refused_or_read_as_they_are() {
        Random random = new Random(1);
        List<byte[]> seeds =
                List.of(
                        Certificates.der(AGENCY.ca()),
                        Certificates.der(
                                AGENCY.issuer()
                                        .crossCertify(
                                                PEER.ca(),
                                                AGENCY.now(),
                                                AGENCY.now().plusSeconds(9))),
                        Certificates.der(
                                AGENCY.issue(
                                        VAULT.publicKey("signature"),
                                        "gw",
                                        CertificateProfile.TLS)));
        for (int i = 0; i < 2000; i++) {
            certificate(Mutations.mutate(seeds.get(i % seeds.size()), random));
        }
    }

    @Test
    void damaged_crls_are_refused_or_read_as_they_are() {
        Random random = new Random(2);
        AGENCY.revoke(AGENCY.ca());
        byte[] seed = Certificates.der(AGENCY.crl());
        for (int i = 0; i < 2000; i++) {
            crl(Mutations.mutate(seed, random));
        }
    }

    @Test
    void a_damaged_request_is_never_taken() {
        Random random = new Random(3);
        byte[] seed =
                CertificationRequest.create(
                        AGENCY.subject("nva", "Nguyễn Văn A"), VAULT.signer("signature"));
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = Mutations.mutate(seed, random);
            try {
                CertificationRequest taken = CertificationRequest.parse(damaged);
                assertThat(damaged).as(taken.subject().toString()).isEqualTo(seed);
            } catch (CertificateProblem e) {
                assertThat(e.reason()).isNotNull();
            }
        }
    }

    @Test
    void damaged_names_are_refused_or_read_as_they_are() {
        Random random = new Random(4);
        byte[] seed = AGENCY.subject("nva", "Nguyễn Văn A").toDer();
        for (int i = 0; i < 2000; i++) {
            name(Mutations.mutate(seed, random));
        }
    }
}
