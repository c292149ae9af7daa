package vn.antin.hsm.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.ceremony.Approval;
import vn.antin.crypto.ceremony.ApprovedPlan;
import vn.antin.crypto.ceremony.CeremonyPlan;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.ceremony.CeremonyRecord;
import vn.antin.crypto.ceremony.Custodian;
import vn.antin.crypto.ceremony.RecordedKey;
import vn.antin.crypto.ceremony.SignedRecord;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.hsm.KeyInfo;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.testkit.SoftHsm;

/** The ceremony of a gateway, each custodian with a card of its own. */
class GatewayCeremonyTest {
    private static final Instant NOON = Instant.parse("2026-11-22T05:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOON);
    private static final OrganizationId AGENCY = OrganizationId.parse("H26.01");

    private static ApprovedPlan alone(TokenVault vault) throws CeremonyProblem {
        try (TokenVault card = SoftHsm.create().open()) {
            return new CustodianCard(card)
                    .approveAlone(
                            "Nguyễn Văn An",
                            AGENCY,
                            vault.status(),
                            true,
                            NOON,
                            new SecureRandom());
        }
    }

    @Test
    void two_of_three_custodians_have_all_keys_of_a_gateway_made_and_recorded() throws Exception {
        SoftHsm hsm = SoftHsm.create();
        List<TokenVault> cards = new ArrayList<>();
        List<Custodian> persons = new ArrayList<>();
        for (String name : List.of("Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường")) {
            TokenVault card = SoftHsm.create().open();
            cards.add(card);
            persons.add(new CustodianCard(card).introduce(name));
        }
        try (TokenVault vault = hsm.open()) {
            CeremonyPlan plan =
                    new CeremonyPlan(
                            CeremonyPlan.Act.MAKE_KEYS,
                            AGENCY,
                            hsm.config().tokenLabel(),
                            hsm.config().serial().orElseThrow(),
                            CeremonyPlan.keysOf(CeremonyPlan.Act.MAKE_KEYS),
                            List.of(),
                            persons,
                            2,
                            Digest.of(new byte[] {1}),
                            NOON,
                            NOON.plusSeconds(3600),
                            true);
            List<Approval> approvals =
                    List.of(
                            new CustodianCard(cards.get(2)).approve(plan, NOON),
                            new CustodianCard(cards.get(0)).approve(plan, NOON));
            CeremonyRecord record =
                    new GatewayCeremony(vault.admin(), CLOCK)
                            .hold(ApprovedPlan.of(plan, approvals, NOON));
            assertThat(record.keys())
                    .extracting(RecordedKey::label)
                    .containsExactly(
                            KeyLabel.CA,
                            KeyLabel.SEAL,
                            KeyLabel.TLS,
                            KeyLabel.TIMESTAMP,
                            KeyLabel.LOG,
                            KeyLabel.STORAGE,
                            KeyLabel.ENCRYPTION);
            assertThat(vault.signer(KeyLabel.LOG).algorithm())
                    .isEqualTo(SignatureAlgorithm.ED25519);
            assertThat(vault.signer(KeyLabel.CA).algorithm())
                    .isEqualTo(SignatureAlgorithm.ECDSA_P384_SHA384);
            SignedRecord signed = SignedRecord.sign(record, vault.signer(KeyLabel.SEAL));
            assertThat(SignedRecord.verify(record.toBytes(), signed.signature()).record().token())
                    .isEqualTo(record.token());
            assertThat(record.text(Locale.of("vi")))
                    .startsWith("BẢN DÙNG THỬ")
                    .contains(hsm.config().tokenLabel(), "Lê Văn Cường")
                    .contains("BIÊN BẢN TẠO KHÓA");
        } finally {
            cards.forEach(TokenVault::close);
        }
    }

    @Test
    void approvals_of_one_token_do_not_make_the_same_gateway_in_a_second_with_its_label()
            throws CeremonyProblem {
        try (TokenVault first = SoftHsm.create().open();
                TokenVault second = SoftHsm.create().open();
                TokenVault card = SoftHsm.create().open()) {
            CustodianCard an = new CustodianCard(card);
            CeremonyPlan plan =
                    new CeremonyPlan(
                            CeremonyPlan.Act.MAKE_KEYS,
                            AGENCY,
                            second.status().label(),
                            first.status().serial(),
                            CeremonyPlan.GATEWAY_KEYS,
                            List.of(),
                            List.of(an.introduce("Nguyễn Văn An")),
                            1,
                            Digest.of(new byte[] {1}),
                            NOON,
                            NOON.plusSeconds(3600),
                            true);
            ApprovedPlan approved = ApprovedPlan.of(plan, List.of(an.approve(plan, NOON)), NOON);
            assertThatThrownBy(() -> new GatewayCeremony(second.admin(), CLOCK).hold(approved))
                    .isInstanceOfSatisfying(
                            CeremonyProblem.class,
                            e ->
                                    assertThat(e.reason())
                                            .isEqualTo(CeremonyProblem.Reason.WRONG_SUBJECT));
            assertThat(second.admin().keys()).isEmpty();
        }
    }

    @Test
    void a_plan_for_another_token_makes_nothing() throws CeremonyProblem {
        try (TokenVault other = SoftHsm.create().open();
                TokenVault vault = SoftHsm.create().open()) {
            ApprovedPlan approved = alone(other);
            assertThatThrownBy(() -> new GatewayCeremony(vault.admin(), CLOCK).hold(approved))
                    .isInstanceOfSatisfying(
                            CeremonyProblem.class,
                            e ->
                                    assertThat(e.reason())
                                            .isEqualTo(CeremonyProblem.Reason.WRONG_SUBJECT));
            assertThat(vault.admin().keys()).isEmpty();
        }
    }

    @Test
    void a_ceremony_that_fails_leaves_the_token_as_it_was() throws CeremonyProblem {
        try (TokenVault vault = SoftHsm.create().open()) {
            ApprovedPlan approved = alone(vault);
            vault.admin().generate(KeyLabel.LOG, KeyType.ED25519);
            assertThatThrownBy(() -> new GatewayCeremony(vault.admin(), CLOCK).hold(approved))
                    .isInstanceOfSatisfying(
                            KeyException.class,
                            e -> assertThat(e.reason()).isEqualTo(KeyException.Reason.BAD_INPUT));
            assertThat(vault.admin().keys()).extracting(KeyInfo::label).containsOnly(KeyLabel.LOG);
        }
    }
}
