package vn.antin.gateway.evidence;

import java.util.Optional;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceProblem;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.evidence.EvidenceVerifier;
import vn.antin.crypto.evidence.VerifiedEvidence;
import vn.antin.gateway.consignment.ConsignmentRecord;
import vn.antin.gateway.directory.PeerRecord;
import vn.antin.gateway.intake.Refused;
import vn.antin.sdk.wire.ProblemCode;

/**
 * Checks what a peer states: that it stands in the peer's log, and that it fits the consignment.
 */
public final class PeerEvidence {
    private PeerEvidence() {}

    /**
     * Verifies one statement.
     *
     * @param receipt what came
     * @param peer who is to have stated it
     * @param consignment about what
     * @throws Refused BAD_SIGNATURE with the part that does not hold
     */
    public static VerifiedEvidence verify(
            EvidenceReceipt receipt, PeerRecord peer, ConsignmentRecord consignment) {
        VerifiedEvidence verified;
        try {
            verified = EvidenceVerifier.verify(receipt, peer.logKey());
        } catch (EvidenceProblem e) {
            throw Refused.because(e, ProblemCode.BAD_SIGNATURE, "evidence", e.reason().code());
        }
        Evidence evidence = verified.evidence();
        Optional<EndpointId> recipient = evidence.recipient();
        boolean served =
                consignment.note().recipients().stream()
                        .anyMatch(r ->
                                r.gateway().equals(peer.gateway())
                                        && recipient.equals(Optional.of(r.endpoint())));
        if (!served
                || !evidence.issuer().equals(peer.gateway())
                || !evidence.consignment().equals(consignment.id())
                || !evidence.sender().equals(consignment.note().sender())
                || !evidence.outerSignature().equals(consignment.outer())
                || !evidence.envelope().equals(consignment.note().envelope().sha256())) {
            throw Refused.of(ProblemCode.BAD_SIGNATURE, "evidence", "other-consignment");
        }
        if (evidence.exercise() != consignment.note().label().exercise()) {
            throw Refused.of(ProblemCode.BAD_SIGNATURE, "evidence", "exercise");
        }
        return verified;
    }
}
