package vn.antin.hsm.ceremony;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.ceremony.Approval;
import vn.antin.crypto.ceremony.ApprovedPlan;
import vn.antin.crypto.ceremony.BackupKey;
import vn.antin.crypto.ceremony.CeremonyPlan;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.ceremony.Custodian;
import vn.antin.crypto.ceremony.KeyBackup;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.KeyVault;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.TokenAdmin;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.key.KeyNames;
import vn.antin.hsm.token.TokenStatus;

/** A key custodian's card at a ceremony. */
public final class CustodianCard {
    private static final Duration ONE_DAY = Duration.ofDays(1);
    private static final int NONCE = 32;

    private final KeyVault card;
    private final Optional<TokenAdmin> admin;

    private CustodianCard(KeyVault card, Optional<TokenAdmin> admin) {
        this.card = card;
        this.admin = admin;
    }

    /** An open token, in which missing keys can be made. */
    public CustodianCard(TokenVault card) {
        this(card, Optional.of(card.admin()));
    }

    /** The same, of a token that is administered elsewhere, as in a helper. */
    public static CustodianCard administered(KeyVault card, TokenAdmin admin) {
        return new CustodianCard(card, Optional.of(admin));
    }

    /** An open card that has its keys and their certificates, as PIV cards must. */
    public static CustodianCard withKeys(KeyVault card) {
        return new CustodianCard(card, Optional.empty());
    }

    /**
     * Whether a token is a PIV card, whose module makes no keys.
     *
     * @param manufacturer as the module names it
     */
    public static boolean hasKeysOnly(String manufacturer) {
        return KeyNames.ofManufacturer(manufacturer).equals(KeyNames.PIV);
    }

    /**
     * Makes signature, authentication and encryption key, those that are not there yet.
     *
     * @param name of the person
     */
    public Custodian introduce(String name) {
        PublicKey encryption = key(KeyLabel.ENCRYPTION);
        PublicKey signature = key(KeyLabel.SIGNATURE);
        PublicKey authentication = key(KeyLabel.AUTHENTICATION);
        if (signature.equals(authentication)) {
            throw new IllegalStateException("two keys with two labels are one");
        }
        return Custodian.introduce(name, card.signer(KeyLabel.SIGNATURE), encryption);
    }

    /** The public half of the card's key with this label, which is made when it is not there. */
    public PublicKey key(String label) {
        if (admin.isEmpty()) {
            return card.certificate(label)
                    .orElseThrow(() ->
                            new KeyException(
                                    KeyException.Reason.NO_SUCH_KEY,
                                    "the card has no certificate \"" + label + "\"",
                                    null))
                    .getPublicKey();
        }
        TokenAdmin token = admin.get();
        try {
            return token.publicKey(label);
        } catch (KeyException e) {
            if (e.reason() != KeyException.Reason.NO_SUCH_KEY) {
                throw e;
            }
            return token.generate(label, KeyType.EC_P256).publicKey();
        }
    }

    /**
     * Approves a plan.
     *
     * @throws CeremonyProblem UNKNOWN_CUSTODIAN when the card is nobody's in the plan
     */
    public Approval approve(CeremonyPlan plan, Instant now) throws CeremonyProblem {
        return Approval.sign(plan, card.signer(KeyLabel.SIGNATURE), now);
    }

    /**
     * Opens the person's share of a backup key, to be closed.
     *
     * @throws CeremonyProblem CARD_OF_NOBODY or WRONG_SHARE
     */
    public BackupKey.Opened openShare(KeyBackup backup) throws CeremonyProblem {
        CeremonyPlan plan = backup.content().approved().plan();
        for (Custodian person : plan.custodians()) {
            Optional<DecryptionKey> key = card.decryptionKey(KeyIdentifier.of(person.encryption()));
            if (key.isPresent()) {
                return backup.content().key().open(plan, key.get());
            }
        }
        throw new CeremonyProblem(CeremonyProblem.Reason.CARD_OF_NOBODY, plan.names());
    }

    /**
     * A ceremony of one custodian: the person alone plans it and approves it.
     *
     * @param token whose keys are to be made
     * @param exercise whether the gateway is an exercise
     */
    public ApprovedPlan approveAlone(
            String name,
            OrganizationId organization,
            TokenStatus token,
            boolean exercise,
            Instant now,
            SecureRandom random)
            throws CeremonyProblem {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        CeremonyPlan plan =
                new CeremonyPlan(
                        CeremonyPlan.Act.MAKE_KEYS,
                        organization,
                        token.label(),
                        token.serial(),
                        CeremonyPlan.GATEWAY_KEYS,
                        List.of(),
                        List.of(introduce(name)),
                        1,
                        Digest.of(nonce),
                        now,
                        now.plus(ONE_DAY),
                        exercise);
        return ApprovedPlan.of(plan, List.of(approve(plan, now)), now);
    }
}
