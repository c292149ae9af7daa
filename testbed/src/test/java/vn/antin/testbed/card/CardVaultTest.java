package vn.antin.testbed.card;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.testkit.TestAgency;
import vn.antin.hsm.Pin;
import vn.antin.hsm.PinSource;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.helper.HelperOptions;
import vn.antin.hsm.helper.HelperVault;
import vn.antin.hsm.helper.SabotagedHelper;
import vn.antin.hsm.pkcs11.FinalizedInUse;
import vn.antin.hsm.testkit.Insist;
import vn.antin.hsm.token.PinRequest;
import vn.antin.testbed.card.piv.KeyAlgorithm;
import vn.antin.testbed.card.piv.KeySlot;
import vn.antin.testbed.card.piv.PivCard;

/** An officer's card at work: helper, OpenSC, pcscd, reader, card. */
@Timeout(120)
class CardVaultTest {
    private static final byte[] MESSAGE = "Báo cáo số 12".getBytes(UTF_8);
    private static final String PIN = "123456";
    private static final String SOCKET = "PCSCLITE_CSOCK_NAME";

    @TempDir private Path folder = Path.of("/nonexistent");

    private final PivCard piv = PivCard.fresh(new SecureRandom());
    private final CardFaults card = new CardFaults(SmartCard.of(piv));
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<PinRequest> asked = new ArrayList<>();

    private record Place(PrivatePcscd pcscd, PublicKey signature, PublicKey decryption) {}

    private final List<Place> places = new ArrayList<>();

    private Place place() {
        return places.getFirst();
    }

    @BeforeEach
    void start() throws Exception {
        PrivatePcscd pcscd = PrivatePcscd.start();
        open.add(pcscd);
        OpenSslCa ca = new OpenSslCa(folder);
        PublicKey _ = ca.issue(piv, KeySlot.AUTHENTICATION, KeyAlgorithm.P_256);
        PublicKey signature = ca.issue(piv, KeySlot.SIGNATURE, KeyAlgorithm.P_256);
        PublicKey decryption = ca.issue(piv, KeySlot.DECRYPTION, KeyAlgorithm.P_256);
        places.add(new Place(pcscd, signature, decryption));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private PinSource pins(String pin) {
        return request -> {
            asked.add(request);
            return Pin.owning(pin.toCharArray());
        };
    }

    private HelperVault vault(PinSource pins) throws Exception {
        HelperVault vault =
                HelperVault.open(
                        new TokenConfig(PrivatePcscd.openscModule(), "9A", Optional.empty()),
                        pins,
                        TokenOptions.card(),
                        HelperOptions.defaults()
                                .with(Map.of(SOCKET, place().pcscd().environment().get(SOCKET))));
        open.add(vault);
        return vault;
    }

    private VpcdLink inserted() throws Exception {
        return place().pcscd().insert(0, card);
    }

    private static boolean verifies(PublicKey key, byte[] signature) throws Exception {
        return verifies(key, MESSAGE, signature);
    }

    private static boolean verifies(PublicKey key, byte[] message, byte[] signature)
            throws Exception {
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
    }

    @Test
    void the_signature_key_asks_for_the_pin_at_each_signature() throws Exception {
        VpcdLink _ = inserted();
        HelperVault vault = vault(pins(PIN));
        Signer signer = vault.signer(KeyLabel.SIGNATURE);
        assertThat(signer.publicKey()).isEqualTo(place().signature());
        assertThat(verifies(place().signature(), signer.sign(MESSAGE))).isTrue();
        assertThat(verifies(place().signature(), signer.sign(MESSAGE))).isTrue();
        assertThat(asked)
                .extracting(PinRequest::purpose)
                .containsExactly(
                        PinRequest.Purpose.LOGIN,
                        PinRequest.Purpose.ONE_USE,
                        PinRequest.Purpose.ONE_USE);
    }

    @Test
    void the_decryption_key_is_found_by_its_subject_key_identifier_and_agrees() throws Exception {
        VpcdLink _ = inserted();
        HelperVault vault = vault(pins(PIN));
        var key =
                (KeyAgreer)
                        vault.decryptionKey(KeyIdentifier.of(place().decryption())).orElseThrow();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair other = generator.generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(other.getPrivate());
        agreement.doPhase(place().decryption(), true);
        byte[] expected = agreement.generateSecret();
        try (SecretBytes z = key.agree(other.getPublic())) {
            z.with(bytes -> assertThat(bytes).isEqualTo(expected));
        }
        assertThat(vault.decryptionKey(new byte[20])).isEmpty();
        assertThat(vault.certificate(KeyLabel.AUTHENTICATION)).isPresent();
    }

    /** A key made in a slot for old keys, since the card cannot move the old one there. */
    @Test
    void a_newer_decryption_key_in_a_slot_for_old_keys_is_the_one_in_use_and_the_old_one_works()
            throws Exception {
        var agency = new TestAgency("H26.01", "Sở Nội vụ");
        PublicKey fresh = piv.generate(KeySlot.RETIRED.get(0), KeyAlgorithm.P_256);
        Instant later = agency.ca().getNotAfter().toInstant().minus(Duration.ofDays(40));
        X509Certificate certificate =
                agency.issue(
                        fresh,
                        "an",
                        CertificateProfile.ENCRYPTION,
                        later,
                        later.plus(Duration.ofDays(30)));
        piv.certificate(KeySlot.RETIRED.get(0), certificate.getEncoded());
        VpcdLink _ = inserted();
        HelperVault vault = vault(pins(PIN));
        assertThat(vault.certificate(KeyLabel.ENCRYPTION)).contains(certificate);
        for (PublicKey each : List.of(fresh, place().decryption())) {
            var key = (KeyAgreer) vault.decryptionKey(KeyIdentifier.of(each)).orElseThrow();
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair other = generator.generateKeyPair();
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(other.getPrivate());
            agreement.doPhase(each, true);
            byte[] expected = agreement.generateSecret();
            try (SecretBytes z = key.agree(other.getPublic())) {
                z.with(bytes -> assertThat(bytes).isEqualTo(expected));
            }
        }
    }

    @Test
    void a_wrong_pin_is_told_with_the_tries_left_and_costs_one_try() throws Exception {
        VpcdLink _ = inserted();
        assertThatThrownBy(() -> vault(pins("999999")))
                .isInstanceOfSatisfying(
                        KeyException.class,
                        e -> assertThat(e.reason()).isEqualTo(KeyException.Reason.PIN_WRONG));
        assertThat(asked).hasSize(1);
        assertThatThrownBy(() -> vault(pins("999999")))
                .isInstanceOfSatisfying(
                        KeyException.class,
                        e -> {
                            assertThat(e.reason()).isEqualTo(KeyException.Reason.PIN_WRONG);
                            assertThat(e.triesLeft()).isEqualTo(1);
                        });
        HelperVault vault = vault(pins(PIN));
        assertThat(asked.getLast().token().finalTry()).isTrue();
        assertThat(vault.signer(KeyLabel.SIGNATURE).sign(MESSAGE)).isNotEmpty();
    }

    @Test
    void a_card_that_is_taken_out_while_it_signs_is_told_within_a_second_and_works_when_it_is_back()
            throws Exception {
        VpcdLink link = inserted();
        HelperVault vault = vault(pins(PIN));
        Signer signer = vault.signer(KeyLabel.SIGNATURE);
        var working = new CountDownLatch(1);
        var letGo = new CountDownLatch(1);
        card.next(CardFaults.GENERAL_AUTHENTICATE, CardFaults.held(working, letGo));
        CompletableFuture<byte[]> signing =
                CompletableFuture.supplyAsync(() -> signer.sign(MESSAGE));
        assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(signing).isNotDone();
        link.close();
        assertThatThrownBy(() -> signing.get(1, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        KeyException.class,
                        e -> assertThat(e.reason()).isEqualTo(KeyException.Reason.TOKEN_MISSING));
        letGo.countDown();
        link.awaitRemoval();
        place().pcscd().await(0, false);
        VpcdLink _ = inserted();
        assertThat(verifies(place().signature(), Insist.on(() -> signer.sign(MESSAGE)))).isTrue();
        assertThat(asked)
                .extracting(PinRequest::purpose)
                .as("nobody is asked again for a signature that failed")
                .containsExactly(
                        PinRequest.Purpose.LOGIN,
                        PinRequest.Purpose.ONE_USE,
                        PinRequest.Purpose.LOGIN,
                        PinRequest.Purpose.ONE_USE);
    }

    @Test
    void a_card_that_is_pulled_while_it_signs_ends_the_call_within_a_second() throws Exception {
        VpcdLink _ = inserted();
        HelperVault vault = vault(pins(PIN));
        Signer signer = vault.signer(KeyLabel.SIGNATURE);
        card.next(CardFaults.GENERAL_AUTHENTICATE, CardFaults.pulledBefore());
        CompletableFuture<byte[]> signing =
                CompletableFuture.supplyAsync(() -> signer.sign(MESSAGE));
        assertThatThrownBy(() -> signing.get(1, TimeUnit.SECONDS))
                .hasCauseInstanceOf(KeyException.class);
        place().pcscd().await(0, false);
        VpcdLink _ = inserted();
        assertThat(verifies(place().signature(), Insist.on(() -> signer.sign(MESSAGE)))).isTrue();
    }

    /** SELECT PIV, then a signature with 9A over 32 zero bytes, without a PIN. */
    private PrivatePcscd.Result rawSignature() throws Exception {
        return place().pcscd()
                .run(
                        "opensc-tool",
                        "-s",
                        "00A4040009A00000030800001000",
                        "-s",
                        "0087119A267C24820081" + "20" + "00".repeat(32) + "00");
    }

    @Test
    void no_other_program_signs_with_a_card_that_its_holder_opened() throws Exception {
        VpcdLink _ = inserted();
        HelperVault vault = vault(pins(PIN));
        assertThat(vault.signer(KeyLabel.AUTHENTICATION).sign(MESSAGE)).isNotEmpty();
        assertThat(rawSignature().output()).contains("in use by another application");
        vault.close();
        assertThat(rawSignature().output()).contains("SW1=0x69, SW2=0x82");
    }

    @Test
    void a_second_program_is_told_that_the_card_is_in_use() throws Exception {
        VpcdLink _ = inserted();
        HelperVault first = vault(pins(PIN));
        assertThatThrownBy(() -> vault(pins(PIN)))
                .isInstanceOfSatisfying(
                        KeyException.class,
                        e -> assertThat(e.reason()).isEqualTo(KeyException.Reason.BUSY));
        assertThat(asked).hasSize(1);
        assertThat(first.signer(KeyLabel.AUTHENTICATION).sign(MESSAGE)).isNotEmpty();
    }

    @Test
    void two_programs_have_the_card_one_after_the_other_and_never_both() throws Exception {
        VpcdLink _ = inserted();
        PublicKey key;
        try (HelperVault ours = vault(pins(PIN))) {
            key = ours.signer(KeyLabel.AUTHENTICATION).publicKey();
            try (OtherOfficer other = OtherOfficer.start(place().pcscd())) {
                assertThat(other.told()).isEqualTo("BUSY");
            }
            assertThat(ours.signer(KeyLabel.AUTHENTICATION).sign(MESSAGE)).isNotEmpty();
        }
        try (OtherOfficer other = OtherOfficer.start(place().pcscd())) {
            byte[] signature = HexFormat.of().parseHex(other.told());
            assertThat(verifies(key, OtherOfficer.message(), signature)).isTrue();
            assertThatThrownBy(() -> vault(pins(PIN)))
                    .isInstanceOfSatisfying(
                            KeyException.class,
                            e -> assertThat(e.reason()).isEqualTo(KeyException.Reason.BUSY));
        }
        assertThat(vault(pins(PIN)).signer(KeyLabel.AUTHENTICATION).sign(MESSAGE)).isNotEmpty();
    }

    /** The card is held in the middle of its work, so that the module is certainly in use. */
    @Test
    void a_module_that_somebody_finalises_while_the_card_works_costs_the_helper_at_most()
            throws Exception {
        VpcdLink _ = inserted();
        Path go = folder.resolve("go");
        HelperVault vault =
                SabotagedHelper.open(
                        new TokenConfig(PrivatePcscd.openscModule(), "9A", Optional.empty()),
                        pins(PIN),
                        TokenOptions.card(),
                        Map.of(SOCKET, place().pcscd().environment().get(SOCKET)),
                        go);
        open.add(vault);
        Signer signer = vault.signer(KeyLabel.AUTHENTICATION);
        PublicKey key = signer.publicKey();
        assertThat(verifies(key, MESSAGE, signer.sign(MESSAGE))).isTrue();
        long first = vault.helperProcess().orElseThrow();
        FinalizedInUse.next(go);
        card.next(CardFaults.GENERAL_AUTHENTICATE, CardFaults.delayed(Duration.ofMillis(100)));
        long began = System.nanoTime();
        boolean failed = false;
        try {
            assertThat(verifies(key, MESSAGE, signer.sign(MESSAGE))).isTrue();
        } catch (KeyException e) {
            assertThat(e.reason()).isEqualTo(KeyException.Reason.DEVICE_FAILURE);
            failed = true;
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        assertThat(go).doesNotExist();
        assertThat(verifies(key, MESSAGE, Insist.on(() -> signer.sign(MESSAGE)))).isTrue();
        assertThat(vault.helperProcess().orElseThrow().equals(first)).isNotEqualTo(failed);
    }
}
