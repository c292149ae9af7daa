package vn.antin.crypto.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.PublicKeys;
import vn.antin.crypto.key.SecurityStrength;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.crypto.testkit.SoftwareVault.KeyType;
import vn.antin.crypto.testkit.TestAgency;

/** RSA of 2048 bits: what it is still good for, until when. */
class KeyRulesTest {
    private static final Set<CertificateProfile> SIGNING =
            EnumSet.of(CertificateProfile.SIGNATURE, CertificateProfile.AUTHENTICATION);
    private static final SoftwareVault VAULT =
            new SoftwareVault().generate(KeyLabel.SIGNATURE, KeyType.RSA_2048);

    private final TestAgency hanoi = new TestAgency("H26.01", "Sở Nội vụ Hà Nội");
    private final PublicKey rsa2048 = VAULT.publicKey(KeyLabel.SIGNATURE);

    @Test
    void it_stands_in_certificates_of_a_persons_signature_and_log_in_only() {
        for (CertificateProfile profile : CertificateProfile.values()) {
            assertThat(KeyRules.permits(rsa2048, profile, KeyRules.END_OF_112_BITS))
                    .as(profile.name())
                    .isEqualTo(SIGNING.contains(profile));
        }
        assertThat(KeyRules.isStrong(rsa2048)).isFalse();
    }

    @Test
    void no_such_certificate_lasts_longer_than_2030() {
        assertThat(KeyRules.END_OF_112_BITS).isEqualTo(Instant.parse("2030-12-31T23:59:59Z"));
        for (CertificateProfile profile : SIGNING) {
            assertThat(KeyRules.permits(rsa2048, profile, KeyRules.END_OF_112_BITS.plusSeconds(1)))
                    .isFalse();
        }
    }

    @Test
    void the_authority_issues_and_the_path_holds_by_the_same_rule() throws Exception {
        Instant from = hanoi.now();
        Subject officer = hanoi.subject("nva", "Nguyễn Văn A");
        for (CertificateProfile profile : SIGNING) {
            X509Certificate issued =
                    hanoi.issuer()
                            .issue(
                                    rsa2048,
                                    officer,
                                    profile,
                                    from,
                                    from.plusSeconds(3600),
                                    List.of());
            assertThat(CertificatePath.verify(hanoi.trustStore(), issued, profile, from).endpoint())
                    .hasToString("H26.01/nva");
        }
        for (CertificateProfile profile :
                EnumSet.of(CertificateProfile.ENCRYPTION, CertificateProfile.SEAL)) {
            assertThatThrownBy(() ->
                            hanoi.issuer()
                                    .issue(
                                            rsa2048,
                                            officer,
                                            profile,
                                            from,
                                            from.plusSeconds(3600),
                                            List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void requests_and_signatures_of_such_keys_count_only_where_112_bits_are_asked_for()
            throws Exception {
        byte[] request =
                CertificationRequest.create(
                        hanoi.subject("nva", "Nguyễn Văn A"), VAULT.signer(KeyLabel.SIGNATURE));
        assertThatThrownBy(() -> CertificationRequest.parse(request))
                .isInstanceOf(CertificateProblem.class);
        assertThat(CertificationRequest.parse(request, SecurityStrength.BITS_112).publicKey())
                .isEqualTo(rsa2048);
        byte[] message = {1, 2, 3};
        byte[] signature = VAULT.signer(KeyLabel.SIGNATURE).sign(message);
        assertThat(PublicKeys.verifies(rsa2048, message, signature)).isFalse();
        assertThat(PublicKeys.verifies(rsa2048, SecurityStrength.BITS_112, message, signature))
                .isTrue();
        assertThatThrownBy(() -> SignatureAlgorithm.of(rsa2048))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
