package vn.antin.crypto.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.cert.CertificateProblem.Reason;
import vn.antin.crypto.testkit.OutsideCa;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.crypto.testkit.SoftwareVault.KeyType;

/** Which certificates of outside authorities say who a holder is; made by openssl. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutsideCertificateTest {
    private static final PublicKey KEY = SoftwareVault.newKeyPair(KeyType.RSA_2048).getPublic();

    @TempDir static Path folder;
    private OutsideCa ca;
    private X509Certificate person;
    private Instant now;

    @BeforeAll
    void certify() throws IOException {
        ca = new OutsideCa(folder.resolve("ca"));
        person = ca.issue(KEY, "Nguyễn Văn A");
        now = person.getNotBefore().toInstant().plusSeconds(60);
    }

    private void refused(
            Reason reason,
            List<X509Certificate> trusted,
            X509Certificate certificate,
            List<X509Certificate> others,
            Instant at) {
        CertificateProblem problem =
                catchThrowableOfType(
                        CertificateProblem.class,
                        () -> OutsideCertificate.check(trusted, certificate, others, at));
        assertThat(problem).isNotNull();
        assertThat(problem.reason()).as(problem.getMessage()).isEqualTo(reason);
    }

    @Test
    void it_holds_under_the_issuer_itself_and_under_the_root_when_the_issuer_comes_along()
            throws Exception {
        OutsideCertificate direct =
                OutsideCertificate.check(List.of(ca.authority()), person, List.of(), now);
        assertThat(direct.commonName()).contains("Nguyễn Văn A");
        assertThat(direct.authority()).isEqualTo(ca.authority());
        assertThat(direct.certificate()).isEqualTo(person);
        OutsideCertificate byRoot =
                OutsideCertificate.check(
                        List.of(ca.root()), person, List.of(ca.authority(), person), now);
        assertThat(byRoot.authority()).isEqualTo(ca.root());
        assertThat(byRoot.between()).containsExactly(ca.authority());
        assertThat(direct.between()).isEmpty();
    }

    @Test
    void without_a_path_to_an_authority_of_the_list_it_does_not_hold() throws Exception {
        OutsideCa other = new OutsideCa(folder.resolve("other"));
        refused(Reason.UNTRUSTED, List.of(), person, List.of(), now);
        refused(Reason.UNTRUSTED, List.of(ca.root()), person, List.of(), now);
        refused(
                Reason.UNTRUSTED,
                List.of(other.root(), other.authority()),
                person,
                List.of(ca.authority()),
                now);
        refused(Reason.UNTRUSTED, List.of(person), person, List.of(), now);
        X509Certificate namesake = other.issue(KEY, "Nguyễn Văn A");
        CertificateProblem forged =
                catchThrowableOfType(
                        CertificateProblem.class,
                        () ->
                                OutsideCertificate.check(
                                        List.of(ca.authority()), namesake, List.of(), now));
        assertThat(forged).isNotNull();
    }

    @Test
    void it_and_its_authority_must_be_valid_now() throws Exception {
        refused(
                Reason.EXPIRED,
                List.of(ca.authority()),
                person,
                List.of(),
                person.getNotAfter().toInstant().plusSeconds(1));
        refused(
                Reason.NOT_YET_VALID,
                List.of(ca.authority()),
                person,
                List.of(),
                person.getNotBefore().toInstant().minusSeconds(1));
        X509Certificate longer = ca.issue(KEY, "Nguyễn Văn A", OutsideCa.GOVERNMENT, 9999);
        refused(
                Reason.UNTRUSTED,
                List.of(ca.authority()),
                longer,
                List.of(),
                now.plus(Duration.ofDays(4000)));
    }

    @Test
    void it_must_be_for_signatures_and_of_a_person() throws Exception {
        refused(
                Reason.WRONG_PROFILE,
                List.of(ca.authority()),
                ca.issue(KEY, "Chỉ mã hóa", "keyEncipherment", 30),
                List.of(),
                now);
        refused(Reason.WRONG_PROFILE, List.of(ca.root()), ca.authority(), List.of(), now);
    }

    @Test
    void a_key_of_less_than_2048_bits_does_not_do() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        refused(
                Reason.WEAK_ALGORITHM,
                List.of(ca.authority()),
                ca.issue(rsa.generateKeyPair().getPublic(), "Khóa yếu"),
                List.of(),
                now);
    }

    @Test
    void only_certificates_of_authorities_are_put_on_the_list() throws Exception {
        OutsideCertificate.checkAuthority(ca.root(), now);
        OutsideCertificate.checkAuthority(ca.authority(), now);
        CertificateProblem problem =
                catchThrowableOfType(
                        CertificateProblem.class,
                        () -> OutsideCertificate.checkAuthority(person, now));
        assertThat(problem.reason()).isEqualTo(Reason.WRONG_PROFILE);
    }
}
