package vn.antin.testbed.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.antin.testbed.card.piv.KeyAlgorithm;
import vn.antin.testbed.card.piv.KeySlot;
import vn.antin.testbed.card.piv.PivCard;

/** The true path: OpenSC's tools, its PKCS#11 module, pcscd, reader, card; openssl checks. */
@Timeout(180)
class OpenScTest {
    private static final String PIN = "123456";

    /** A reader and an authority for all tests; each test has a card of its own. */
    private record Place(PrivatePcscd pcscd, OpenSslCa ca) {}

    @TempDir private static Path folder = Path.of("/nonexistent");
    private static Optional<Place> place = Optional.empty();
    private final PivCard piv = PivCard.fresh(new SecureRandom());
    private final CardFaults card = new CardFaults(SmartCard.of(piv));

    private static Place place() {
        return place.orElseThrow();
    }

    @BeforeAll
    static void start() throws Exception {
        PrivatePcscd pcscd = PrivatePcscd.start();
        place = Optional.of(new Place(pcscd, new OpenSslCa(folder)));
        Files.writeString(folder.resolve("text"), "Văn bản mật\n");
    }

    @AfterAll
    static void stop() {
        place().pcscd().close();
    }

    /** A card in the first reader, out of it at the end. */
    private VpcdLink inserted() throws Exception {
        place().pcscd().await(0, false);
        return place().pcscd().insert(0, card);
    }

    private static PrivatePcscd.Result pkcs11(String words) throws Exception {
        List<String> line = new ArrayList<>();
        line.add("pkcs11-tool");
        line.add("--module");
        line.add(PrivatePcscd.openscModule().toString());
        line.addAll(List.of(words.replace("FOLDER", folder.toString()).split(" ")));
        return place().pcscd().run(line.toArray(String[]::new));
    }

    private static void must(PrivatePcscd.Result result) {
        assertThat(result.ok()).as(result.output()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "P_256, ECDSA-SHA256, --signature-format openssl, -sha256",
        "P_384, ECDSA-SHA384, --signature-format openssl, -sha384",
        "RSA_2048, SHA256-RSA-PKCS, '', -sha256",
        "RSA_3072, SHA384-RSA-PKCS-PSS, '', -sha384 -sigopt rsa_padding_mode:pss -sigopt"
                + " rsa_pss_saltlen:-1",
    })
    void signatures_of_the_authentication_and_the_signature_key_are_valid(
            KeyAlgorithm algorithm, String mechanism, String format, String check)
            throws Exception {
        place().ca().issue(piv, KeySlot.AUTHENTICATION, algorithm);
        place().ca().issue(piv, KeySlot.SIGNATURE, algorithm);
        try (var _ = inserted()) {
            for (String id : List.of("01", "02")) {
                String slot = id.equals("01") ? "9A" : "9C";
                must(
                        pkcs11(
                                "-l -p %s --id %s -s -m %s -i FOLDER/text -o FOLDER/sig %s"
                                        .formatted(PIN, id, mechanism, format)
                                        .trim()));
                assertThat(
                                place().ca()
                                        .openssl(
                                                "dgst %s -verify %s.pub -signature sig text"
                                                        .formatted(check, slot)))
                        .contains("Verified OK");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"P_256, P-256", "P_384, P-384"})
    void the_decryption_key_agrees_with_openssl(KeyAlgorithm algorithm, String curve)
            throws Exception {
        place().ca().issue(piv, KeySlot.DECRYPTION, algorithm);
        try (var _ = inserted()) {
            assertAgrees("03", "9D", curve);
        }
    }

    private static void assertAgrees(String id, String slot, String curve) throws Exception {
        OpenSslCa ca = place().ca();
        ca.openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:" + curve + " -out peer.key");
        ca.openssl("pkey -in peer.key -pubout -outform DER -out peer.der");
        ca.openssl("pkeyutl -derive -inkey peer.key -peerkey " + slot + ".pub -out theirs");
        must(
                pkcs11(
                        "-l -p %s --id %s --derive -m ECDH1-COFACTOR-DERIVE -i FOLDER/peer.der"
                                        .formatted(PIN, id)
                                + " -o FOLDER/ours"));
        assertThat(Files.readAllBytes(ca.file("ours")))
                .isEqualTo(Files.readAllBytes(ca.file("theirs")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA_2048", "RSA_3072"})
    void the_decryption_key_decrypts_what_openssl_encrypted(KeyAlgorithm algorithm)
            throws Exception {
        OpenSslCa ca = place().ca();
        ca.issue(piv, KeySlot.DECRYPTION, algorithm);
        ca.openssl(
                "pkeyutl -encrypt -pubin -inkey 9D.pub -in text -out secret -pkeyopt"
                        + " rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256");
        try (var _ = inserted()) {
            must(
                    pkcs11(
                            "-l -p 123456 --id 03 --decrypt -m RSA-PKCS-OAEP --hash-algorithm SHA256"
                                    + " --mgf MGF1-SHA256 -i FOLDER/secret -o FOLDER/clear"));
        }
        assertThat(Files.readString(ca.file("clear"))).isEqualTo("Văn bản mật\n");
    }

    @Test
    void an_old_decryption_key_still_agrees_from_its_retired_slot() throws Exception {
        place().ca().issue(piv, KeySlot.DECRYPTION, KeyAlgorithm.P_256);
        place().ca().issue(piv, KeySlot.RETIRED.get(0), KeyAlgorithm.P_384);
        try (var _ = inserted()) {
            assertAgrees("05", "82", "P-384");
            assertAgrees("03", "9D", "P-256");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "03, 01:02:03:04:05:06:07:08:01:02:03:04:05:06:07:08:01:02:03:04:05:06:07:08",
        "08, 10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F",
        "0C, 10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F"
                + ":10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F",
    })
    void certificates_are_written_by_whoever_has_the_management_key(String algorithm, String key)
            throws Exception {
        byte[] der =
                place().ca()
                        .certify(
                                piv.generate(KeySlot.SIGNATURE, KeyAlgorithm.P_256),
                                KeySlot.SIGNATURE);
        place().ca().openssl("x509 -inform DER -in 9C.der -out 9C.pem");
        piv.managementKey(
                HexFormat.fromHexDigits(algorithm), HexFormat.ofDelimiter(":").parseHex(key));
        Files.deleteIfExists(folder.resolve("read.der"));
        try (var _ = inserted()) {
            // The exit code of piv-tool says nothing, so the certificate is read back.
            write(algorithm, "0" + key.substring(1).replace("1:", "2:"));
            assertThat(pkcs11("-r --type cert --id 02 -o FOLDER/read.der").ok()).isFalse();
            write(algorithm, key);
            must(pkcs11("-r --type cert --id 02 -o FOLDER/read.der"));
        }
        assertThat(Files.readAllBytes(folder.resolve("read.der"))).isEqualTo(der);
    }

    private static void write(String algorithm, String key) throws Exception {
        Files.writeString(folder.resolve("management.key"), key);
        place().pcscd()
                .run(
                        "env",
                        "PIV_EXT_AUTH_KEY=" + file("management.key"),
                        "piv-tool",
                        "-A",
                        "M:9B:" + algorithm,
                        "-C",
                        "9C",
                        "-i",
                        file("9C.pem"));
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void three_wrong_pins_lock_the_card_and_the_puk_unlocks_it(boolean lastTryBlocks)
            throws Exception {
        place().ca().issue(piv, KeySlot.AUTHENTICATION, KeyAlgorithm.P_256);
        card.lastTryBlocks(lastTryBlocks);
        try (var _ = inserted()) {
            assertThat(login("000000").output()).contains("CKR_PIN_INCORRECT");
            assertThat(login("000000").output()).contains("CKR_PIN_INCORRECT");
            assertThat(login("000000").output())
                    .contains(lastTryBlocks ? "CKR_PIN_LOCKED" : "CKR_PIN_INCORRECT");
            assertThat(login(PIN).output()).contains("CKR_PIN_LOCKED");
            assertThat(unblock("87654321").ok()).isFalse();
            must(unblock("12345678"));
            must(login("654321"));
            assertThat(login(PIN).output()).contains("CKR_PIN_INCORRECT");
        }
    }

    private static PrivatePcscd.Result login(String pin) throws Exception {
        return pkcs11("-l -p " + pin + " --id 01 -s -m ECDSA-SHA256 -i FOLDER/text -o FOLDER/sig");
    }

    private static PrivatePcscd.Result unblock(String puk)
            throws IOException, InterruptedException {
        return place().pcscd()
                .run("pkcs15-tool", "--unblock-pin", "--puk", puk, "--new-pin", "654321");
    }

    @Test
    void the_pin_is_changed_through_the_module() throws Exception {
        place().ca().issue(piv, KeySlot.AUTHENTICATION, KeyAlgorithm.P_256);
        try (var _ = inserted()) {
            must(pkcs11("-l -p 123456 --change-pin --new-pin 87654321"));
            must(login("87654321"));
        }
    }

    @Test
    void a_pulled_card_is_gone_and_comes_back_as_itself() throws Exception {
        place().ca().issue(piv, KeySlot.AUTHENTICATION, KeyAlgorithm.P_256);
        for (int i = 0; i < 2; i++) {
            try (var _ = inserted()) {
                must(login(PIN));
            }
            place().pcscd().await(0, false);
            assertThat(login(PIN).ok()).isFalse();
        }
    }

    @Test
    void two_cards_are_in_two_readers_at_the_same_time() throws Exception {
        PivCard other = PivCard.fresh(new SecureRandom());
        place().ca().issue(piv, KeySlot.AUTHENTICATION, KeyAlgorithm.P_256);
        place().ca().issue(other, KeySlot.AUTHENTICATION, KeyAlgorithm.P_256);
        place().pcscd().await(1, false);
        try (VpcdLink first = inserted();
                VpcdLink second = place().pcscd().insert(1, SmartCard.of(other))) {
            assertThat(first.inserted() && second.inserted()).isTrue();
            assertThat(pkcs11("-L").output().lines().filter(one -> one.contains("serial num")))
                    .doesNotHaveDuplicates()
                    .hasSize(2);
        }
        place().pcscd().await(1, false);
    }

    @Test
    void a_card_pulled_while_it_signs_gives_no_signature() throws Exception {
        place().ca().issue(piv, KeySlot.AUTHENTICATION, KeyAlgorithm.P_256);
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        card.next(CardFaults.GENERAL_AUTHENTICATE, CardFaults.held(reached, letGo));
        try (VpcdLink link = inserted()) {
            Thread puller =
                    Thread.ofPlatform()
                            .start(() -> {
                                try (link) {
                                    reached.await();
                                } catch (IOException | InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            assertThat(login(PIN).ok()).isFalse();
            puller.join();
        } finally {
            letGo.countDown();
        }
    }

    @Test
    void a_card_that_refuses_to_sign_gives_no_signature_until_it_is_well() throws Exception {
        place().ca().issue(piv, KeySlot.AUTHENTICATION, KeyAlgorithm.P_256);
        try (var _ = inserted()) {
            for (int i = 0; i < 20; i++) { // pkcs11-tool and OpenSC both try again on their own
                card.next(CardFaults.GENERAL_AUTHENTICATE, CardFaults.refused(0x6F00));
            }
            assertThat(login(PIN).ok()).isFalse();
            card.heal();
            must(login(PIN));
        }
    }

    /** Signs through the JDK's PKCS#11 provider, in a JVM with the environment of the reader. */
    static final class Signer {
        private Signer() {}

        public static void main(String[] args) throws Exception {
            Provider provider =
                    Security.getProvider("SunPKCS11")
                            .configure("--name=card\nlibrary=" + args[0] + "\nslotListIndex=0");
            KeyStore keys = KeyStore.getInstance("PKCS11", provider);
            keys.load(null, PIN.toCharArray());
            for (String alias : Collections.list(keys.aliases())) {
                byte[] text = alias.getBytes(StandardCharsets.UTF_8);
                Signature signature = Signature.getInstance("SHA256withECDSA", provider);
                signature.initSign((PrivateKey) keys.getKey(alias, null));
                signature.update(text);
                byte[] value = signature.sign();
                Signature check = Signature.getInstance("SHA256withECDSA");
                check.initVerify(keys.getCertificate(alias).getPublicKey());
                check.update(text);
                System.out.println(alias + (check.verify(value) ? ": valid" : ": not valid"));
            }
        }
    }

    @Test
    void a_jvm_of_its_own_loads_the_module_and_signs() throws Exception {
        place().ca().issue(piv, KeySlot.AUTHENTICATION, KeyAlgorithm.P_256);
        try (var _ = inserted()) {
            PrivatePcscd.Result result =
                    place().pcscd().program(Signer.class, PrivatePcscd.openscModule().toString());
            must(result);
            assertThat(result.output()).contains("Certificate for PIV Authentication: valid");
        }
    }
}
