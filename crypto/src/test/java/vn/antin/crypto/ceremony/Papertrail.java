package vn.antin.crypto.ceremony;

import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.testkit.SoftwareVault;

/** Three custodians with cards in memory, and the papers of a ceremony that they hold. */
public final class Papertrail {
    static final Instant NOON = Instant.parse("2026-11-22T05:00:00Z");

    final List<SoftwareVault> cards = new ArrayList<>();
    final List<Custodian> custodians = new ArrayList<>();
    final SoftwareVault hsm;

    Papertrail() {
        this(
                new SoftwareVault()
                        .ecP384(KeyLabel.CA)
                        .ecP256(KeyLabel.SEAL)
                        .ecP256(KeyLabel.TLS)
                        .ecP256(KeyLabel.TIMESTAMP)
                        .ed25519(KeyLabel.LOG));
    }

    /** A ceremony that made the keys of this vault. */
    public Papertrail(SoftwareVault hsm) {
        this.hsm = hsm;
        for (String name : List.of("Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường")) {
            SoftwareVault card = new SoftwareVault().ecP256("signature").ecP256("encryption");
            cards.add(card);
            custodians.add(
                    Custodian.introduce(
                            name, card.signer("signature"), card.signer("encryption").publicKey()));
        }
    }

    Signer card(int number) {
        return cards.get(number).signer("signature");
    }

    CeremonyPlan plan() {
        return plan(custodians, 2);
    }

    CeremonyPlan plan(List<Custodian> persons, int threshold) {
        return new CeremonyPlan(
                CeremonyPlan.Act.MAKE_KEYS,
                OrganizationId.parse("H26.01"),
                "gw-H26.01",
                Optional.of("1234abcd"),
                CeremonyPlan.GATEWAY_KEYS,
                List.of(),
                persons,
                threshold,
                Digest.of(new byte[] {7}),
                NOON.minus(Duration.ofHours(1)),
                NOON.plus(Duration.ofHours(7)));
    }

    Approval approval(CeremonyPlan plan, int person) throws CeremonyProblem {
        return Approval.sign(plan, card(person), NOON);
    }

    CeremonyRecord record() throws CeremonyProblem {
        CeremonyPlan plan = plan();
        ApprovedPlan approved =
                ApprovedPlan.of(plan, List.of(approval(plan, 0), approval(plan, 2)), NOON);
        var keys = new ArrayList<RecordedKey>();
        for (String label : plan.keys()) {
            Optional<PublicKey> key =
                    label.equals(KeyLabel.STORAGE)
                            ? Optional.empty()
                            : Optional.of(hsm.signer(label).publicKey());
            keys.add(
                    new RecordedKey(
                            label,
                            key.isPresent() ? "EC_P256" : "AES_256",
                            key.map(each -> "00ff"),
                            key,
                            new TreeMap<>(Map.of("SENSITIVE", true, "EXTRACTABLE", false))));
        }
        return new CeremonyRecord(
                approved,
                new RecordedToken("gw-H26.01", "1234abcd", "SoftHSM project", "SoftHSM v2", "2.6"),
                hsm.signer(KeyLabel.SEAL).publicKey(),
                NOON,
                NOON.plusSeconds(9),
                keys);
    }

    /** The record under the vault's seal. */
    public SignedRecord signed() throws CeremonyProblem {
        return SignedRecord.sign(record(), hsm.signer(KeyLabel.SEAL));
    }
}
