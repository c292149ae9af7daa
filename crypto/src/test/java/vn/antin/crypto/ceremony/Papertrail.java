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

    private static final RecordedToken TOKEN =
            new RecordedToken("gw-H26.01", "1234abcd", "SoftHSM project", "SoftHSM v2", "2.6");
    private static final List<String> BACKED_UP = List.of(KeyLabel.STORAGE);

    final List<SoftwareVault> cards = new ArrayList<>();
    final List<Custodian> custodians = new ArrayList<>();
    final SoftwareVault hsm;
    private final boolean exercise;

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
        this(hsm, false);
    }

    /** The same, perhaps of an exercise. */
    public Papertrail(SoftwareVault hsm, boolean exercise) {
        this.hsm = hsm;
        this.exercise = exercise;
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
                TOKEN.serial(),
                CeremonyPlan.GATEWAY_KEYS,
                persons.size() == 1 ? List.of() : BACKED_UP,
                persons,
                threshold,
                Digest.of(new byte[] {7}),
                NOON.minus(Duration.ofHours(1)),
                NOON.plus(Duration.ofHours(7)),
                exercise);
    }

    Approval approval(CeremonyPlan plan, int person) throws CeremonyProblem {
        return Approval.sign(plan, card(person), NOON);
    }

    CeremonyRecord record() throws CeremonyProblem {
        CeremonyPlan plan = plan();
        ApprovedPlan approved =
                ApprovedPlan.of(plan, List.of(approval(plan, 0), approval(plan, 2)), NOON);
        return new CeremonyRecord(
                approved,
                TOKEN,
                hsm.signer(KeyLabel.SEAL).publicKey(),
                NOON,
                NOON.plusSeconds(9),
                keys(plan));
    }

    private List<RecordedKey> keys(CeremonyPlan plan) {
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
                            new TreeMap<>(
                                    BACKED_UP.contains(label)
                                            ? Map.of(
                                                    "SENSITIVE",
                                                    true,
                                                    "EXTRACTABLE",
                                                    true,
                                                    "WRAP_WITH_TRUSTED",
                                                    true)
                                            : Map.of("SENSITIVE", true, "EXTRACTABLE", false))));
        }
        return keys;
    }

    CeremonyPlan backUpPlan(List<Custodian> persons, int threshold) {
        return new CeremonyPlan(
                CeremonyPlan.Act.BACK_UP,
                OrganizationId.parse("H26.01"),
                TOKEN.label(),
                TOKEN.serial(),
                BACKED_UP,
                BACKED_UP,
                persons,
                threshold,
                Digest.of(new byte[] {8}),
                NOON.minus(Duration.ofHours(1)),
                NOON.plus(Duration.ofHours(7)),
                exercise);
    }

    /** A backup of the storage key of this vault, by the custodians of this trail. */
    CeremonyRecord backUp(CeremonyRecord making) throws CeremonyProblem {
        CeremonyPlan plan = backUpPlan(custodians, 2);
        return new CeremonyRecord(
                ApprovedPlan.of(plan, List.of(approval(plan, 0), approval(plan, 1)), NOON),
                TOKEN,
                hsm.signer(KeyLabel.SEAL).publicKey(),
                NOON,
                NOON.plusSeconds(9),
                keys(plan),
                Optional.of(Digest.of(new byte[] {9})),
                Optional.of(making.digest()));
    }

    /**
     * The record of that backup under the vault's seal.
     *
     * @param making of the keys, perhaps by others
     */
    public SignedRecord signedBackUp(SignedRecord making) throws CeremonyProblem {
        return SignedRecord.sign(backUp(making.record()), hsm.signer(KeyLabel.SEAL));
    }

    /** The record under the vault's seal. */
    public SignedRecord signed() throws CeremonyProblem {
        return SignedRecord.sign(record(), hsm.signer(KeyLabel.SEAL));
    }
}
