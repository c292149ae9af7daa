package vn.antin.crypto.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.crypto.testkit.TestAgency;

/** What an authority issues and what it refuses to. */
class CertificateIssuerTest {
    private final TestAgency hanoi = new TestAgency("H26.01", "Sở Nội vụ Hà Nội");
    private final TestAgency bacninh = new TestAgency("H27.02", "Sở Công Thương Bắc Ninh");
    private final PublicKey key = new SoftwareVault().ecP256("k").publicKey("k");
    private final Instant from = hanoi.now();
    private final Instant to = from.plusSeconds(3600);

    private void refused(
            Subject subject, CertificateProfile profile, Instant end, List<String> tlsNames) {
        assertThatThrownBy(() -> hanoi.issuer().issue(key, subject, profile, from, end, tlsNames))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_can_never_be_right_is_not_issued() {
        Subject officer = hanoi.subject("nva", "Nguyễn Văn A");
        Subject nameless = Subject.ofAuthority(hanoi.organization(), hanoi.name(), "Nguyễn Văn A");
        refused(bacninh.subject("ttb", "Trần Thị B"), CertificateProfile.SIGNATURE, to, List.of());
        refused(nameless, CertificateProfile.SIGNATURE, to, List.of());
        refused(officer, CertificateProfile.AGENCY_CA, to, List.of());
        refused(officer, CertificateProfile.CROSS_CA, to, List.of());
        refused(officer, CertificateProfile.SIGNATURE, from, List.of());
        refused(officer, CertificateProfile.SIGNATURE, to, List.of("localhost"));
        refused(officer, CertificateProfile.TLS, to, List.of());
        refused(
                officer,
                CertificateProfile.SIGNATURE,
                hanoi.ca().getNotAfter().toInstant().plusSeconds(1),
                List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*.example.vn", "a b", "máy.vn", "999.1.1.1", "-a.vn", "a..vn"})
    void names_of_servers_are_host_names_or_addresses(String name) {
        refused(hanoi.subject("gw", "Cổng"), CertificateProfile.TLS, to, List.of(name));
    }

    @Test
    void server_names_stand_in_the_certificate() throws Exception {
        X509Certificate tls =
                hanoi.issuer()
                        .issue(
                                key,
                                hanoi.subject("gw", "Cổng"),
                                CertificateProfile.TLS,
                                from,
                                to,
                                List.of("Cong.H26.gov.vn", "192.0.2.1", "2001:db8::1"));
        assertThat(tls.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(
                        List.of(2, "cong.h26.gov.vn"),
                        List.of(7, "192.0.2.1"),
                        List.of(7, "2001:db8:0:0:0:0:0:1"));
    }

    @Test
    void serial_numbers_are_positive_long_and_never_the_same() {
        Set<BigInteger> serials = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            BigInteger serial =
                    hanoi.issue(key, "nva", CertificateProfile.SIGNATURE).getSerialNumber();
            assertThat(serial.signum()).isPositive();
            assertThat(serial.bitLength()).isEqualTo(127);
            serials.add(serial);
        }
        assertThat(serials).hasSize(50);
    }

    @Test
    void a_cross_certificate_binds_the_peer_to_its_name_and_depth() {
        X509Certificate cross = hanoi.issuer().crossCertify(bacninh.ca(), from, to);
        assertThat(cross.getBasicConstraints()).isZero();
        assertThat(cross.getCriticalExtensionOIDs())
                .containsExactlyInAnyOrder("2.5.29.15", "2.5.29.19", "2.5.29.30");
        assertThat(cross.getSubjectX500Principal())
                .isEqualTo(bacninh.ca().getSubjectX500Principal());
        assertThat(cross.getPublicKey()).isEqualTo(bacninh.ca().getPublicKey());
    }

    @Test
    void only_self_signed_authorities_of_others_are_cross_certified() {
        X509Certificate officer = bacninh.issue(key, "ttb", CertificateProfile.SIGNATURE);
        X509Certificate cross = bacninh.trust(new TestAgency("H30", "Ủy ban"));
        X509Certificate own = new TestAgency("H26.01", "Sở Nội vụ Hà Nội").ca();
        for (X509Certificate wrong : List.of(officer, cross, own)) {
            assertThatThrownBy(() -> hanoi.issuer().crossCertify(wrong, from, to))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void an_issuer_has_the_key_of_its_certificate() {
        SoftwareVault other = new SoftwareVault().ecP384(KeyLabel.CA);
        assertThatThrownBy(() ->
                        new CertificateIssuer(
                                hanoi.ca(), other.signer(KeyLabel.CA), new SecureRandom()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_crl_has_its_number_times_and_entries() {
        X509Certificate officer = hanoi.issue(key, "nva", CertificateProfile.SIGNATURE);
        X509CRL crl =
                hanoi.issuer()
                        .crl(
                                BigInteger.valueOf(7),
                                List.of(
                                        new Revoked(
                                                officer.getSerialNumber(),
                                                from,
                                                RevocationReason.SUPERSEDED)),
                                from,
                                to);
        assertThat(crl.getThisUpdate().toInstant()).isEqualTo(from);
        assertThat(crl.getNextUpdate().toInstant()).isEqualTo(to);
        assertThat(crl.getExtensionValue("2.5.29.20")).endsWith(2, 1, 7);
        assertThat(crl.getRevokedCertificate(officer)).isNotNull();
        assertThatThrownBy(() -> hanoi.issuer().crl(BigInteger.ONE, List.of(), to, from))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hanoi.issuer().crl(BigInteger.ONE.negate(), List.of(), from, to))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_unit_stands_in_the_identity() throws CertificateProblem {
        Subject subject =
                new Subject(
                        hanoi.organization(),
                        hanoi.name(),
                        Optional.of("Văn phòng"),
                        "Nguyễn Văn A",
                        Optional.of("nva"));
        X509Certificate certificate =
                hanoi.issuer()
                        .issue(key, subject, CertificateProfile.SIGNATURE, from, to, List.of());
        VerifiedIdentity identity =
                CertificatePath.verify(
                        hanoi.trustStore(), certificate, CertificateProfile.SIGNATURE, from);
        assertThat(identity.unit()).contains("Văn phòng");
        assertThat(identity).hasToString("H26.01/nva (SIGNATURE)");
    }
}
