package vn.antin.hsm.ceremony;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.ceremony.ApprovedPlan;
import vn.antin.crypto.ceremony.BackupKey;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.ceremony.CeremonyRecord;
import vn.antin.crypto.ceremony.KeyBackup;
import vn.antin.crypto.ceremony.RecordedKey;
import vn.antin.crypto.ceremony.RecordedToken;
import vn.antin.crypto.ceremony.WrappedKey;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyVault;
import vn.antin.crypto.key.PublicKeys;
import vn.antin.hsm.KeyCheck;
import vn.antin.hsm.KeyUse;
import vn.antin.hsm.TokenAdmin;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.key.Extraction;

/**
 * Puts the keys of a backup into another token. All or nothing; when it was cut off it can be
 * repeated: keys that are there already and are the same stay.
 */
public final class RestoreCeremony {
    private static final int PROBE = 32;

    private final KeyVault target;
    private final TokenAdmin admin;
    private final SecureRandom random;

    /** Into this token. */
    public RestoreCeremony(TokenVault target, SecureRandom random) {
        this(target, target.admin(), random);
    }

    /**
     * Into a token that is administered elsewhere, as in a helper.
     *
     * @param admin of the same token
     */
    public RestoreCeremony(KeyVault target, TokenAdmin admin, SecureRandom random) {
        this.target = target;
        this.admin = admin;
        this.random = random;
    }

    /**
     * Unwraps and compares with what the backup says of each key.
     *
     * @param backup whose seal the caller has compared with the agency's
     * @param shares opened by the custodians with their cards
     * @return labels of the keys that were put in now; the others were there already
     * @throws CeremonyProblem TOO_FEW, REPEATED or WRONG_SHARE; then nothing was written
     * @throws KeyException BAD_INPUT when the token has another key with such a label, and nothing
     *     was written; DEVICE_FAILURE when a key is not the one of the backup, and none was left
     */
    public List<String> hold(KeyBackup backup, List<BackupKey.Opened> shares)
            throws CeremonyProblem {
        KeyBackup.Content content = backup.content();
        try (SecretBytes key = content.key().combine(content.approved().plan(), shares)) {
            List<WrappedKey> missing = new ArrayList<>();
            for (WrappedKey each : content.keys()) {
                if (!isThere(each.label())) {
                    missing.add(each);
                } else if (!isThat(each)) {
                    throw new KeyException(
                            KeyException.Reason.BAD_INPUT,
                            "the token has another key with label \"" + each.label() + "\"",
                            null);
                }
            }
            admin.restore(key, missing);
            for (WrappedKey each : missing) {
                requireRestored(each, missing);
            }
            return missing.stream().map(WrappedKey::label).toList();
        }
    }

    /**
     * The record of a restoration that was held: no seal signs it, the custodians did.
     *
     * @param approved {@link KeyBackup#restoration} of this token, approved by those who opened
     *     their shares
     * @param began when
     * @param ended when
     * @throws CeremonyProblem WRONG_SUBJECT when the plan is of another token
     */
    public CeremonyRecord record(
            ApprovedPlan approved, KeyBackup backup, Instant began, Instant ended)
            throws CeremonyProblem {
        RecordedToken token = GatewayCeremony.described(admin.status());
        if (!approved.plan().isOf(token.label(), token.serial())) {
            throw new CeremonyProblem(
                    CeremonyProblem.Reason.WRONG_SUBJECT, token.label() + ", " + token.serial());
        }
        List<RecordedKey> keys = new ArrayList<>();
        for (WrappedKey each : backup.content().keys()) {
            keys.add(
                    BackupCeremony.recorded(
                            each.label(),
                            each.publicKey(),
                            admin.checkAttributes(each.label(), Extraction.RESTORED)));
        }
        return new CeremonyRecord(
                approved,
                token,
                backup.content().seal(),
                began,
                ended,
                keys,
                Optional.of(Digest.of(backup.toBytes())),
                Optional.empty());
    }

    private boolean isThere(String label) {
        try {
            KeyCheck unused = admin.checkAttributes(label, Extraction.RESTORED);
            return true;
        } catch (KeyException e) {
            if (e.reason() == KeyException.Reason.NO_SUCH_KEY) {
                return false;
            }
            throw e;
        }
    }

    private void requireRestored(WrappedKey key, List<WrappedKey> all) {
        KeyCheck check = admin.checkAttributes(key.label(), Extraction.RESTORED);
        if (check.passed() && isThat(key)) {
            return;
        }
        KeyException why =
                new KeyException(
                        KeyException.Reason.DEVICE_FAILURE,
                        "the restored key \""
                                + key.label()
                                + "\" is not that of the backup "
                                + check.problems(),
                        null);
        for (WrappedKey each : all) {
            try {
                admin.delete(each.label());
            } catch (KeyException e) {
                why.addSuppressed(e);
            }
        }
        throw why;
    }

    private boolean isThat(WrappedKey key) {
        Optional<PublicKey> half = key.publicKey();
        if (half.isEmpty()) {
            Optional<Digest> check = key.check();
            return check.equals(Optional.of(BackupCeremony.check(admin, key.label())));
        }
        return admin.publicKey(key.label()).equals(half.get())
                && (KeyUse.of(key.label()) == KeyUse.SIGN
                        ? signs(key.label(), half.get())
                        : agrees(half.get()));
    }

    private boolean signs(String label, PublicKey half) {
        byte[] message = new byte[PROBE];
        random.nextBytes(message);
        return PublicKeys.verifies(half, message, target.signer(label).sign(message));
    }

    private boolean agrees(PublicKey half) {
        Optional<DecryptionKey> found = target.decryptionKey(KeyIdentifier.of(half));
        if (!(found.orElse(null) instanceof KeyAgreer agreer)
                || !(half instanceof ECPublicKey curve)) {
            return false;
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(curve.getParams(), random);
            KeyPair probe = generator.generateKeyPair();
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(probe.getPrivate());
            agreement.doPhase(half, true);
            try (SecretBytes here = SecretBytes.owning(agreement.generateSecret());
                    SecretBytes there = agreer.agree(probe.getPublic())) {
                return here.use(one -> there.use(two -> Arrays.equals(one, two)));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK does ECDH on this curve", e);
        }
    }
}
