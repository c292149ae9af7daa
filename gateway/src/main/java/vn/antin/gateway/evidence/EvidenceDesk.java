package vn.antin.gateway.evidence;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.evidence.EvidenceProblem;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.evidence.EvidenceVerifier;
import vn.antin.crypto.evidence.VerifiedEvidence;
import vn.antin.crypto.seal.ConsignmentNote;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.policies.label.Level;

/**
 * Issues this gateway's evidence: gives it an identifier, the time and a salt, and enters it into
 * the transaction. Thread-safe.
 */
public final class EvidenceDesk {
    private final EndpointId gateway;
    private final Circumstances circumstances;
    private final InstantSource clock;
    private final SecureRandom random;

    /** What evidence says of the gateway itself. */
    public interface Circumstances {
        /** Whether it is an exercise. */
        boolean exercise();

        /** The approval of its cipher module in force for a level, or {@code none}. */
        String provider(Level level, Instant at);
    }

    /** For one gateway. */
    public EvidenceDesk(
            EndpointId gateway,
            Circumstances circumstances,
            InstantSource clock,
            SecureRandom random) {
        this.gateway = gateway;
        this.circumstances = circumstances;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What evidence is about.
     *
     * @param consignment identifier of the consignment
     * @param sender who sent it
     * @param outerSignature SHA-256 of {@code outer.p7s}
     * @param envelope SHA-256 of the envelope
     * @param level level of the document
     * @param policy rule pack that was applied, {@code id@version}
     */
    public record About(
            String consignment,
            EndpointId sender,
            Digest outerSignature,
            Digest envelope,
            Level level,
            String policy) {
        /** About the consignment of a note. */
        public static About of(ConsignmentNote note, Digest outerSignature, String policy) {
            return new About(
                    note.id(),
                    note.sender(),
                    outerSignature,
                    note.envelope().sha256(),
                    note.label().level(),
                    policy);
        }
    }

    /**
     * States a success, about one recipient or about the consignment as a whole.
     *
     * @param at when, also in what is stored and registered with it
     */
    public Evidence issue(
            EvidenceTx tx,
            About about,
            EvidenceEvent event,
            Optional<EndpointId> recipient,
            Instant at) {
        return issue(tx, about, event, recipient, List.of(), Optional.empty(), at);
    }

    /** States a failure with its reason codes, at least one. */
    public Evidence issueFailure(
            EvidenceTx tx,
            About about,
            EvidenceEvent event,
            Optional<EndpointId> recipient,
            List<String> reasons) {
        return issue(tx, about, event, recipient, reasons, Optional.empty(), clock.instant());
    }

    /**
     * States that the recipient signed.
     *
     * @param receipt SHA-256 of what was signed
     * @param at when, also in the registers
     */
    public Evidence issueHandOver(
            EvidenceTx tx, About about, EndpointId recipient, Digest receipt, Instant at) {
        return issue(
                tx,
                about,
                EvidenceEvent.CONTENT_HANDOVER,
                Optional.of(recipient),
                List.of(),
                Optional.of(receipt),
                at);
    }

    private Evidence issue(
            EvidenceTx tx,
            About about,
            EvidenceEvent event,
            Optional<EndpointId> recipient,
            List<String> reasons,
            Optional<Digest> receipt,
            Instant at) {
        byte[] salt = new byte[Evidence.SALT_LENGTH];
        random.nextBytes(salt);
        Evidence evidence =
                new Evidence(
                        newId(),
                        event,
                        at,
                        gateway,
                        Evidence.logOf(gateway.organization()),
                        about.consignment(),
                        about.sender(),
                        recipient,
                        about.outerSignature(),
                        about.envelope(),
                        about.level().outerMark(),
                        reasons,
                        receipt,
                        about.policy(),
                        Optional.of(circumstances.provider(about.level(), at)),
                        circumstances.exercise());
        tx.append(evidence, salt);
        return evidence;
    }

    /** UUID version 4 (RFC 9562 5.4). */
    private String newId() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        bytes[6] = (byte) ((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong()).toString();
    }

    /**
     * Checks a receipt that another gateway issued.
     *
     * @param key key of that gateway's log, as enrolled
     * @throws EvidenceProblem when it does not hold
     */
    public VerifiedEvidence verify(EvidenceReceipt receipt, LogKey key) throws EvidenceProblem {
        return EvidenceVerifier.verify(receipt, key);
    }
}
