package vn.antin.hsm.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.hsm.KeyInfo;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.testkit.SoftHsm;

/** The ceremony of a gateway. */
class GatewayCeremonyTest {
    private static final InstantSource NOON =
            InstantSource.fixed(Instant.parse("2026-11-22T05:00:00Z"));

    @Test
    void all_keys_of_a_gateway_are_made_and_recorded() {
        SoftHsm hsm = SoftHsm.create();
        try (TokenVault vault = hsm.open()) {
            Transcript record = new GatewayCeremony(vault.admin(), NOON).hold();
            assertThat(record.entries())
                    .extracting(Transcript.Entry::label)
                    .containsExactly(
                            KeyLabel.CA,
                            KeyLabel.SEAL,
                            KeyLabel.TLS,
                            KeyLabel.TIMESTAMP,
                            KeyLabel.LOG,
                            KeyLabel.STORAGE);
            assertThat(vault.signer(KeyLabel.LOG).algorithm())
                    .isEqualTo(SignatureAlgorithm.ED25519);
            assertThat(vault.signer(KeyLabel.CA).algorithm())
                    .isEqualTo(SignatureAlgorithm.ECDSA_P384_SHA384);
            assertThat(record.text(Locale.of("vi")))
                    .contains(hsm.config().tokenLabel(), "12:00:00 22/11/2026 +07:00")
                    .contains("BIÊN BẢN TẠO KHÓA")
                    .contains(record.entries().getFirst().publicKey().orElseThrow().hex());
            assertThat(record.text(Locale.ENGLISH)).contains("RECORD OF THE MAKING");
        }
    }

    @Test
    void a_ceremony_that_fails_leaves_the_token_as_it_was() {
        try (TokenVault vault = SoftHsm.create().open()) {
            vault.admin().generate(KeyLabel.LOG, KeyType.ED25519);
            assertThatThrownBy(() -> new GatewayCeremony(vault.admin(), NOON).hold())
                    .isInstanceOfSatisfying(
                            KeyException.class,
                            e -> assertThat(e.reason()).isEqualTo(KeyException.Reason.BAD_INPUT));
            assertThat(vault.admin().keys()).extracting(KeyInfo::label).containsOnly(KeyLabel.LOG);
        }
    }
}
