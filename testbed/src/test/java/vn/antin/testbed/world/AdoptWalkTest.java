package vn.antin.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.testkit.OutsideCa;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.crypto.testkit.SoftwareVault.KeyType;
import vn.antin.hsm.testkit.VendorToken;
import vn.antin.testbed.card.PrivatePcscd;
import vn.antin.testbed.card.SmartCard;
import vn.antin.testbed.card.VpcdLink;
import vn.antin.testbed.card.piv.KeyAlgorithm;
import vn.antin.testbed.card.piv.KeySlot;
import vn.antin.testbed.card.piv.PivCard;

/**
 * Officers with cards that others made: a token with one RSA-2048 key, which only signs, and a card
 * with one RSA-3072 key, which decrypts too. The tests follow each other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdoptWalkTest {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final String TOKEN = "te-usb 0417";
    private static final String PIN = "31415926";
    private static final String HOLDER = "Nguyễn Thị Thu An";

    @TempDir private static Path folder = Path.of("/nonexistent");

    private final KeyPair shorter = SoftwareVault.newKeyPair(KeyType.RSA_2048);
    private World world = unset();
    private PrivatePcscd pcscd = unset();
    private VpcdLink reader = unset();
    private OutsideCa ca = unset();
    private VendorToken token = unset();
    private Process gateway = unset();
    private String sentId = "";

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // set before the first test
    private static <T> T unset() {
        return null;
    }

    @BeforeAll
    void found() throws Exception {
        pcscd = PrivatePcscd.start();
        world = new World(folder);
        world.environment(pcscd.environment());
        world.found(world.first());
        ca = new OutsideCa(folder.resolve("ca"));
        token = vendorToken();
        PivCard card = PivCard.fresh(new SecureRandom());
        KeyPair longer = SoftwareVault.newKeyPair(KeyType.RSA_3072);
        card.key(KeySlot.DECRYPTION, KeyAlgorithm.RSA_3072, longer.getPrivate());
        card.certificate(
                KeySlot.DECRYPTION,
                Certificates.der(ca.issue(longer.getPublic(), "Trần Thị Bình")));
        reader = pcscd.insert(0, SmartCard.of(card));
        secret(world.first(), "an.pin", PIN);
        secret(world.first(), "binh.pin", "123456");
        gateway = world.serve(world.first());
    }

    /** Its certificate is on it; so are keys that somebody else vouches for, or nobody any more. */
    private VendorToken vendorToken() throws Exception {
        Map<String, String> environment =
                Map.of("SOFTHSM2_CONF", world.first().home().resolve("softhsm2.conf").toString());
        ProcessBuilder making =
                new ProcessBuilder(
                                "softhsm2-util",
                                "--init-token",
                                "--free",
                                "--label",
                                TOKEN,
                                "--pin",
                                PIN,
                                "--so-pin",
                                "87654321")
                        .redirectErrorStream(true);
        making.environment().putAll(environment);
        Process made = making.start();
        made.getInputStream().readAllBytes();
        assertThat(made.waitFor()).isZero();
        VendorToken vendor =
                new VendorToken(Agency.SOFTHSM, TOKEN, PIN, environment, folder.toRealPath());
        vendor.key(shorter, "container-1", "01a7");
        vendor.certificate(ca.issue(shorter.getPublic(), HOLDER), "container-1", "01a7");
        KeyPair old = SoftwareVault.newKeyPair(KeyType.RSA_2048);
        vendor.key(old, "container-0", "01a6");
        vendor.certificate(
                ca.issue(old.getPublic(), HOLDER, OutsideCa.GOVERNMENT, -1), "container-0", "01a6");
        OutsideCa stranger = new OutsideCa(folder.resolve("stranger"));
        KeyPair other = SoftwareVault.newKeyPair(KeyType.RSA_2048);
        vendor.key(other, "container-2", "01a8");
        vendor.certificate(stranger.issue(other.getPublic(), HOLDER), "container-2", "01a8");
        return vendor;
    }

    private static Path secret(Agency agency, String name, String pin) throws IOException {
        Path folder = Files.createDirectories(agency.home().resolve("secrets"));
        Path file = Files.writeString(folder.resolve(name), pin + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterAll
    void stop() throws IOException {
        world.close();
        reader.close();
        pcscd.close();
    }

    private Commands.Result adoptAn(String... more) throws Exception {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "card",
                                "adopt",
                                "--as",
                                "custodian",
                                "--card",
                                TOKEN,
                                "--name",
                                "an",
                                "--chain",
                                ca.file("ca.pem").toString(),
                                "--clearance",
                                "mat",
                                "--clearance-until",
                                "2027-12-31",
                                "--workstation",
                                "MT-an"));
        words.addAll(List.of(more));
        return world.run(world.first(), words.toArray(String[]::new));
    }

    private Commands.Result adoptBinh() throws Exception {
        return world.run(
                world.first(),
                "card",
                "adopt",
                "--as",
                "custodian",
                "--module",
                PrivatePcscd.openscModule().toString(),
                "--name",
                "binh",
                "--chain",
                ca.file("ca.pem").toString(),
                "--holder",
                "trần thị bình",
                "--common-name",
                "Trần Thị Bình, Văn thư",
                "--clearance",
                "mat",
                "--clearance-until",
                "2027-12-31",
                "--workstation",
                "MT-binh");
    }

    private static void refused(Commands.Result result, int exit, String... words) {
        assertThat(result.exit()).as(result.output() + result.errors()).isEqualTo(exit);
        assertThat(result.errors()).contains("LỖI", "ERROR");
        for (String word : words) {
            assertThat(result.errors()).contains(word);
        }
    }

    private void trust(Agency agency, String file, X509Certificate authority) throws Exception {
        Commands.Result added =
                world.must(
                        agency,
                        "outside-ca",
                        "add",
                        ca.file(file).toString(),
                        "--fingerprint",
                        Certificates.fingerprint(authority).hex());
        assertThat(added.output()).contains("SHA-256", "outside-authorities.pem");
    }

    @Test
    @Order(1)
    void an_authority_is_trusted_only_with_its_fingerprint_and_without_one_no_card_is_adopted()
            throws Exception {
        refused(adoptAn("--holder", HOLDER), 7, "antin outside-ca add");
        refused(
                world.run(
                        world.first(),
                        "outside-ca",
                        "add",
                        ca.file("root.pem").toString(),
                        "--fingerprint",
                        Certificates.fingerprint(ca.authority()).hex()),
                4);
        trust(world.first(), "root.pem", ca.root());
    }

    @Test
    @Order(2)
    void wrong_cards_names_and_pins_are_refused_with_reasons_and_nothing_is_enrolled()
            throws Exception {
        refused(adoptAn("--holder", HOLDER), 2, "--key", "01a6", "container-2");
        refused(adoptAn("--holder", HOLDER, "--key", "container-0"), 4, "hết hạn");
        refused(adoptAn("--holder", HOLDER, "--key", "01:A8"), 4, "antin outside-ca list");
        refused(adoptAn("--holder", "Lê Văn Khác", "--key", "01a7"), 4, HOLDER);
        Path wrong = secret(world.first(), "wrong.pin", "00000000");
        refused(
                adoptAn("--holder", HOLDER, "--key", "01a7", "--card-pin-file", wrong.toString()),
                5,
                "Sai mã PIN");
        assertThat(world.must(world.first(), "directory", "--as", "custodian").output())
                .doesNotContain("H98/an");
    }

    @Test
    @Order(3)
    void a_card_with_a_short_key_is_adopted_to_sign_only_and_nothing_is_written_to_it()
            throws Exception {
        String before = token.objects();
        Commands.Result adopted = adoptAn("--holder", HOLDER, "--key", "01a7");
        assertThat(adopted.ok()).as(adopted.output() + adopted.errors()).isTrue();
        assertThat(adopted.output()).contains(HOLDER, "RSA 2048", "H98/an");
        assertThat(adopted.errors()).contains("CHỈ KÝ");
        assertThat(token.objects()).isEqualTo(before);
        try (var records = Files.list(world.first().home().resolve("records"))) {
            assertThat(records.filter(file -> file.toString().contains("-adopt-an")))
                    .singleElement()
                    .satisfies(file ->
                            assertThat(Files.readString(file))
                                    .startsWith(
                                            "BẢN DÙNG THỬ – KHÔNG DÙNG CHO BÍ MẬT NHÀ NƯỚC\nTRIAL")
                                    .contains("BIÊN BẢN TIẾP NHẬN", "CA phục vụ thử nghiệm G2"));
        }
        assertThat(world.must(world.first(), "directory", "an", "--as", "custodian").output())
                .contains("chỉ ký");
    }

    @Test
    @Order(4)
    void a_card_with_a_long_key_that_really_decrypts_is_adopted_whole() throws Exception {
        Commands.Result adopted = adoptBinh();
        assertThat(adopted.ok()).as(adopted.output() + adopted.errors()).isTrue();
        assertThat(adopted.output()).contains("RSA 3072", "H98/binh");
        assertThat(adopted.errors()).contains("RSA-OAEP");
    }

    @Test
    @Order(5)
    void what_a_card_that_only_signs_sends_is_opened_and_signed_for_with_the_other()
            throws Exception {
        Path file = Files.writeString(folder.resolve("thông báo.txt"), "Nội dung mật\n");
        Commands.Result sent =
                world.must(
                        world.first(),
                        "send",
                        file.toString(),
                        "--to",
                        "H98/binh",
                        "--level",
                        "mat",
                        "--as",
                        "an");
        assertThat(sent.errors()).containsOnlyOnce("không mở lại được");
        Matcher id = UUID.matcher(sent.output());
        assertThat(id.find()).as(sent.output()).isTrue();
        sentId = id.group();
        world.await(world.first(), sentId, "inbox", "--as", "binh", "--json");
        opens("opened");
        Commands.Result _ = world.must(world.first(), "acknowledge", sentId, "--as", "binh");
        world.await(world.first(), "ContentHandover", "status", sentId, "--as", "an", "--json");
    }

    private void opens(String into) throws Exception {
        Path opened = folder.resolve(into);
        Commands.Result _ =
                world.must(
                        world.first(), "open", sentId, "--into", opened.toString(), "--as", "binh");
        assertThat(opened.resolve("thông báo.txt")).hasContent("Nội dung mật\n");
    }

    @Test
    @Order(6)
    void openssl_verifies_what_the_short_key_signed() throws Exception {
        Path receipts = folder.resolve("receipts");
        Commands.Result _ =
                world.must(
                        world.first(),
                        "receipts",
                        sentId,
                        "--into",
                        receipts.toString(),
                        "--as",
                        "an");
        Path anchor = world.first().home().resolve("profiles/an/ca.pem");
        assertThat(
                        ca.openssl(
                                "cms",
                                "-verify",
                                "-binary",
                                "-inform",
                                "DER",
                                "-in",
                                receipts.resolve("outer.p7s").toString(),
                                "-content",
                                receipts.resolve("sealed.p7m").toString(),
                                "-CAfile",
                                anchor.toString(),
                                "-purpose",
                                "any",
                                "-out",
                                "/dev/null"))
                .containsIgnoringCase("Verification successful");
    }

    @Test
    @Order(7)
    void nobody_can_send_secrets_to_a_card_that_only_signs() throws Exception {
        refused(
                world.run(
                        world.first(),
                        "send",
                        "--message",
                        "trả lời",
                        "--to",
                        "H98/an",
                        "--level",
                        "mat",
                        "--as",
                        "binh"),
                3,
                "chỉ dùng để ký",
                "only signs");
    }

    @Test
    @Order(8)
    void adopted_again_a_card_has_new_certificates_and_opens_what_it_opened() throws Exception {
        Path certificate = world.first().home().resolve("profiles/binh/authentication.pem");
        String before = Files.readString(certificate);
        refused(
                world.run(
                        world.first(),
                        "card",
                        "renew",
                        "--as",
                        "custodian",
                        "--reader",
                        "00 00",
                        "--name",
                        "binh"),
                3,
                "antin card adopt --name binh");
        Commands.Result again = adoptBinh();
        assertThat(again.ok()).as(again.output() + again.errors()).isTrue();
        assertThat(Files.readString(certificate)).isNotEqualTo(before);
        opens("again");
    }

    @Test
    @Order(9)
    void what_the_gateway_keeps_of_adopted_cards_is_consistent() throws Exception {
        gateway.destroy();
        assertThat(gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Commands.Result _ =
                world.must(world.first(), "fsck", "--home", world.first().home().toString());
    }
}
