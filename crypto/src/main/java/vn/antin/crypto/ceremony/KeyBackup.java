package vn.antin.crypto.ceremony;

import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.ceremony.CeremonyProblem.Reason;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.PublicKeys;
import vn.antin.crypto.key.Signer;

/**
 * A backup of keys (docs/formats/key-backup.md): an approved plan, the keys as the token wrapped
 * them, and the backup key in shares; under the agency's seal. {@link #sign} and {@link #parse}
 * alone make one. Immutable.
 */
public final class KeyBackup {
    private static final String TYPE = "antin-key-backup";
    private static final Duration ONE_DAY = Duration.ofDays(1);

    /**
     * What is sealed.
     *
     * @param approved a plan to back up, and the custodians' approvals
     * @param token whose keys they are
     * @param seal public key of the agency's seal
     * @param made when, to the millisecond
     * @param key the backup key
     * @param keys those of the plan, in its order
     */
    public record Content(
            ApprovedPlan approved,
            RecordedToken token,
            PublicKey seal,
            Instant made,
            BackupKey key,
            List<WrappedKey> keys) {
        /** Keeps its own copies. */
        public Content {
            made = made.truncatedTo(ChronoUnit.MILLIS);
            keys = List.copyOf(keys);
        }

        private void requireOfPlan() throws CeremonyProblem {
            CeremonyPlan plan = approved.plan();
            if (plan.act() != CeremonyPlan.Act.BACK_UP
                    || !plan.isOf(token.label(), token.serial())) {
                throw new CeremonyProblem(
                        Reason.WRONG_SUBJECT, token.label() + ", " + token.serial());
            }
            if (!keys.stream().map(WrappedKey::label).toList().equals(plan.keys())
                    || key.shares().size() != plan.custodians().size()) {
                throw new CeremonyProblem(Reason.WRONG_KEYS, keys.size());
            }
        }

        private JsonObject.Builder toJson() {
            return Papers.start(TYPE)
                    .put("plan", approved.plan().toJson())
                    .putObjects(
                            "approvals",
                            approved.approvals().stream().map(Approval::toJson).toList())
                    .put("token", token.toJson())
                    .put("seal", seal.getEncoded())
                    .put("made", made)
                    .put("keyCheck", key.check().hex())
                    .putObjects(
                            "shares", key.shares().stream().map(BackupKey.Share::toJson).toList())
                    .putObjects("keys", keys.stream().map(WrappedKey::toJson).toList());
        }
    }

    private final Content content;
    private final byte[] signature;

    private KeyBackup(Content content, byte[] signature) throws CeremonyProblem {
        content.requireOfPlan();
        if (!PublicKeys.verifies(content.seal(), signed(content), signature)) {
            throw new CeremonyProblem(Reason.BAD_RECORD_SIGNATURE);
        }
        this.content = content;
        this.signature = signature;
    }

    /**
     * Seals a backup.
     *
     * @param seal the agency's seal; errors of the device are {@code KeyException}s
     * @throws CeremonyProblem when the content is not of its plan or names another seal
     */
    public static KeyBackup sign(Content content, Signer seal) throws CeremonyProblem {
        content.requireOfPlan();
        return new KeyBackup(content, seal.sign(signed(content)));
    }

    private static byte[] signed(Content content) {
        return Papers.signed(TYPE, content.toJson().build());
    }

    /** What was sealed. */
    public Content content() {
        return content;
    }

    /**
     * What the custodians approve with their cards when they open their shares: to put these keys
     * into one other token, within a day.
     *
     * @param target label of that token
     * @param serial its serial number
     */
    public CeremonyPlan restoration(String target, String serial, Instant now) {
        CeremonyPlan plan = content.approved().plan();
        return new CeremonyPlan(
                CeremonyPlan.Act.RESTORE,
                plan.organization(),
                target,
                serial,
                plan.keys(),
                plan.recoverable(),
                plan.custodians(),
                plan.threshold(),
                Digest.of(toBytes()),
                now,
                now.plus(ONE_DAY),
                plan.exercise());
    }

    /** Canonical JSON: the file. */
    public byte[] toBytes() {
        return content.toJson().put("signature", signature).build().canonicalBytes();
    }

    /**
     * Reads {@link #toBytes} and checks approvals and seal; whether the seal is that of the agency
     * is for the caller to compare.
     *
     * @throws CeremonyProblem MALFORMED, or what does not hold
     */
    public static KeyBackup parse(byte[] canonical) throws CeremonyProblem {
        try {
            JsonObject json = JsonObject.parseCanonical(canonical);
            Papers.require(json, TYPE);
            json.onlyKeys(
                    "type",
                    "version",
                    "plan",
                    "approvals",
                    "token",
                    "seal",
                    "made",
                    "keyCheck",
                    "shares",
                    "keys",
                    "signature");
            Instant made = json.instant("made");
            ApprovedPlan approved =
                    ApprovedPlan.of(
                            CeremonyPlan.fromJson(json.object("plan")),
                            json.objects("approvals").stream().map(Approval::fromJson).toList(),
                            made);
            return new KeyBackup(
                    new Content(
                            approved,
                            RecordedToken.fromJson(json.object("token")),
                            Papers.key(json, "seal"),
                            made,
                            new BackupKey(
                                    Papers.digest(json, "keyCheck"),
                                    json.objects("shares").stream()
                                            .map(BackupKey.Share::fromJson)
                                            .toList()),
                            json.objects("keys").stream().map(WrappedKey::fromJson).toList()),
                    json.bytes("signature"));
        } catch (JsonException | IllegalArgumentException e) {
            throw new CeremonyProblem(Reason.MALFORMED, String.valueOf(e.getMessage()));
        }
    }
}
