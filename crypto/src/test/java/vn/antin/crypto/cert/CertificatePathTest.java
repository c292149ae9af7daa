package vn.antin.crypto.cert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.testkit.SoftwareVault.KeyType;
import vn.antin.crypto.testkit.TestAgency;

class CertificatePathTest {
    private final TestAgency hanoi = new TestAgency("H26.01", "Sở Nội vụ Hà Nội");

    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"EC_P256", "EC_P384", "RSA_3072"})
    void an_officer_of_the_own_agency_is_believed(KeyType type) throws CertificateProblem {
        TestAgency.Member officer = hanoi.officer("nva", "Nguyễn Văn A", type);
        VerifiedIdentity identity =
                CertificatePath.verify(
                        hanoi.trustStore(),
                        officer.encryption(),
                        CertificateProfile.ENCRYPTION,
                        hanoi.now());
        assertThat(identity.endpoint()).hasToString("H26.01/nva");
        assertThat(identity.commonName()).isEqualTo("Nguyễn Văn A");
        assertThat(identity.organizationName()).isEqualTo("Sở Nội vụ Hà Nội");
        assertThat(identity.certificate()).isEqualTo(officer.encryption());
    }

    @Test
    void an_officer_of_a_cross_certified_peer_is_believed() throws CertificateProblem {
        TestAgency peer = new TestAgency("H27.02", "Sở Công Thương", hanoi.now(), KeyType.RSA_3072);
        hanoi.trust(peer);
        VerifiedIdentity identity =
                CertificatePath.verify(
                        hanoi.trustStore(),
                        peer.officer("ttb", "Trần Thị B").signature(),
                        CertificateProfile.SIGNATURE,
                        hanoi.now());
        assertThat(identity.endpoint()).hasToString("H27.02/ttb");
    }

    @Test
    void every_certificate_of_a_gateway_is_believed_for_its_profile() throws CertificateProblem {
        TestAgency.Member gateway = hanoi.gateway();
        assertThat(
                        CertificatePath.verify(
                                        hanoi.trustStore(),
                                        gateway.certificate(KeyLabel.TLS),
                                        CertificateProfile.TLS,
                                        hanoi.now())
                                .endpoint()
                                .isGateway())
                .isTrue();
        for (CertificateProfile profile :
                new CertificateProfile[] {CertificateProfile.SEAL, CertificateProfile.TIMESTAMP}) {
            String label = profile == CertificateProfile.SEAL ? KeyLabel.SEAL : KeyLabel.TIMESTAMP;
            assertThat(
                            CertificatePath.verify(
                                            hanoi.trustStore(),
                                            gateway.certificate(label),
                                            profile,
                                            hanoi.now())
                                    .profile())
                    .isEqualTo(profile);
        }
    }
}
