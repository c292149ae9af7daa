package vn.antin.sdk.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.cert.CertificatePath;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.crypto.testkit.TestAgency;
import vn.antin.policies.clearance.Clearance;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.label.Level;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.testkit.PaperGateway;
import vn.antin.sdk.transport.HttpsTransport;
import vn.antin.sdk.transport.TinyGateway;
import vn.antin.sdk.wire.Enrolment;

class EnrollerTest {
    private final TestAgency agency = new TestAgency("H26.01", "Sở Nội vụ");
    private final TestAgency.Member custodian = agency.officer("custodian", "Người quản lý khóa");

    /** A card in memory. */
    private static final class MemoryCard implements Card {
        final SoftwareVault vault = new SoftwareVault();
        int generated;

        @Override
        public void generate(String label) {
            SoftwareVault unused = vault.ecP256(label);
            generated++;
        }

        @Override
        public boolean has(String label) {
            try {
                return vault.publicKey(label) != null;
            } catch (RuntimeException e) {
                return false;
            }
        }

        @Override
        public Signer signer(String label) {
            return vault.signer(label);
        }

        @Override
        public DecryptionKey decryptionKey(String label) {
            return vault.decryptionKey(label);
        }

        @Override
        public void writeCertificate(String label, X509Certificate certificate) {
            SoftwareVault unused = vault.put(label, certificate);
        }
    }

    @Test
    void three_keys_are_made_proved_and_certified_and_a_repeat_uses_the_same_keys()
            throws IOException, CertificateProblem {
        try (PaperGateway gateway = new PaperGateway(agency);
                GatewayClient client =
                        new GatewayClient(
                                new HttpsTransport(
                                        gateway.server().url(),
                                        gateway.endpoint(),
                                        TinyGateway.keys(
                                                custodian.vault(), KeyLabel.AUTHENTICATION),
                                        agency::trustStore,
                                        InstantSource.fixed(agency.now())))) {
            MemoryCard card = new MemoryCard();
            Enroller.Person person =
                    new Enroller.Person(
                            agency.organization(),
                            agency.name(),
                            "nva",
                            "Nguyễn Văn An",
                            Optional.of("Phòng Văn thư"),
                            Set.of(Role.OFFICER),
                            Optional.of(
                                    new Clearance(Level.MAT, LocalDate.of(2027, 12, 31), "QĐ 12")),
                            Optional.of("PC-07"));
            Enrolment.Result result = new Enroller(client).enrol(person, card);
            assertThat(result.endpoint()).hasToString("H26.01/nva");
            assertThat(
                            CertificatePath.verify(
                                            agency.trustStore(),
                                            card.vault
                                                    .certificate(KeyLabel.ENCRYPTION)
                                                    .orElseThrow(),
                                            CertificateProfile.ENCRYPTION,
                                            agency.now())
                                    .endpoint())
                    .isEqualTo(result.endpoint());
            Enrolment.Result again = new Enroller(client).enrol(person, card);
            assertThat(card.generated).isEqualTo(3);
            assertThat(again.signatureCertificate().getPublicKey())
                    .isEqualTo(result.signatureCertificate().getPublicKey());
        }
    }
}
