package vn.antin.crypto.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.antin.crypto.cert.CertificateProblem.Reason;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.crypto.testkit.SoftwareVault.KeyType;
import vn.antin.crypto.testkit.TestAgency;

/** Every reason for which a certificate is refused. */
class CertificateProblemTest {
    private static final CertificateProfile SIGNATURE = CertificateProfile.SIGNATURE;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestAgency hanoi = new TestAgency("H26.01", "Sở Nội vụ Hà Nội");
    private final TestAgency bacninh = new TestAgency("H27.02", "Sở Công Thương Bắc Ninh");
    private final Instant now = hanoi.now();
    private final PublicKey key = new SoftwareVault().ecP256("k").publicKey("k");

    private void refused(Reason reason, TrustStore trust, X509Certificate leaf, Instant at) {
        assertThatThrownBy(() -> CertificatePath.verify(trust, leaf, SIGNATURE, at))
                .isInstanceOfSatisfying(
                        CertificateProblem.class,
                        problem -> assertThat(problem.reason()).isEqualTo(reason));
    }

    private void refused(Reason reason, X509Certificate leaf) {
        refused(reason, hanoi.trustStore(), leaf, now);
    }

    private X509Certificate officer() {
        return hanoi.issue(key, "nva", SIGNATURE);
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    private TrustStore trustWithCrlsAt(Instant at) {
        List<X509CRL> crls = new ArrayList<>();
        crls.add(hanoi.crl(at, at.plus(Duration.ofDays(1))));
        crls.add(bacninh.crl(at, at.plus(Duration.ofDays(1))));
        return new TrustStore(List.of(hanoi.ca()), hanoi.trustStore().intermediates(), crls);
    }

    @Test
    void a_certificate_holds_to_the_last_second_and_no_longer() throws CertificateProblem {
        X509Certificate officer = hanoi.issue(key, "nva", SIGNATURE, now, now.plusSeconds(100));
        Instant end = end(officer);
        assertThat(CertificatePath.verify(trustWithCrlsAt(end), officer, SIGNATURE, end))
                .isNotNull();
        refused(Reason.EXPIRED, trustWithCrlsAt(end), officer, end.plus(SECOND));
    }

    @Test
    void a_certificate_does_not_hold_before_its_time() {
        X509Certificate officer =
                hanoi.issue(key, "nva", SIGNATURE, now.plusSeconds(1), now.plusSeconds(100));
        refused(Reason.NOT_YET_VALID, officer);
    }

    @Test
    void an_expired_cross_certificate_ends_trust_in_the_peer() {
        X509Certificate cross =
                hanoi.issuer()
                        .crossCertify(bacninh.ca(), now.minusSeconds(100), now.minusSeconds(1));
        TrustStore trust =
                new TrustStore(
                        List.of(hanoi.ca()), List.of(cross), List.of(hanoi.crl(), bacninh.crl()));
        refused(Reason.EXPIRED, trust, bacninh.issue(key, "ttb", SIGNATURE), now);
    }

    @Test
    void an_expired_anchor_ends_trust_in_everything() {
        Instant late = end(hanoi.ca()).plus(SECOND);
        X509Certificate officer = officer();
        refused(Reason.EXPIRED, trustWithCrlsAt(late), officer, late);
    }

    @Test
    void a_revoked_certificate_is_refused_from_the_very_instant_of_revocation()
            throws CertificateProblem {
        X509Certificate officer = officer();
        X509Certificate colleague = hanoi.issue(key, "ttb", SIGNATURE);
        hanoi.revoke(officer);
        refused(Reason.REVOKED, officer);
        TrustStore trust = hanoi.trustStore();
        assertThat(CertificatePath.verify(trust, officer, SIGNATURE, now.minus(SECOND)))
                .isNotNull();
        assertThat(CertificatePath.verify(trust, colleague, SIGNATURE, now)).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(RevocationReason.class)
    void every_reason_of_revocation_counts_suspension_too(RevocationReason why) {
        X509Certificate officer = officer();
        X509CRL crl =
                hanoi.issuer()
                        .crl(
                                BigInteger.ONE,
                                List.of(new Revoked(officer.getSerialNumber(), now, why)),
                                now,
                                now.plusSeconds(9));
        refused(
                Reason.REVOKED,
                new TrustStore(List.of(hanoi.ca()), List.of(), List.of(crl)),
                officer,
                now);
        assertThat(RevocationReason.ofCode(why.code())).contains(why);
    }

    @Test
    void a_revocation_by_the_peer_counts() {
        hanoi.trust(bacninh);
        X509Certificate officer = bacninh.issue(key, "ttb", SIGNATURE);
        bacninh.revoke(officer);
        refused(Reason.REVOKED, officer);
    }

    @Test
    void a_revoked_cross_certificate_ends_trust_in_the_peer() {
        hanoi.revoke(hanoi.trust(bacninh));
        refused(Reason.REVOKED, bacninh.issue(key, "ttb", SIGNATURE));
    }

    @Test
    void an_older_crl_beside_the_new_one_hides_no_revocation() {
        X509Certificate officer = officer();
        X509CRL before = hanoi.crl();
        hanoi.revoke(officer);
        X509CRL after = hanoi.crl();
        for (List<X509CRL> order : List.of(List.of(before, after), List.of(after, before))) {
            refused(
                    Reason.REVOKED,
                    new TrustStore(List.of(hanoi.ca()), List.of(), order),
                    officer,
                    now);
        }
    }

    private void refusedForCrls(List<X509CRL> crls, X509Certificate leaf, Instant at) {
        refused(
                Reason.REVOCATION_UNKNOWN,
                new TrustStore(List.of(hanoi.ca()), hanoi.trustStore().intermediates(), crls),
                leaf,
                at);
    }

    @Test
    void without_a_fresh_crl_of_every_issuer_nothing_is_believed() {
        hanoi.trust(bacninh);
        X509Certificate own = officer();
        X509Certificate peers = bacninh.issue(key, "ttb", SIGNATURE);
        X509CRL stale = hanoi.crl(now.minusSeconds(100), now);
        X509CRL ahead = hanoi.crl(now.plusSeconds(600), now.plusSeconds(900));
        TestAgency impostor = new TestAgency("H26.01", "Sở Nội vụ Hà Nội");
        refusedForCrls(List.of(), own, now);
        refusedForCrls(List.of(stale), own, now);
        refusedForCrls(List.of(ahead), own, now);
        refusedForCrls(List.of(impostor.crl()), own, now);
        refusedForCrls(List.of(bacninh.crl()), own, now);
        refusedForCrls(List.of(hanoi.crl()), peers, now);
        refusedForCrls(List.of(bacninh.crl()), peers, now);
    }

    @Test
    void a_crl_a_little_ahead_of_our_clock_is_good() throws CertificateProblem {
        X509CRL ahead = hanoi.crl(now.plusSeconds(60), now.plusSeconds(900));
        assertThat(
                        CertificatePath.verify(
                                new TrustStore(List.of(hanoi.ca()), List.of(), List.of(ahead)),
                                officer(),
                                SIGNATURE,
                                now))
                .isNotNull();
    }

    @Test
    void an_agency_that_nobody_cross_certified_is_not_trusted() {
        refused(Reason.UNTRUSTED, bacninh.issue(key, "ttb", SIGNATURE));
    }

    @Test
    void trust_does_not_go_on_from_a_peer_to_the_peers_peer() {
        TestAgency third = new TestAgency("H30", "Ủy ban");
        hanoi.trust(bacninh);
        X509Certificate onward = bacninh.trust(third);
        TrustStore trust =
                new TrustStore(
                        List.of(hanoi.ca()),
                        List.of(hanoi.trustStore().intermediates().get(0), onward),
                        List.of(hanoi.crl(), bacninh.crl(), third.crl()));
        refused(Reason.UNTRUSTED, trust, third.issue(key, "lvc", SIGNATURE), now);
    }

    @Test
    void an_officers_certificate_issues_nothing() {
        TestAgency.Member officer = hanoi.officer("nva", "Nguyễn Văn A");
        X509Certificate forged =
                new Forge(hanoi)
                        .issuer(officer.signature())
                        .sign(officer.vault(), KeyLabel.SIGNATURE);
        TrustStore trust =
                new TrustStore(
                        List.of(hanoi.ca()), List.of(officer.signature()), List.of(hanoi.crl()));
        assertThatThrownBy(() -> CertificatePath.verify(trust, forged, SIGNATURE, now))
                .isInstanceOfSatisfying(
                        CertificateProblem.class,
                        p -> assertThat(p.reason()).isIn(Reason.UNTRUSTED, Reason.WRONG_PROFILE));
    }

    @Test
    void a_foreign_authority_of_the_same_name_is_no_issuer() {
        TestAgency impostor = new TestAgency("H26.01", "Sở Nội vụ Hà Nội");
        refused(Reason.UNTRUSTED, impostor.issue(key, "nva", SIGNATURE));
        refused(Reason.BAD_SIGNATURE, new Forge(hanoi).sign(impostor.vault(), KeyLabel.CA));
    }

    @Test
    void a_changed_signature_is_refused() throws CertificateProblem {
        byte[] der = Certificates.der(officer());
        der[der.length - 1] ^= 1;
        refused(Reason.BAD_SIGNATURE, Certificates.parse(der));
    }

    @Test
    void a_peer_cannot_name_members_of_our_or_any_other_organization() {
        hanoi.trust(bacninh);
        for (String victim : List.of("H26.01", "H30", "H27.02.01", "H27.0", "H27")) {
            Subject subject =
                    new Subject(
                            OrganizationId.parse(victim),
                            "Sở Nội vụ Hà Nội",
                            Optional.empty(),
                            "Nguyễn Văn A",
                            Optional.of("nva"));
            refused(Reason.NAME_NOT_PERMITTED, new Forge(bacninh).subject(subject).sign());
        }
    }

    @Test
    void a_cross_certificate_without_its_name_constraint_leads_nowhere() {
        X509Certificate unbound =
                new Forge(hanoi)
                        .subject(bacninh.ca().getSubjectX500Principal().getEncoded())
                        .key(bacninh.ca().getPublicKey())
                        .authority(0)
                        .keyUsage("keyCertSign", "cRLSign")
                        .policies(CertificateProfile.CROSS_CA.policy(), SIGNATURE.policy())
                        .sign();
        TrustStore trust =
                new TrustStore(
                        List.of(hanoi.ca()), List.of(unbound), List.of(hanoi.crl(), bacninh.crl()));
        X509Certificate victim =
                new Forge(bacninh).subject(hanoi.subject("nva", "Nguyễn Văn A")).sign();
        refused(Reason.WRONG_PROFILE, trust, victim, now);
    }

    /** Name constraints compare encodings, so another encoding must not be the same name. */
    @Test
    void a_name_in_another_string_type_is_refused() {
        byte[] name = hanoi.subject("nva", "Nguyen Van A").toDer();
        int at = new String(name, StandardCharsets.ISO_8859_1).indexOf("H26.01") - 2;
        assertThat(name[at]).isEqualTo((byte) 0x0c);
        name[at] = 0x13;
        refused(Reason.MALFORMED, new Forge(hanoi).subject(name).sign());
    }

    @Test
    void our_own_authority_cannot_name_members_of_a_peer() {
        X509Certificate forged =
                new Forge(hanoi).subject(bacninh.subject("ttb", "Trần Thị B")).sign();
        refused(Reason.NAME_NOT_PERMITTED, forged);
    }

    @ParameterizedTest
    @EnumSource(
            value = CertificateProfile.class,
            names = {"AGENCY_CA", "CROSS_CA"},
            mode = EnumSource.Mode.EXCLUDE)
    void a_certificate_of_one_profile_serves_no_other(CertificateProfile profile)
            throws CertificateProblem {
        X509Certificate certificate = hanoi.issue(key, "nva", profile);
        for (CertificateProfile other : CertificateProfile.values()) {
            if (other == profile) {
                assertThat(CertificatePath.verify(hanoi.trustStore(), certificate, other, now))
                        .isNotNull();
            } else if (!other.isAuthority()) {
                assertThatThrownBy(() ->
                                CertificatePath.verify(hanoi.trustStore(), certificate, other, now))
                        .isInstanceOfSatisfying(
                                CertificateProblem.class,
                                p -> assertThat(p.reason()).isEqualTo(Reason.WRONG_PROFILE));
            }
        }
    }

    @Test
    void a_certificate_with_other_content_than_its_profile_is_refused() {
        String signature = SIGNATURE.policy();
        List<X509Certificate> wrong =
                List.of(
                        new Forge(hanoi).keyUsage("digitalSignature").sign(),
                        new Forge(hanoi)
                                .keyUsage("digitalSignature", "nonRepudiation", "keyCertSign")
                                .sign(),
                        new Forge(hanoi).extendedKeyUsage(false, "1.3.6.1.5.5.7.3.2").sign(),
                        new Forge(hanoi).extendedKeyUsage(true, "1.3.6.1.5.5.7.3.4").sign(),
                        new Forge(hanoi).policies("2.5.29.32.0").sign(),
                        new Forge(hanoi).policies("1.2.3", signature).sign(),
                        new Forge(hanoi)
                                .policies(signature, CertificateProfile.SEAL.policy())
                                .sign(),
                        new Forge(hanoi).tlsName("h26.example.vn").sign(),
                        new Forge(hanoi).subjectKeyIdentifier(new byte[20]).sign(),
                        new Forge(hanoi).authority(0).sign(),
                        new Forge(hanoi)
                                .permitted(hanoi.subject("nva", "A").organizationPrefixDer())
                                .sign(),
                        new Forge(hanoi)
                                .subject(
                                        Subject.ofAuthority(
                                                hanoi.organization(), hanoi.name(), "Không tên"))
                                .sign());
        for (X509Certificate certificate : wrong) {
            refused(Reason.WRONG_PROFILE, certificate);
        }
    }

    @Test
    void an_authoritys_own_certificate_is_no_endpoint() {
        hanoi.trust(bacninh);
        refused(Reason.WRONG_PROFILE, hanoi.ca());
        refused(Reason.WRONG_PROFILE, hanoi.trustStore().intermediates().get(0));
    }

    @Test
    void weak_keys_are_refused() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2047);
        KeyPairGenerator p521 = KeyPairGenerator.getInstance("EC");
        p521.initialize(new ECGenParameterSpec("secp521r1"));
        for (PublicKey weak :
                List.of(
                        rsa.generateKeyPair().getPublic(),
                        p521.generateKeyPair().getPublic(),
                        SoftwareVault.newKeyPair(KeyType.ED25519).getPublic())) {
            refused(Reason.WEAK_ALGORITHM, new Forge(hanoi).key(weak).sign());
            assertThatThrownBy(() -> hanoi.issue(weak, "nva", SIGNATURE))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA1withECDSA", "SHA224withECDSA", "SHA3-256withECDSA"})
    void weak_or_unknown_signatures_are_refused(String algorithm) {
        refused(Reason.WEAK_ALGORITHM, new Forge(hanoi).signWith(algorithm));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MD5withRSA",
                "SHA1withRSA",
                "SHA256withRSA",
                "SHA1withRSAandMGF1",
                "SHA224withRSAandMGF1"
            })
    void weak_rsa_signatures_and_those_of_pkcs_1_v1_5_are_refused(String algorithm) {
        TestAgency agency = new TestAgency("H26.01", "Sở Nội vụ", now, KeyType.RSA_3072);
        refused(
                Reason.WEAK_ALGORITHM,
                agency.trustStore(),
                new Forge(agency).signWith(algorithm),
                now);
    }

    @Test
    void an_identity_is_never_that_of_an_authority() {
        assertThatThrownBy(() ->
                        CertificatePath.verify(
                                hanoi.trustStore(), hanoi.ca(), CertificateProfile.AGENCY_CA, now))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
