package vn.antin.hsm.ceremony;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.ceremony.ApprovedPlan;
import vn.antin.crypto.ceremony.CeremonyPlan;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.ceremony.CeremonyRecord;
import vn.antin.crypto.ceremony.RecordedKey;
import vn.antin.crypto.ceremony.RecordedToken;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.hsm.KeyCheck;
import vn.antin.hsm.KeyPairInfo;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.KeyUse;
import vn.antin.hsm.TokenAdmin;
import vn.antin.hsm.key.Extraction;
import vn.antin.hsm.token.TokenStatus;

/**
 * Makes the keys of a gateway inside its token, as an approved plan says.
 *
 * <p>All or nothing: when one key fails, those made before are destroyed. Each key is read back
 * (sensitive, not extractable or, if the plan says so, only wrapped under a trusted key, made here,
 * one use) before it enters the record.
 */
public final class GatewayCeremony {
    static final String AES = "AES_256";

    private final TokenAdmin admin;
    private final InstantSource clock;

    /** A ceremony at this token. */
    public GatewayCeremony(TokenAdmin admin, InstantSource clock) {
        this.admin = admin;
        this.clock = clock;
    }

    static KeyType type(String label) {
        return switch (label) {
            case KeyLabel.CA -> KeyType.EC_P384;
            case KeyLabel.LOG -> KeyType.ED25519;
            default -> KeyType.EC_P256;
        };
    }

    /**
     * Makes all keys of the plan.
     *
     * @throws CeremonyProblem WRONG_SUBJECT when the plan is of another token or act; then nothing
     *     changes
     * @throws KeyException BAD_INPUT when the token has one of them already; then nothing changes
     */
    public CeremonyRecord hold(ApprovedPlan approved) throws CeremonyProblem {
        CeremonyPlan plan = approved.plan();
        TokenStatus status = admin.status();
        if (plan.act() != CeremonyPlan.Act.MAKE_KEYS
                || !plan.isOf(status.label(), status.serial())) {
            throw new CeremonyProblem(
                    CeremonyProblem.Reason.WRONG_SUBJECT, status.label() + ", " + status.serial());
        }
        requireFree(plan);
        Instant began = clock.instant();
        var made = new ArrayList<String>();
        var keys = new ArrayList<RecordedKey>();
        try {
            for (String label : plan.keys()) {
                Extraction extraction =
                        plan.recoverable().contains(label) ? Extraction.WRAPPED : Extraction.NEVER;
                Optional<KeyPairInfo> pair = make(label, extraction);
                made.add(label);
                keys.add(recorded(label, pair, extraction));
            }
        } catch (RuntimeException e) {
            throw undo(made, e);
        }
        return new CeremonyRecord(
                approved,
                described(status),
                admin.publicKey(KeyLabel.SEAL),
                began,
                clock.instant(),
                keys);
    }

    /**
     * Refuses a token that has one of the plan's keys.
     *
     * @throws KeyException BAD_INPUT
     */
    public void requireFree(CeremonyPlan plan) {
        for (String label : plan.keys()) {
            if (has(label)) {
                throw new KeyException(
                        KeyException.Reason.BAD_INPUT,
                        "the token has a key with label \"" + label + "\" already",
                        null);
            }
        }
    }

    /** Destroys keys that an attempt made which was cut off; those that are not there are fine. */
    public void forget(List<String> labels) {
        labels.stream().filter(this::has).forEach(admin::delete);
    }

    private boolean has(String label) {
        try {
            KeyCheck unused = admin.checkAttributes(label);
            return true;
        } catch (KeyException e) {
            if (e.reason() == KeyException.Reason.NO_SUCH_KEY) {
                return false;
            }
            throw e;
        }
    }

    /** A token as it stands in papers. */
    static RecordedToken described(TokenStatus status) {
        return new RecordedToken(
                status.label(),
                status.serial(),
                status.manufacturer(),
                status.model(),
                status.firmware());
    }

    private Optional<KeyPairInfo> make(String label, Extraction extraction) {
        if (label.equals(KeyLabel.STORAGE)) {
            admin.generateStorageKey(label, extraction);
            return Optional.empty();
        }
        return Optional.of(admin.generate(label, type(label), KeyUse.of(label), extraction));
    }

    private RecordedKey recorded(String label, Optional<KeyPairInfo> pair, Extraction extraction) {
        KeyCheck check = admin.checkAttributes(label, extraction);
        if (!check.passed()) {
            throw new KeyException(
                    KeyException.Reason.DEVICE_FAILURE,
                    "key \"" + label + "\" is not as it should be: " + check.problems(),
                    null);
        }
        return new RecordedKey(
                label,
                pair.map(p -> p.type().name()).orElse(AES),
                pair.map(p -> HexFormat.of().formatHex(p.id())),
                pair.map(KeyPairInfo::publicKey),
                check.attributes());
    }

    private RuntimeException undo(List<String> made, RuntimeException why) {
        for (String label : made.reversed()) {
            try {
                admin.delete(label);
            } catch (KeyException e) {
                why.addSuppressed(e);
            }
        }
        return why;
    }
}
