package vn.antin.crypto.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.cert.CertificateProblem.Reason;
import vn.antin.crypto.testkit.TestAgency;

/** That a path was found good once saves only what can never change. */
class PathValidationTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestAgency agency = new TestAgency("H26.01", "Sở Nội vụ");
    private final TestAgency.Member an = agency.officer("nva", "Nguyễn Văn An");
    private final Instant now = agency.now();

    private EndpointId verified(TrustStore trust, X509Certificate leaf, Instant at)
            throws CertificateProblem {
        return CertificatePath.verify(trust, leaf, CertificateProfile.SIGNATURE, at).endpoint();
    }

    private void refused(TrustStore trust, X509Certificate leaf, Instant at, Reason reason) {
        assertThatThrownBy(() -> verified(trust, leaf, at))
                .isInstanceOfSatisfying(
                        CertificateProblem.class,
                        problem -> assertThat(problem.reason()).isEqualTo(reason));
    }

    private TrustStore trust(X509CRL... crls) {
        return new TrustStore(List.of(agency.ca()), List.of(), List.of(crls));
    }

    private X509CRL crl(Instant at) {
        return agency.crl(at.minus(HOUR), at.plus(HOUR));
    }

    @BeforeEach
    void foundGood() throws CertificateProblem {
        for (int i = 0; i < 2; i++) {
            assertThat(verified(trust(crl(now)), an.signature(), now)).isEqualTo(an.endpoint());
        }
    }

    @Test
    void a_certificate_still_ends_and_begins() {
        Instant after = an.signature().getNotAfter().toInstant().plusSeconds(1);
        refused(trust(crl(after)), an.signature(), after, Reason.EXPIRED);
        Instant before = an.signature().getNotBefore().toInstant().minusSeconds(1);
        refused(trust(crl(before)), an.signature(), before, Reason.NOT_YET_VALID);
    }

    @Test
    void an_anchor_still_ends() {
        Instant after = agency.ca().getNotAfter().toInstant().plusSeconds(1);
        refused(trust(crl(after)), an.signature(), after, Reason.EXPIRED);
    }

    @Test
    void a_revocation_still_counts() {
        agency.revoke(an.signature(), now.minusSeconds(1));
        refused(trust(crl(now)), an.signature(), now, Reason.REVOKED);
    }

    @Test
    void a_list_of_another_issuer_or_an_old_one_or_a_changed_one_still_is_none() throws Exception {
        TestAgency other = new TestAgency("H26.01", "Sở Nội vụ");
        refused(trust(), an.signature(), now, Reason.REVOCATION_UNKNOWN);
        refused(
                trust(other.crl(now.minus(HOUR), now.plus(HOUR))),
                an.signature(),
                now,
                Reason.REVOCATION_UNKNOWN);
        refused(
                trust(agency.crl(now.minus(HOUR), now)),
                an.signature(),
                now,
                Reason.REVOCATION_UNKNOWN);
        X509CRL good = crl(now);
        assertThat(verified(trust(good), an.signature(), now)).isEqualTo(an.endpoint());
        byte[] changed = good.getEncoded();
        changed[changed.length - 1] ^= 1;
        X509CRL forged =
                (X509CRL)
                        CertificateFactory.getInstance("X.509")
                                .generateCRL(new ByteArrayInputStream(changed));
        refused(trust(forged), an.signature(), now, Reason.REVOCATION_UNKNOWN);
    }

    @Test
    void a_certificate_with_another_signature_is_another() throws Exception {
        byte[] changed = an.signature().getEncoded();
        changed[changed.length - 1] ^= 1;
        X509Certificate forged =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(changed));
        refused(trust(crl(now)), forged, now, Reason.BAD_SIGNATURE);
        refused(trust(crl(now)), forged, now, Reason.BAD_SIGNATURE);
    }

    @Test
    void an_authority_of_the_same_name_with_another_key_is_another() {
        TestAgency impostor = new TestAgency("H26.01", "Sở Nội vụ");
        TrustStore trust =
                new TrustStore(
                        List.of(impostor.ca()),
                        List.of(),
                        List.of(impostor.crl(now.minus(HOUR), now.plus(HOUR))));
        refused(trust, an.signature(), now, Reason.UNTRUSTED);
    }
}
