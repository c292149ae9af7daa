package vn.antin.crypto.ceremony;

import java.security.PublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.ceremony.CeremonyProblem.Reason;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;

/**
 * What happened at a ceremony that made, backed up or restored keys: who approved what, which
 * token, when, which keys. Holds nothing secret. Having one means that the approvals hold and the
 * keys are those of the plan; that the agency's seal stands under it is said by {@link
 * SignedRecord}. Immutable.
 *
 * @param approved the plan and the custodians' approvals
 * @param token where the keys are
 * @param seal public key of the agency's seal, which signs this; of a restoration that under the
 *     backup, and only the custodians sign, since the token has no seal
 * @param began to the millisecond
 * @param ended to the millisecond
 * @param keys in the order of the plan
 * @param backup SHA-256 of the backup that was made or restored; empty when keys were made
 * @param making SHA-256 of the record of the making of these keys; of a backup only
 */
public record CeremonyRecord(
        ApprovedPlan approved,
        RecordedToken token,
        PublicKey seal,
        Instant began,
        Instant ended,
        List<RecordedKey> keys,
        Optional<Digest> backup,
        Optional<Digest> making) {
    private static final String SEAL = "seal";
    private static final String BACKUP = "backup";
    private static final String MAKING = "making";

    static final String TYPE = "antin-ceremony-record";

    /** Keeps its own copies, times to the millisecond. */
    public CeremonyRecord {
        began = began.truncatedTo(ChronoUnit.MILLIS);
        ended = ended.truncatedTo(ChronoUnit.MILLIS);
        keys = List.copyOf(keys);
    }

    /** Of keys that were made. */
    public CeremonyRecord(
            ApprovedPlan approved,
            RecordedToken token,
            PublicKey seal,
            Instant began,
            Instant ended,
            List<RecordedKey> keys) {
        this(approved, token, seal, began, ended, keys, Optional.empty(), Optional.empty());
    }

    /** The same with the backup that came of it. */
    public CeremonyRecord ofBackup(Digest file) {
        return new CeremonyRecord(
                approved, token, seal, began, ended, keys, Optional.of(file), making);
    }

    /**
     * Checks that it is of this plan.
     *
     * @throws CeremonyProblem WRONG_SUBJECT or WRONG_KEYS
     */
    void requireOfPlan() throws CeremonyProblem {
        CeremonyPlan plan = approved.plan();
        boolean wanting =
                backup.isPresent() == isMaking()
                        || making.isPresent() != (plan.act() == CeremonyPlan.Act.BACK_UP);
        if (wanting || (isRestoration() && !backup.equals(Optional.of(plan.nonce())))) {
            throw new CeremonyProblem(Reason.WRONG_SUBJECT, plan.act());
        }
        if (!plan.isOf(token.label(), token.serial()) || ended.isBefore(began)) {
            throw new CeremonyProblem(Reason.WRONG_SUBJECT, token.label() + ", " + token.serial());
        }
        if (!keys.stream().map(RecordedKey::label).toList().equals(plan.keys())) {
            throw new CeremonyProblem(Reason.WRONG_KEYS, keys.size());
        }
        for (RecordedKey each : keys) {
            boolean otherSeal =
                    each.label().equals(SEAL) && !each.publicKey().map(seal::equals).orElse(false);
            if (!each.isGuarded(plan.recoverable().contains(each.label())) || otherSeal) {
                throw new CeremonyProblem(Reason.WRONG_KEYS, each.label());
            }
        }
    }

    /**
     * Checks that those who made these keys would back them up: custodians of this making only, as
     * many approvals as it took, of its token and of keys that it let go.
     *
     * @throws CeremonyProblem OTHER_CUSTODIAN, OTHER_THRESHOLD, OTHER_MARK, WRONG_SUBJECT or
     *     WRONG_KEYS
     */
    public void requireOwn(CeremonyPlan copying) throws CeremonyProblem {
        CeremonyPlan made = approved.plan();
        if (!isMaking()
                || copying.act() != CeremonyPlan.Act.BACK_UP
                || !copying.organization().equals(made.organization())
                || !copying.isOf(token.label(), token.serial())) {
            throw new CeremonyProblem(
                    Reason.WRONG_SUBJECT, copying.organization() + ", " + copying.token());
        }
        if (copying.exercise() != made.exercise()) {
            throw new CeremonyProblem(Reason.OTHER_MARK);
        }
        for (Custodian each : copying.custodians()) {
            if (made.custodian(each.name()).filter(each::isSame).isEmpty()) {
                throw new CeremonyProblem(Reason.OTHER_CUSTODIAN, each.name());
            }
        }
        if (copying.threshold() != made.threshold()) {
            throw new CeremonyProblem(
                    Reason.OTHER_THRESHOLD, copying.threshold(), made.threshold());
        }
        for (String label : copying.keys()) {
            if (!made.recoverable().contains(label)) {
                throw new CeremonyProblem(Reason.WRONG_KEYS, label);
            }
        }
    }

    /**
     * Checks that a backup was of the keys of this making, in its token and under its seal, as
     * those who made them would have it.
     *
     * @throws CeremonyProblem as {@link #requireOwn(CeremonyPlan)}
     */
    public void requireOwn(CeremonyRecord backedUp) throws CeremonyProblem {
        requireOwn(backedUp.approved().plan());
        if (!backedUp.making().equals(Optional.of(digest()))
                || !backedUp.token().serial().equals(token.serial())
                || !backedUp.seal().equals(seal)) {
            throw new CeremonyProblem(
                    Reason.WRONG_SUBJECT,
                    backedUp.token().label() + ", " + backedUp.token().serial());
        }
        for (RecordedKey each : backedUp.keys()) {
            if (keys.stream().noneMatch(each::isSame)) {
                throw new CeremonyProblem(Reason.WRONG_KEYS, each.label());
            }
        }
    }

    /** Whether keys were restored: then no seal is under it. */
    public boolean isRestoration() {
        return approved.plan().act() == CeremonyPlan.Act.RESTORE;
    }

    /** Whether keys were made. */
    public boolean isMaking() {
        return approved.plan().act() == CeremonyPlan.Act.MAKE_KEYS;
    }

    /** SHA-256 of {@link #toBytes}, to be compared with the printed record. */
    public Digest digest() {
        return Digest.of(toBytes());
    }

    /** The record as text to print and sign, in Vietnamese unless English is asked for. */
    public String text(Locale locale) {
        return RecordText.of(this, locale);
    }

    /** Canonical JSON. */
    public byte[] toBytes() {
        return toJson().canonicalBytes();
    }

    /**
     * Reads {@link #toBytes} and checks all but the seal's signature.
     *
     * @throws CeremonyProblem MALFORMED, or what does not hold
     */
    public static CeremonyRecord parse(byte[] canonical) throws CeremonyProblem {
        try {
            JsonObject json = JsonObject.parseCanonical(canonical);
            Papers.require(json, TYPE);
            json.onlyKeys(
                    "type",
                    "version",
                    "plan",
                    "approvals",
                    "token",
                    SEAL,
                    "began",
                    "ended",
                    "keys",
                    BACKUP,
                    MAKING);
            Instant began = json.instant("began");
            ApprovedPlan approved =
                    ApprovedPlan.of(
                            CeremonyPlan.fromJson(json.object("plan")),
                            json.objects("approvals").stream().map(Approval::fromJson).toList(),
                            began);
            CeremonyRecord record =
                    new CeremonyRecord(
                            approved,
                            RecordedToken.fromJson(json.object("token")),
                            Papers.key(json, SEAL),
                            began,
                            json.instant("ended"),
                            json.objects("keys").stream().map(RecordedKey::fromJson).toList(),
                            Papers.optionalDigest(json, BACKUP),
                            Papers.optionalDigest(json, MAKING));
            record.requireOfPlan();
            return record;
        } catch (JsonException | IllegalArgumentException e) {
            throw new CeremonyProblem(Reason.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** Whether the plan of this one is that plan: it is spent by its first record. */
    public boolean isOf(CeremonyPlan plan) {
        return approved.plan().digest().equals(plan.digest());
    }

    /** Whether bytes are such a record and no more: of a restoration, which no seal signs. */
    public static boolean isBare(byte[] paper) {
        try {
            return JsonObject.parse(paper).optionalString("type").equals(Optional.of(TYPE));
        } catch (JsonException e) {
            return false;
        }
    }

    JsonObject toJson() {
        return Papers.start(TYPE)
                .put("plan", approved.plan().toJson())
                .putObjects(
                        "approvals", approved.approvals().stream().map(Approval::toJson).toList())
                .put("token", token.toJson())
                .put(SEAL, seal.getEncoded())
                .put("began", began)
                .put("ended", ended)
                .putObjects("keys", keys.stream().map(RecordedKey::toJson).toList())
                .putIfPresent(BACKUP, backup.map(Digest::hex))
                .putIfPresent(MAKING, making.map(Digest::hex))
                .build();
    }
}
