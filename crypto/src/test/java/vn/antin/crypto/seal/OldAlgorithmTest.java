package vn.antin.crypto.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.antin.crypto.bc.RsaPkcs1;
import vn.antin.crypto.bc.cms.CmsEnvelope;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.bc.cms.CmsSignature.Allow;
import vn.antin.crypto.bc.cms.OldSigner;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.countersign.BareSignature;
import vn.antin.crypto.countersign.CountersignatureProblem;
import vn.antin.crypto.countersign.Countersigning;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.document.Documents;
import vn.antin.crypto.inspect.Inspector;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.receipt.ReceiptCheck;
import vn.antin.crypto.receipt.ReceiptProblem;
import vn.antin.crypto.receipt.SignedReceipt;
import vn.antin.crypto.seal.OpenResult.Opened;
import vn.antin.crypto.seal.OpenResult.Refused;
import vn.antin.crypto.testkit.SoftwareVault.KeyType;

/**
 * RSASSA-PKCS1-v1_5 from an old token: taken in the author's signature, with a word about it, and
 * nowhere else; never made.
 */
class OldAlgorithmTest {
    private static Sealing world;
    private final Document document = Documents.full();

    @BeforeAll
    static void makeKeys() {
        world = new Sealing(KeyType.RSA_3072, KeyType.RSA_3072);
    }

    private PrivateKey key(String label) {
        return world.sender.vault().dangerouslyPrivateKey(label);
    }

    private byte[] good() {
        return world.inner(document.toMime(), world.innerFields(document));
    }

    private OpenResult open(byte[] inner) throws SealProblem {
        byte[] envelope = world.envelope(inner);
        return world.open(world.outerSignature(document, envelope), envelope);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_old_signature_of_the_author_opens_and_is_called_old(boolean named) throws Exception {
        byte[] inner = OldSigner.again(good(), key(KeyLabel.SIGNATURE), named, "SHA256");
        Opened opened = (Opened) open(inner);
        assertThat(opened.signed().oldAlgorithm()).isTrue();
        assertThat(opened.document().toMime()).isEqualTo(document.toMime());
        assertThat(
                        SignedReceipt.create(
                                opened,
                                Sealing.key(world.recipient, KeyLabel.SIGNATURE),
                                Sealing.AT))
                .isNotEmpty();
        assertThat(Inspector.inspect(inner).orElseThrow().toString()).contains("old-algorithm");
        assertThat(((Opened) open(good())).signed().oldAlgorithm()).isFalse();
    }

    /** Of the two lengths that tokens have, and of none below (docs/decisions/0006). */
    @Test
    void a_key_of_2048_bits_does_and_one_of_1024_does_not() throws Exception {
        for (int bits : new int[] {1024, 2048}) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            KeyPair pair = generator.generateKeyPair();
            Signature signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(pair.getPrivate());
            signer.update(document.toMime());
            assertThat(RsaPkcs1.verifies(pair.getPublic(), document.toMime(), signer.sign()))
                    .isEqualTo(bits == 2048);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA1", "SHA384"})
    void a_signature_over_another_digest_is_refused(String digest) throws Exception {
        byte[] inner = OldSigner.again(good(), key(KeyLabel.SIGNATURE), false, digest);
        assertThat(open(inner))
                .isInstanceOfSatisfying(
                        Refused.class,
                        r -> assertThat(r.reason()).isEqualTo(SealProblem.Reason.BAD_SIGNATURE));
    }

    @Test
    void who_does_not_ask_for_old_signatures_gets_none() throws Exception {
        byte[] inner = OldSigner.again(good(), key(KeyLabel.SIGNATURE), false, "SHA256");
        assertThatThrownBy(() -> CmsSignature.verified(inner))
                .isInstanceOfSatisfying(
                        CmsException.class,
                        e -> assertThat(e.kind()).isEqualTo(CmsException.Kind.MALFORMED));
    }

    @Test
    void the_agencys_seal_is_not_put_on_an_old_signature() throws Exception {
        byte[] bare =
                Countersigning.withoutDocument(
                        OldSigner.again(good(), key(KeyLabel.SIGNATURE), false, "SHA256"));
        assertThatThrownBy(() -> BareSignature.verify(bare, world.here.trustStore(), Sealing.AT))
                .isInstanceOfSatisfying(
                        CountersignatureProblem.class,
                        e ->
                                assertThat(e.reason())
                                        .isEqualTo(CountersignatureProblem.Reason.MALFORMED));
        assertThat(
                        BareSignature.verify(
                                        Countersigning.withoutDocument(good()),
                                        world.here.trustStore(),
                                        Sealing.AT)
                                .author()
                                .endpoint())
                .isEqualTo(world.sender.endpoint());
    }

    @Test
    void the_outer_signature_may_not_be_old() throws Exception {
        Sealed sealed = world.seal(document);
        byte[] outer =
                OldSigner.again(
                        sealed.outerSignature(), key(KeyLabel.AUTHENTICATION), false, "SHA256");
        assertThatThrownBy(() -> world.outer(outer))
                .isInstanceOfSatisfying(
                        SealProblem.class,
                        e -> assertThat(e.reason()).isEqualTo(SealProblem.Reason.MALFORMED));
    }

    @Test
    void a_receipt_may_not_be_old() throws Exception {
        Sealed sealed = world.seal(document);
        Opened opened = (Opened) world.open(sealed.outerSignature(), sealed.envelope());
        byte[] receipt =
                OldSigner.again(
                        SignedReceipt.create(
                                opened,
                                Sealing.key(world.recipient, KeyLabel.SIGNATURE),
                                Sealing.AT),
                        world.recipient.vault().dangerouslyPrivateKey(KeyLabel.SIGNATURE),
                        false,
                        "SHA256");
        assertThatThrownBy(() ->
                        ReceiptCheck.check(
                                sealed.expectation(), receipt, world.here.trustStore(), Sealing.AT))
                .isInstanceOfSatisfying(
                        ReceiptProblem.class,
                        e -> assertThat(e.reason()).isEqualTo(ReceiptProblem.Reason.MALFORMED));
    }

    /** Whatever the key, what the program makes is RSASSA-PSS or ECDSA. */
    @Test
    void the_program_makes_none() throws Exception {
        Sealed sealed = world.seal(document);
        byte[] inner = CmsEnvelope.open(sealed.envelope(), world.recipient.vault()::decryptionKey);
        assertThat(CmsSignature.verified(inner).isOldAlgorithm()).isFalse();
        assertThat(CmsSignature.verified(sealed.outerSignature()).isOldAlgorithm()).isFalse();
    }

    @Test
    void what_openssl_signs_with_its_default_padding_is_read_as_old(@TempDir Path dir)
            throws Exception {
        Files.write(dir.resolve("content"), "xin chào".getBytes(StandardCharsets.UTF_8));
        Files.writeString(dir.resolve("a.pem"), Certificates.pem(world.sender.signature()));
        Files.writeString(
                dir.resolve("a.key"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(key(KeyLabel.SIGNATURE).getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        Process openssl =
                new ProcessBuilder(
                                List.of(
                                        "openssl",
                                        "cms",
                                        "-sign",
                                        "-cades",
                                        "-nodetach",
                                        "-binary",
                                        "-nosmimecap",
                                        "-md",
                                        "sha256",
                                        "-in",
                                        "content",
                                        "-signer",
                                        "a.pem",
                                        "-inkey",
                                        "a.key",
                                        "-outform",
                                        "DER",
                                        "-out",
                                        "signed"))
                        .directory(dir.toFile())
                        .inheritIO()
                        .start();
        assertThat(openssl.waitFor(30, TimeUnit.SECONDS)).isTrue();
        byte[] signed = Files.readAllBytes(dir.resolve("signed"));
        CmsSignature signature = CmsSignature.verified(signed, Allow.OLD_ALGORITHM);
        assertThat(signature.isOldAlgorithm()).isTrue();
        assertThat(signature.content()).hasValueSatisfying(c -> assertThat(c).hasSize(9));
        assertThatThrownBy(signature::complete).isInstanceOf(CmsException.class);
    }
}
