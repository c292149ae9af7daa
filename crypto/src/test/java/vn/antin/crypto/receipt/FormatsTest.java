package vn.antin.crypto.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.attachment.AttachmentCipher;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.document.Attachment;
import vn.antin.crypto.document.Location;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.seal.OpenResult.Opened;
import vn.antin.crypto.seal.Opener;
import vn.antin.crypto.seal.OuterSignature;
import vn.antin.crypto.seal.ReceiptExpectation;
import vn.antin.crypto.seal.Sealing;
import vn.antin.crypto.seal.VerifiedConsignment;
import vn.antin.crypto.testkit.SoftwareVault;

/** The examples in docs/formats are true, and their commands work as printed. */
class FormatsTest {
    private static final Path FORMATS = Path.of("..", "docs", "formats");
    private static final Path EXAMPLE = FORMATS.resolve("example");

    @TempDir Path dir;

    private static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(EXAMPLE.resolve(name));
    }

    private static String text(String name) throws IOException {
        return Files.readString(EXAMPLE.resolve(name));
    }

    private static TrustStore trust() throws Exception {
        return new TrustStore(
                Certificates.parsePem(text("ca.pem")),
                List.of(),
                Certificates.parseCrlPem(text("crl.pem")));
    }

    private static SoftwareVault vault() throws Exception {
        X509Certificate certificate = Certificates.parsePem(text("recipient.pem")).get(0);
        String pem = text("recipient.key").replaceAll("-----[A-Z ]+-----|\n", "");
        return new SoftwareVault()
                .put(
                        KeyLabel.ENCRYPTION,
                        new KeyPair(
                                certificate.getPublicKey(),
                                KeyFactory.getInstance("EC")
                                        .generatePrivate(
                                                new PKCS8EncodedKeySpec(
                                                        Base64.getDecoder().decode(pem)))));
    }

    private static Opened opened() throws Exception {
        VerifiedConsignment outer = OuterSignature.verify(bytes("outer.p7s"), trust(), Sealing.AT);
        return (Opened) Opener.open(outer, bytes("sealed.p7m"), vault(), trust(), Sealing.AT);
    }

    /** The shell commands of a page. */
    private static List<String> commands(String page) throws IOException {
        List<String> blocks = new ArrayList<>();
        String[] parts = Files.readString(FORMATS.resolve(page)).split("```", -1);
        for (String part : parts) {
            if (part.startsWith("sh\n")) {
                blocks.add(part.substring(3).replace("cd docs/formats/example\n", ""));
            }
        }
        return blocks;
    }

    private void run(String page) throws Exception {
        try (var files = Files.list(EXAMPLE)) {
            for (Path file : files.toList()) {
                Files.copy(file, dir.resolve(file.getFileName().toString()));
            }
        }
        List<String> commands = commands(page);
        assertThat(commands).isNotEmpty();
        for (String block : commands) {
            Process process =
                    new ProcessBuilder("sh", "-e", "-c", block)
                            .directory(dir.toFile())
                            .redirectErrorStream(true)
                            .start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
        }
    }

    @Test
    void the_commands_for_sealed_documents_work_and_show_what_the_page_shows() throws Exception {
        run("sealed-document.md");
        String document = Files.readString(dir.resolve("document.eml"));
        assertThat(document).isEqualTo(new String(opened().document().toMime(), UTF_8));
        assertThat(Files.readString(FORMATS.resolve("sealed-document.md")))
                .contains("```\n" + document.replace("\r\n", "\n") + "```");
    }

    @Test
    void the_note_on_the_page_is_the_one_in_the_example() throws Exception {
        VerifiedConsignment outer = OuterSignature.verify(bytes("outer.p7s"), trust(), Sealing.AT);
        assertThat(Files.readString(FORMATS.resolve("sealed-document.md")))
                .contains("```json\n" + new String(outer.note().toBytes(), UTF_8) + "\n```");
    }

    @Test
    void the_commands_for_receipts_work_and_we_agree() throws Exception {
        run("receipt.md");
        ReceiptExpectation expectation =
                ReceiptExpectation.fromJson(JsonObject.parse(bytes("expectation.json")));
        VerifiedReceipt receipt =
                ReceiptCheck.check(expectation, bytes("receipt.p7s"), trust(), Sealing.AT);
        assertThat(receipt.signer().endpoint().toString()).isEqualTo("H26.01/ttb");
    }

    @Test
    void the_attachment_opens_for_us_and_for_a_reader_made_from_the_page() throws Exception {
        Attachment attachment = opened().document().detached().get(0);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        AttachmentCipher.decrypt(
                attachment, new ByteArrayInputStream(bytes("attachment.bin")), plain);
        assertThat(plain.toString(UTF_8)).startsWith("Bản đồ vị trí").hasLineCount(20);
        Location.Detached location = (Location.Detached) attachment.location();
        byte[] key = location.key().use(byte[]::clone);
        assertThat(read(key, bytes("attachment.bin"))).isEqualTo(plain.toByteArray());
    }

    @Test
    void the_reader_made_from_the_page_reads_many_segments() throws Exception {
        for (int size : new int[] {0, 65_480, 65_481, 131_000, 200_000}) {
            byte[] plain = new byte[size];
            Arrays.fill(plain, (byte) 7);
            ByteArrayOutputStream cipher = new ByteArrayOutputStream();
            AttachmentCipher.Encrypted made =
                    AttachmentCipher.encrypt(
                            new ByteArrayInputStream(plain), cipher, Sealing.RANDOM);
            assertThat(read(made.key().use(byte[]::clone), cipher.toByteArray())).isEqualTo(plain);
            assertThat(made.cipher()).isEqualTo(Digest.of(cipher.toByteArray()));
        }
    }

    /** docs/formats/attachment.md, with the JDK alone. */
    private static byte[] read(byte[] key, byte[] cipher) throws GeneralSecurityException {
        assertThat(cipher[0]).isEqualTo((byte) 40);
        byte[] salt = Arrays.copyOfRange(cipher, 1, 33);
        byte[] prefix = Arrays.copyOfRange(cipher, 33, 40);
        SecretKeySpec aes = new SecretKeySpec(hmac(hmac(salt, key), new byte[] {1}), "AES");
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        int at = 40;
        for (int i = 0; at < cipher.length; i++) {
            int end = Math.min(cipher.length, (i + 1) * 65_536);
            byte last = (byte) (end == cipher.length ? 1 : 0);
            byte[] nonce = ByteBuffer.allocate(12).put(prefix).putInt(i).put(last).array();
            Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
            gcm.init(Cipher.DECRYPT_MODE, aes, new GCMParameterSpec(128, nonce));
            plain.writeBytes(gcm.doFinal(cipher, at, end - at));
            at = end;
        }
        return plain.toByteArray();
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }
}
