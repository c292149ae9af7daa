package vn.antin.gateway.evidence;

import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.VerifiedEvidence;

/** Adds evidence within a transaction. Port; only for the thread of the transaction. */
public interface EvidenceTx extends EvidenceBook {
    /**
     * Keeps own evidence and appends its commitment to the log. The states of the deliveries that
     * it concerns change with it: those of the same consignment and the same outer signature, of
     * the named recipient or, when none is named, of all.
     *
     * <p>An event that the state does not allow is a StoreException with reason ILLEGAL_TRANSITION.
     *
     * @param evidence as {@link EvidenceDesk} made it
     * @param salt 32 random bytes of the commitment
     */
    void append(Evidence evidence, byte[] salt);

    /**
     * Keeps the record of a seal and appends its commitment to the log.
     *
     * @param salt {@link SealRecord#SALT_LENGTH} random bytes of the commitment
     */
    void append(SealRecord seal, byte[] salt);

    /**
     * Keeps evidence of another gateway with its receipt. It changes the states like {@link
     * #append}, but only of deliveries to recipients that its issuer serves: nobody speaks for
     * another gateway.
     *
     * @return whether it is new; the same evidence again changes nothing
     */
    boolean admit(VerifiedEvidence verified);
}
