package vn.antin.crypto.cert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.crypto.testkit.SoftwareVault.KeyType;
import vn.antin.crypto.testkit.TestAgency;

class CertificationRequestTest {
    private final TestAgency agency = new TestAgency("H26.01", "Sở Nội vụ Hà Nội");

    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"EC_P256", "EC_P384", "RSA_3072"})
    void a_request_gives_back_its_key_and_subject(KeyType type) throws CertificateProblem {
        SoftwareVault vault = new SoftwareVault().generate("signature", type);
        Subject subject = agency.subject("nva", "Nguyễn Văn A");
        CertificationRequest request =
                CertificationRequest.parse(
                        CertificationRequest.create(subject, vault.signer("signature")));
        assertThat(request.subject()).isEqualTo(subject);
        assertThat(request.publicKey()).isEqualTo(vault.publicKey("signature"));
    }
}
