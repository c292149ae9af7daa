package vn.antin.hsm.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.KeyVault;
import vn.antin.crypto.key.PublicKeys;
import vn.antin.crypto.key.SecurityStrength;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.testkit.OutsideCa;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.crypto.testkit.SoftwareVault.KeyType;
import vn.antin.hsm.Pin;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.helper.HelperForeignCard;
import vn.antin.hsm.helper.HelperOptions;
import vn.antin.hsm.helper.HelperVault;
import vn.antin.hsm.key.KeyNames;
import vn.antin.hsm.testkit.SoftHsm;
import vn.antin.hsm.testkit.VendorToken;

/** A token that others made, with labels of their own: what is on it and what it can do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignCardTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    @TempDir static Path folder;
    private final SoftHsm hsm = SoftHsm.create();
    private final KeyPair shorter = SoftwareVault.newKeyPair(KeyType.RSA_2048);
    private final KeyPair longer = SoftwareVault.newKeyPair(KeyType.RSA_3072);
    private VendorToken vendor = VendorToken.of(hsm, folder);
    private X509Certificate certificate;

    @BeforeAll
    void put() throws IOException {
        vendor = VendorToken.of(hsm, folder);
        OutsideCa ca = new OutsideCa(folder.resolve("ca"));
        certificate = ca.issue(shorter.getPublic(), "Nguyễn Văn A");
        vendor.key(shorter, "te-4c1d-container", "a1b2c3");
        vendor.certificate(certificate, "Nguyễn Văn A's certificate", "a1b2c3");
        vendor.certificate(ca.authority(), "", "ff");
        vendor.key(longer, "te-4c1d-container", "d4");
    }

    private static ForeignKey with(AdoptableCard card, KeyPair pair) {
        return card.keys().stream()
                .filter(key -> key.publicKey().equals(pair.getPublic()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void keys_and_certificates_belong_together_by_their_public_keys() {
        try (ForeignCard card = ForeignCard.open(hsm.config(), hsm.pins())) {
            assertThat(card.keys()).hasSize(2);
            ForeignKey key = with(card, shorter);
            assertThat(key.label()).isEqualTo("te-4c1d-container");
            assertThat(key.id()).isEqualTo("a1b2c3");
            assertThat(key.certificates()).containsExactly(certificate);
            assertThat(with(card, longer).certificates()).isEmpty();
            assertThat(card.certificates()).hasSize(2);
        }
    }

    @Test
    void a_card_in_a_helper_shows_and_does_what_it_does_here() {
        HelperVault vault =
                HelperVault.open(
                        hsm.config(),
                        hsm.pins(),
                        TokenOptions.card().with(KeyNames.LABELS),
                        HelperOptions.defaults().forOneCommand());
        try (ForeignCard here = ForeignCard.open(hsm.config(), hsm.pins());
                AdoptableCard there = new HelperForeignCard(vault)) {
            assertThat(there.certificates())
                    .containsExactlyInAnyOrderElementsOf(here.certificates());
            assertThat(there.keys())
                    .extracting(ForeignKey::label, ForeignKey::id, ForeignKey::certificates)
                    .containsExactlyInAnyOrderElementsOf(
                            here.keys().stream()
                                    .map(k -> tuple(k.label(), k.id(), k.certificates()))
                                    .toList());
            ForeignKey key = with(there, shorter);
            Abilities found = there.probe(key);
            assertThat(found).isEqualTo(here.probe(with(here, shorter)));
            for (Abilities.Signing way :
                    List.of(Abilities.Signing.IN_CARD, Abilities.Signing.PADDING_IN_SOFTWARE)) {
                byte[] signature = there.signer(key, new Abilities(way, false)).sign(MESSAGE);
                assertThat(
                                PublicKeys.verifies(
                                        shorter.getPublic(),
                                        SecurityStrength.BITS_112,
                                        MESSAGE,
                                        signature))
                        .isTrue();
            }
            assertThat(there.decryptionKey(key).publicKey()).isEqualTo(shorter.getPublic());
        }
    }

    @Test
    void abilities_are_found_by_doing_and_nothing_is_written() throws IOException {
        String before = vendor.objects();
        try (ForeignCard card = ForeignCard.open(hsm.config(), hsm.pins())) {
            // SoftHSM lists OAEP, but does it with SHA-1 only.
            for (KeyPair pair : List.of(shorter, longer)) {
                Abilities found = card.probe(with(card, pair));
                assertThat(found).isEqualTo(new Abilities(Abilities.Signing.IN_CARD, false));
                Signer signer = card.signer(with(card, pair), found);
                assertThat(
                                PublicKeys.verifies(
                                        pair.getPublic(),
                                        SecurityStrength.BITS_112,
                                        MESSAGE,
                                        signer.sign(MESSAGE)))
                        .isTrue();
            }
        }
        assertThat(vendor.objects()).isEqualTo(before);
    }

    @Test
    void a_token_that_only_does_the_bare_operation_signs_with_the_padding_of_software() {
        try (ForeignCard card = ForeignCard.open(hsm.config(), hsm.pins())) {
            Signer signer =
                    card.signer(
                            with(card, shorter),
                            new Abilities(Abilities.Signing.PADDING_IN_SOFTWARE, false));
            assertThat(signer.algorithm()).isEqualTo(SignatureAlgorithm.RSA_PSS_SHA256);
            assertThat(
                            PublicKeys.verifies(
                                    shorter.getPublic(),
                                    SecurityStrength.BITS_112,
                                    MESSAGE,
                                    signer.sign(MESSAGE)))
                    .isTrue();
        }
    }

    @Test
    void a_key_that_may_not_sign_is_found_out() {
        SoftHsm other = SoftHsm.create();
        try (TokenVault vault = other.open()) {
            var unused = vault.admin().generate(KeyLabel.ENCRYPTION, vn.antin.hsm.KeyType.RSA_3072);
        }
        try (ForeignCard card = ForeignCard.open(other.config(), other.pins())) {
            assertThat(card.probe(card.keys().getFirst()).signing())
                    .isEqualTo(Abilities.Signing.NONE);
        }
    }

    @Test
    void a_wrong_pin_is_told_and_tried_once() {
        KeyException refused =
                catchThrowableOfType(
                        KeyException.class,
                        () ->
                                ForeignCard.open(
                                        hsm.config(),
                                        request -> Pin.owning("00000000".toCharArray())));
        assertThat(refused.reason()).isEqualTo(KeyException.Reason.PIN_WRONG);
    }

    @Test
    void the_one_key_is_found_under_every_label_by_its_public_half_also_by_the_helper()
            throws IOException {
        String one = HexFormat.of().formatHex(KeyIdentifier.of(longer.getPublic()));
        for (TokenOptions.Quirk[] quirks :
                List.of(
                        new TokenOptions.Quirk[0],
                        new TokenOptions.Quirk[] {TokenOptions.Quirk.PSS_PADDING_IN_SOFTWARE})) {
            TokenOptions options = TokenOptions.card().with(KeyNames.oneKey(one)).with(quirks);
            try (KeyVault vault =
                    HelperVault.open(hsm.config(), hsm.pins(), options, HelperOptions.defaults())) {
                for (String label : List.of(KeyLabel.SIGNATURE, KeyLabel.AUTHENTICATION)) {
                    Signer signer = vault.signer(label);
                    assertThat(signer.publicKey()).isEqualTo(longer.getPublic());
                    assertThat(
                                    PublicKeys.verifies(
                                            longer.getPublic(), MESSAGE, signer.sign(MESSAGE)))
                            .isTrue();
                }
                assertThat(vault.decryptionKey(KeyIdentifier.of(shorter.getPublic()))).isPresent();
            }
        }
    }

    @Test
    void a_foreign_identifier_that_looks_like_ours_gives_no_other_key() throws IOException {
        SoftHsm trap = SoftHsm.create();
        String wanted = HexFormat.of().formatHex(KeyIdentifier.of(longer.getPublic()));
        VendorToken.of(trap, folder).key(shorter, "bẫy", wanted);
        try (TokenVault vault = trap.open()) {
            assertThat(vault.decryptionKey(KeyIdentifier.of(longer.getPublic()))).isEmpty();
        }
    }
}
