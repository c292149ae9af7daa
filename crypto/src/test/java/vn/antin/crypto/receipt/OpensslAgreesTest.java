package vn.antin.crypto.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.crypto.bc.cms.CmsEnvelope;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.bc.cms.ReceiptContent;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.document.Documents;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.receipt.ReceiptProblem.Reason;
import vn.antin.crypto.seal.OpenResult.Opened;
import vn.antin.crypto.seal.Sealed;
import vn.antin.crypto.seal.Sealing;
import vn.antin.crypto.testkit.SoftwareVault.KeyType;
import vn.antin.crypto.testkit.TestAgency.Member;

/** The judge that we did not write: {@code openssl cms} reads what we make, and the reverse. */
class OpensslAgreesTest {
    @TempDir Path dir;

    private String openssl(boolean succeeds, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl", "cms"));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .directory(dir.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue() == 0).as(output).isEqualTo(succeeds);
        return output;
    }

    private byte[] read(String name) throws IOException {
        return Files.readAllBytes(dir.resolve(name));
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(dir.resolve(name), bytes);
    }

    private void writeCa(Sealing world) throws IOException {
        Files.writeString(
                dir.resolve("ca.pem"),
                Certificates.pem(world.here.ca()) + Certificates.pem(world.there.ca()));
    }

    private void writeMember(String name, Member member, String label) throws IOException {
        Files.writeString(dir.resolve(name + ".pem"), Certificates.pem(member.certificate(label)));
        byte[] key = member.vault().dangerouslyPrivateKey(label).getEncoded();
        Files.writeString(
                dir.resolve(name + ".key"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n");
    }

    private static String time() {
        return Long.toString(Sealing.AT.getEpochSecond());
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"EC_P256", "EC_P384", "RSA_3072"})
    void openssl_decrypts_and_verifies_what_we_seal(KeyType type) throws Exception {
        Sealing world = new Sealing(type, type);
        Document document = Documents.full();
        Sealed sealed = world.seal(document);
        writeCa(world);
        writeMember("b", world.recipient, KeyLabel.ENCRYPTION);
        write("sealed.p7m", sealed.envelope());
        write("outer.p7s", sealed.outerSignature());

        openssl(
                true,
                "-verify",
                "-binary",
                "-inform",
                "DER",
                "-in",
                "outer.p7s",
                "-content",
                "sealed.p7m",
                "-CAfile",
                "ca.pem",
                "-purpose",
                "sslclient",
                "-attime",
                time(),
                "-out",
                "signed");
        assertThat(read("signed")).isEqualTo(sealed.envelope());

        openssl(
                true,
                "-decrypt",
                "-binary",
                "-inform",
                "DER",
                "-in",
                "sealed.p7m",
                "-recip",
                "b.pem",
                "-inkey",
                "b.key",
                "-out",
                "inner.p7m");
        String shown =
                openssl(
                        true,
                        "-verify",
                        "-binary",
                        "-inform",
                        "DER",
                        "-in",
                        "inner.p7m",
                        "-CAfile",
                        "ca.pem",
                        "-attime",
                        time(),
                        "-receipt_request_print",
                        "-out",
                        "document.eml");
        assertThat(shown).contains("Receipts From").contains("URI:antin:H27.02/ttb");
        assertThat(read("document.eml")).isEqualTo(document.toMime());
    }

    @Test
    void openssl_refuses_what_was_changed() throws Exception {
        Sealing world = new Sealing();
        Sealed sealed = world.seal();
        writeCa(world);
        writeMember("b", world.recipient, KeyLabel.ENCRYPTION);
        byte[] changed = sealed.envelope().clone();
        changed[changed.length - 1] ^= 1;
        write("sealed.p7m", changed);
        write("outer.p7s", sealed.outerSignature());
        openssl(
                false,
                "-verify",
                "-binary",
                "-inform",
                "DER",
                "-in",
                "outer.p7s",
                "-content",
                "sealed.p7m",
                "-CAfile",
                "ca.pem",
                "-purpose",
                "sslclient",
                "-attime",
                time(),
                "-out",
                "signed");
        openssl(
                false,
                "-decrypt",
                "-binary",
                "-inform",
                "DER",
                "-in",
                "sealed.p7m",
                "-recip",
                "b.pem",
                "-inkey",
                "b.key",
                "-out",
                "inner.p7m");
    }

    @Test
    void we_open_an_envelope_that_openssl_made() throws Exception {
        for (KeyType type : List.of(KeyType.EC_P256, KeyType.EC_P384, KeyType.RSA_3072)) {
            Sealing world = new Sealing(KeyType.EC_P256, type);
            Document document = Documents.full();
            write("inner.p7m", world.inner(document.toMime(), world.innerFields(document)));
            writeMember("b", world.recipient, KeyLabel.ENCRYPTION);
            List<String> options =
                    switch (type) {
                        case RSA_3072 ->
                                List.of(
                                        "-keyopt",
                                        "rsa_padding_mode:oaep",
                                        "-keyopt",
                                        "rsa_oaep_md:sha256");
                        case EC_P384 -> List.of("-keyopt", "ecdh_kdf_md:sha384");
                        default -> List.of("-keyopt", "ecdh_kdf_md:sha256");
                    };
            List<String> arguments =
                    new ArrayList<>(
                            List.of(
                                    "-encrypt",
                                    "-aes-256-gcm",
                                    "-binary",
                                    "-keyid",
                                    "-in",
                                    "inner.p7m",
                                    "-outform",
                                    "DER",
                                    "-out",
                                    "theirs.p7m",
                                    "-recip",
                                    "b.pem"));
            arguments.addAll(options);
            openssl(true, arguments.toArray(new String[0]));
            byte[] envelope = read("theirs.p7m");
            assertThat(CmsEnvelope.open(envelope, world.recipient.vault()::decryptionKey))
                    .isEqualTo(read("inner.p7m"));
            Opened opened = (Opened) world.open(world.outerSignature(document, envelope), envelope);
            assertThat(opened.document().toMime()).isEqualTo(document.toMime());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"EC_P256", "EC_P384", "RSA_3072"})
    void openssl_accepts_our_receipt_for_the_original_and_no_other(KeyType type) throws Exception {
        Sealing world = new Sealing(type, type);
        Opened opened = world.opened(Documents.full());
        writeCa(world);
        write("inner.p7m", opened.innerSignedData());
        write("other.p7m", world.opened(Documents.full()).innerSignedData());
        write(
                "receipt.p7s",
                SignedReceipt.create(
                        opened, Sealing.key(world.recipient, KeyLabel.SIGNATURE), Sealing.AT));
        String[] arguments = {
            "-verify_receipt",
            "receipt.p7s",
            "-rctform",
            "DER",
            "-inform",
            "DER",
            "-in",
            "inner.p7m",
            "-CAfile",
            "ca.pem",
            "-attime",
            time()
        };
        openssl(true, arguments);
        arguments[7] = "other.p7m";
        openssl(false, arguments);
    }

    @Test
    void we_read_the_receipt_that_openssl_makes_and_miss_our_profile_in_it() throws Exception {
        Sealing world = new Sealing();
        Sealed sealed = world.seal();
        Opened opened = (Opened) world.open(sealed.outerSignature(), sealed.envelope());
        write("inner.p7m", opened.innerSignedData());
        writeMember("b", world.recipient, KeyLabel.SIGNATURE);
        openssl(
                true,
                "-sign_receipt",
                "-cades",
                "-inform",
                "DER",
                "-in",
                "inner.p7m",
                "-signer",
                "b.pem",
                "-inkey",
                "b.key",
                "-outform",
                "DER",
                "-out",
                "theirs.p7s");
        CmsSignature signature = CmsSignature.verified(read("theirs.p7s"));
        ReceiptContent content = ReceiptContent.parse(signature.content().orElseThrow());
        assertThat(content.signedContentIdentifier())
                .isEqualTo(sealed.expectation().contentIdentifier());
        assertThat(content.signatureValue()).isEqualTo(sealed.expectation().signatureValue());
        assertThat(signature.originalDigest().orElseThrow())
                .isEqualTo(sealed.expectation().signedAttributesDigest());
        // RFC 6211 protection and the label are missing: OpenSSL 3.0 cannot add them.
        assertThatThrownBy(() ->
                        ReceiptCheck.check(
                                sealed.expectation(),
                                read("theirs.p7s"),
                                world.here.trustStore(),
                                Sealing.AT))
                .isInstanceOfSatisfying(
                        ReceiptProblem.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
    }
}
