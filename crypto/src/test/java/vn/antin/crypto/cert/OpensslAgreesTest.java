package vn.antin.crypto.cert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.crypto.testkit.SoftwareVault.KeyType;
import vn.antin.crypto.testkit.TestAgency;

/** OpenSSL reads what we write, and comes to the same judgement. */
class OpensslAgreesTest {
    @TempDir Path dir;

    private final TestAgency hanoi = new TestAgency("H26.01", "Sở Nội vụ Hà Nội");
    private final TestAgency bacninh = new TestAgency("H27.02", "Sở Công Thương Bắc Ninh");
    private final PublicKey key = new SoftwareVault().ecP256("k").publicKey("k");

    private record Result(int exit, String output) {}

    private Result run(String command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("sh", "-c", command)
                        .directory(dir.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output);
    }

    private String runWell(String command) throws IOException, InterruptedException {
        Result result = run(command);
        assertThat(result.exit()).as(result.output()).isZero();
        return result.output();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(dir.resolve(file), text);
    }

    private void writePrivateKey(String file, SoftwareVault vault, String label)
            throws IOException {
        write(
                file,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(vault.dangerouslyPrivateKey(label).getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
    }

    /** Whether both say the same; what OpenSSL says. */
    private String judge(X509Certificate leaf, CertificateProfile profile, Instant at)
            throws IOException, InterruptedException {
        TrustStore trust = hanoi.trustStore();
        write("ca.pem", Certificates.pem(hanoi.ca()));
        write("leaf.pem", Certificates.pem(leaf));
        write(
                "cross.pem",
                String.join("", trust.intermediates().stream().map(Certificates::pem).toList()));
        write("crls.pem", String.join("", trust.crls().stream().map(Certificates::pem).toList()));
        Result openssl =
                run(
                        "openssl verify -x509_strict -crl_check_all -policy_check -explicit_policy"
                                + " -policy "
                                + profile.policy()
                                + " -attime "
                                + at.getEpochSecond()
                                + (trust.intermediates().isEmpty() ? "" : " -untrusted cross.pem")
                                + " -CAfile ca.pem -CRLfile crls.pem leaf.pem");
        boolean ours;
        try {
            ours = CertificatePath.verify(trust, leaf, profile, at).certificate().equals(leaf);
        } catch (CertificateProblem e) {
            ours = false;
        }
        assertThat(openssl.exit() == 0).as(openssl.output()).isEqualTo(ours);
        return openssl.output();
    }

    @Test
    void openssl_believes_members_of_both_agencies() throws Exception {
        hanoi.trust(bacninh);
        for (CertificateProfile profile : CertificateProfile.values()) {
            if (!profile.isAuthority()) {
                assertThat(judge(hanoi.issue(key, "nva", profile), profile, hanoi.now()))
                        .contains("leaf.pem: OK");
                assertThat(judge(bacninh.issue(key, "ttb", profile), profile, hanoi.now()))
                        .contains("leaf.pem: OK");
            }
        }
    }

    @Test
    void openssl_believes_rsa_authorities_that_sign_with_pss() throws Exception {
        TestAgency peer = new TestAgency("H30", "Ủy ban", hanoi.now(), KeyType.RSA_3072);
        hanoi.trust(peer);
        SoftwareVault rsa = new SoftwareVault().rsa3072("k");
        assertThat(
                        judge(
                                peer.issue(
                                        rsa.publicKey("k"), "lvc", CertificateProfile.ENCRYPTION),
                                CertificateProfile.ENCRYPTION,
                                hanoi.now()))
                .contains("leaf.pem: OK");
    }

    @Test
    void openssl_refuses_a_peer_that_names_our_people() throws Exception {
        hanoi.trust(bacninh);
        X509Certificate forged =
                new Forge(bacninh).subject(hanoi.subject("nva", "Nguyễn Văn A")).sign();
        assertThat(judge(forged, CertificateProfile.SIGNATURE, hanoi.now()))
                .contains("permitted subtree violation");
    }

    @Test
    void openssl_refuses_what_is_revoked_expired_unknown_or_of_another_profile() throws Exception {
        X509Certificate officer = hanoi.issue(key, "nva", CertificateProfile.SIGNATURE);
        Instant late = hanoi.now().plusSeconds(30L * 24 * 3600);
        assertThat(judge(officer, CertificateProfile.SEAL, hanoi.now())).contains("policy");
        assertThat(judge(officer, CertificateProfile.SIGNATURE, late)).contains("CRL has expired");
        assertThat(
                        judge(
                                bacninh.issue(key, "ttb", CertificateProfile.SIGNATURE),
                                CertificateProfile.SIGNATURE,
                                hanoi.now()))
                .contains("unable to get local issuer certificate");
        hanoi.revoke(officer);
        assertThat(judge(officer, CertificateProfile.SIGNATURE, hanoi.now()))
                .contains("certificate revoked");
    }

    @Test
    void openssl_shows_the_names_and_extensions_as_documented() throws Exception {
        X509Certificate tls = hanoi.gateway().certificate(KeyLabel.TLS);
        write("tls.pem", Certificates.pem(tls));
        String text =
                runWell("openssl x509 -in tls.pem -noout -text -nameopt utf8,sep_comma_plus_space");
        assertThat(text)
                .contains("C=VN, organizationIdentifier=H26.01, O=Sở Nội vụ Hà Nội")
                .contains("CN=Cổng H26.01, UID=gw")
                .contains("DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1")
                .contains("TLS Web Server Authentication, TLS Web Client Authentication")
                .contains("Policy: " + CertificateProfile.TLS.policy())
                .contains(
                        HexFormat.ofDelimiter(":")
                                .formatHex(KeyIdentifier.of(tls.getPublicKey()))
                                .toUpperCase(Locale.ROOT));
        assertThat(runWell("openssl x509 -in tls.pem -noout -fingerprint -sha256"))
                .contains(
                        HexFormat.ofDelimiter(":")
                                .formatHex(Certificates.fingerprint(tls).toBytes())
                                .toUpperCase(Locale.ROOT));
    }

    /** RFC 7093 2 method 1, computed from the key as OpenSSL writes it. */
    @Test
    void openssl_computes_the_same_key_identifier() throws Exception {
        write("leaf.pem", Certificates.pem(hanoi.ca()));
        String hash =
                runWell(
                        "openssl x509 -in leaf.pem -pubkey -noout"
                                + " | openssl pkey -pubin -outform DER"
                                + " | tail -c 97 | openssl dgst -sha256 -r | cut -c1-40");
        assertThat(hash.strip())
                .isEqualTo(HexFormat.of().formatHex(KeyIdentifier.of(hanoi.ca().getPublicKey())));
    }

    @Test
    void openssl_verifies_the_crl() throws Exception {
        write("ca.pem", Certificates.pem(hanoi.ca()));
        write("crl.pem", Certificates.pem(hanoi.crl()));
        assertThat(runWell("openssl crl -in crl.pem -CAfile ca.pem -noout")).contains("verify OK");
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"EC_P256", "EC_P384", "RSA_3072"})
    void openssl_verifies_our_request(KeyType type) throws Exception {
        SoftwareVault vault = new SoftwareVault().generate("k", type);
        Files.write(
                dir.resolve("request.der"),
                CertificationRequest.create(
                        hanoi.subject("nva", "Nguyễn Văn A"), vault.signer("k")));
        assertThat(
                        runWell(
                                "openssl req -inform DER -in request.der -verify -noout -subject"
                                        + " -nameopt utf8,sep_comma_plus_space"))
                .contains("verify OK")
                .contains("CN=Nguyễn Văn A, UID=nva");
    }

    @Test
    void we_read_the_request_of_openssl() throws Exception {
        write(
                "req.cnf",
                """
                [req]
                prompt = no
                utf8 = yes
                string_mask = utf8only
                distinguished_name = dn
                [dn]
                C = VN
                organizationIdentifier = H26.01
                O = Sở Nội vụ Hà Nội
                CN = Nguyễn Văn A
                UID = nva
                """);
        String unused =
                runWell(
                        "openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
                                + " -keyout key.pem -config req.cnf -outform DER -out request.der");
        CertificationRequest request =
                CertificationRequest.parse(Files.readAllBytes(dir.resolve("request.der")));
        assertThat(request.subject()).isEqualTo(hanoi.subject("nva", "Nguyễn Văn A"));
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"EC_P256", "EC_P384", "RSA_3072"})
    void openssl_answers_the_challenge(KeyType type) throws Exception {
        SoftwareVault vault = new SoftwareVault().generate(KeyLabel.ENCRYPTION, type);
        var issued =
                EncryptionKeyChallenge.issue(
                        vault.publicKey(KeyLabel.ENCRYPTION), new SecureRandom());
        Files.write(dir.resolve("challenge.der"), issued.challenge());
        writePrivateKey("key.pem", vault, KeyLabel.ENCRYPTION);
        write(
                "leaf.pem",
                Certificates.pem(
                        hanoi.issue(
                                vault.publicKey(KeyLabel.ENCRYPTION),
                                "nva",
                                CertificateProfile.ENCRYPTION)));
        String unused =
                runWell(
                        "openssl cms -decrypt -binary -inform DER -in challenge.der"
                                + " -inkey key.pem -recip leaf.pem -out answer");
        assertThat(Digest.of(Files.readAllBytes(dir.resolve("answer"))))
                .isEqualTo(issued.expected());
    }
}
