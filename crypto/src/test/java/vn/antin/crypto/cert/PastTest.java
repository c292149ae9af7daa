package vn.antin.crypto.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.cert.CertificatePath.When;
import vn.antin.crypto.cert.CertificateProblem.Reason;
import vn.antin.crypto.testkit.TestAgency;

/** What was signed before a certificate ended stays good, by the revocation list of the present. */
class PastTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestAgency agency = new TestAgency("H26.01", "Sở Nội vụ");
    private final TestAgency.Member an = agency.officer("nva", "Nguyễn Văn An");
    private final Instant then = agency.now();

    private TrustStore trustAt(Instant now) {
        X509CRL crl = agency.crl(now.minus(HOUR), now.plus(HOUR));
        return new TrustStore(List.of(agency.ca()), List.of(), List.of(crl));
    }

    private EndpointId verified(X509Certificate certificate, Instant at, Instant now)
            throws CertificateProblem {
        return CertificatePath.verify(
                        trustAt(now), certificate, CertificateProfile.SIGNATURE, When.past(at, now))
                .endpoint();
    }

    private void refused(X509Certificate certificate, Instant at, Instant now, Reason reason) {
        assertThatThrownBy(() -> verified(certificate, at, now))
                .isInstanceOfSatisfying(
                        CertificateProblem.class,
                        problem -> assertThat(problem.reason()).isEqualTo(reason));
    }

    @Test
    void a_certificate_that_has_expired_since_was_in_force_then() throws CertificateProblem {
        Instant now = an.signature().getNotAfter().toInstant().plus(HOUR);
        refused(an.signature(), now, now, Reason.EXPIRED);
        assertThat(verified(an.signature(), then, now)).isEqualTo(an.endpoint());
    }

    @Test
    void a_revocation_counts_from_its_own_time_on() throws CertificateProblem {
        Instant now = then.plus(Duration.ofDays(30));
        agency.revoke(an.signature(), then.plus(HOUR));
        refused(an.signature(), now, now, Reason.REVOKED);
        assertThat(verified(an.signature(), then, now)).isEqualTo(an.endpoint());
        refused(an.signature(), then.plus(HOUR), now, Reason.REVOKED);
        refused(an.signature(), then.plus(HOUR).plusSeconds(1), now, Reason.REVOKED);
    }

    @Test
    void an_expired_certificate_that_was_revoked_before_is_still_refused() {
        agency.revoke(an.signature(), then.minusSeconds(60));
        Instant now = an.signature().getNotAfter().toInstant().plus(HOUR);
        refused(an.signature(), then, now, Reason.REVOKED);
    }

    @Test
    void a_certificate_that_was_not_valid_yet_stays_refused() {
        Instant before = an.signature().getNotBefore().toInstant().minusSeconds(60);
        refused(an.signature(), before, then, Reason.NOT_YET_VALID);
    }

    @Test
    void a_list_of_the_past_says_nothing_of_what_was_found_out_since() {
        Instant now = then.plus(Duration.ofDays(30));
        assertThatThrownBy(() ->
                        CertificatePath.verify(
                                trustAt(then),
                                an.signature(),
                                CertificateProfile.SIGNATURE,
                                When.past(then, now)))
                .isInstanceOfSatisfying(
                        CertificateProblem.class,
                        problem ->
                                assertThat(problem.reason()).isEqualTo(Reason.REVOCATION_UNKNOWN));
    }

    @Test
    void nothing_is_known_of_the_future() {
        assertThatThrownBy(() -> new When(then.plusSeconds(1), then))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(When.past(then.plusSeconds(1), then)).isEqualTo(When.present(then));
    }
}
