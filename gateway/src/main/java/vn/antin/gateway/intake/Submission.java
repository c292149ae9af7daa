package vn.antin.gateway.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.cert.VerifiedIdentity;
import vn.antin.crypto.seal.BlobRef;
import vn.antin.crypto.seal.ConsignmentNote;
import vn.antin.crypto.seal.OuterSignature;
import vn.antin.crypto.seal.Recipient;
import vn.antin.crypto.seal.SealProblem;
import vn.antin.crypto.seal.VerifiedConsignment;
import vn.antin.gateway.directory.Caller;
import vn.antin.sdk.wire.Api;
import vn.antin.sdk.wire.ProblemCode;

/**
 * An outer signature that verified and that its bringer may bring: everything is checked that can
 * be without the rules and without opening anything. Nothing of it is stored yet. Immutable.
 */
public final class Submission {
    /** Most recipients of one consignment. */
    public static final int MAX_RECIPIENTS = 256;

    private final VerifiedConsignment verified;
    private final Caller submitter;
    private final boolean relayed;
    private final List<Recipient> here;

    private Submission(
            VerifiedConsignment verified, Caller submitter, boolean relayed, List<Recipient> here) {
        this.verified = verified;
        this.submitter = submitter;
        this.relayed = relayed;
        this.here = here;
    }

    /**
     * Verifies the signature, its certificate and label, and that the caller is the sender or the
     * sender's gateway.
     *
     * @param outer {@code outer.p7s}
     * @param caller who brings it
     * @param self this gateway's endpoint
     * @param trust the trust of the moment
     * @param now the moment
     * @throws Refused with MALFORMED, BAD_SIGNATURE, CERTIFICATE, FORBIDDEN, TOO_LARGE or CLOCK
     */
    public static Submission verify(
            byte[] outer, Caller caller, EndpointId self, TrustStore trust, Instant now) {
        VerifiedConsignment verified;
        try {
            verified = OuterSignature.verify(outer, trust, now);
        } catch (SealProblem e) {
            throw refusal(e, now);
        }
        ConsignmentNote note = verified.note();
        if (!note.sender().equals(verified.sender().endpoint())) {
            throw Refused.of(ProblemCode.FORBIDDEN, "sender", note.id());
        }
        checkShape(note);
        boolean relayed = caller.isGateway();
        if (relayed) {
            if (!note.sender().organization().equals(caller.endpoint().organization())) {
                throw Refused.of(ProblemCode.FORBIDDEN, "relay", note.id());
            }
        } else if (!caller.endpoint().equals(note.sender())
                || !caller.certificate().equals(verified.sender().certificate())) {
            throw Refused.of(ProblemCode.FORBIDDEN, "sender", note.id());
        }
        List<Recipient> here =
                note.recipients().stream()
                        .filter(recipient -> !relayed || recipient.gateway().equals(self))
                        .toList();
        if (here.isEmpty()) {
            throw Refused.of(ProblemCode.FORBIDDEN, "no-recipient-here", note.id());
        }
        return new Submission(verified, caller, relayed, here);
    }

    private static void checkShape(ConsignmentNote note) {
        if (note.recipients().size() > MAX_RECIPIENTS) {
            throw Refused.of(ProblemCode.MALFORMED, "recipients", MAX_RECIPIENTS);
        }
        for (Recipient recipient : note.recipients()) {
            EndpointId id = recipient.endpoint();
            if (id.isGateway()
                    || !recipient.gateway().isGateway()
                    || !recipient.gateway().organization().equals(id.organization())) {
                throw Refused.of(ProblemCode.MALFORMED, "recipient", id);
            }
        }
        if (note.envelope().size() < 1 || note.envelope().size() > Api.MAX_ENVELOPE) {
            throw Refused.of(ProblemCode.TOO_LARGE, "envelope", Api.MAX_ENVELOPE);
        }
        Set<Digest> names = new HashSet<>(Set.of(note.envelope().sha256()));
        for (BlobRef attachment : note.attachments()) {
            if (attachment.size() < 1 || attachment.size() > Api.MAX_BLOB) {
                throw Refused.of(ProblemCode.TOO_LARGE, "attachment", Api.MAX_BLOB);
            }
            if (!names.add(attachment.sha256())) {
                throw Refused.of(ProblemCode.MALFORMED, "blob-twice", note.id());
            }
        }
    }

    private static Refused refusal(SealProblem e, Instant now) {
        return switch (e.reason()) {
            case BAD_SIGNATURE -> Refused.because(e, ProblemCode.BAD_SIGNATURE, "outer");
            case NOTE_MISMATCH, DIGEST_MISMATCH ->
                    Refused.because(e, ProblemCode.BAD_SIGNATURE, "note");
            case CERTIFICATE ->
                    Refused.because(
                            e,
                            ProblemCode.CERTIFICATE,
                            "outer",
                            e.certificateProblem().orElse(CertificateProblem.Reason.MALFORMED));
            case LABEL_MISSING, LABEL_UNKNOWN, LABEL_MISMATCH ->
                    Refused.because(e, ProblemCode.MALFORMED, "label", e.reason());
            case SENDER_MISMATCH -> Refused.because(e, ProblemCode.FORBIDDEN, "sender", "");
            case TOO_BIG -> Refused.because(e, ProblemCode.TOO_LARGE, "body", Api.MAX_SMALL_BODY);
            case SIGNING_TIME ->
                    Refused.because(
                            e,
                            ProblemCode.CLOCK,
                            "future",
                            PolicyDesk.local(now),
                            e.signedAt().map(PolicyDesk::local).orElse("?"),
                            OuterSignature.CLOCK_SKEW.toSeconds());
            case MALFORMED, NOT_A_RECIPIENT, ENDPOINT_KEY_MISSING, DECRYPTION_FAILED ->
                    Refused.because(e, ProblemCode.MALFORMED, "outer");
        };
    }

    /**
     * Checks that it was signed about now. A relayed one may be old, since its own gateway checked
     * it when it was new; none may come from the future.
     *
     * @param arrived when it first came here
     * @throws Refused with CLOCK
     */
    public void checkSigningTime(Instant arrived, Duration skew) {
        Instant signed = verified.signingTime();
        boolean early = signed.isAfter(arrived.plus(skew));
        boolean late = !relayed && signed.isBefore(arrived.minus(skew));
        if (early || late) {
            throw Refused.of(
                    ProblemCode.CLOCK,
                    "signing-time",
                    note().id(),
                    PolicyDesk.local(signed),
                    PolicyDesk.local(arrived),
                    skew.toSeconds());
        }
    }

    /** The note that was signed. */
    public ConsignmentNote note() {
        return verified.note();
    }

    /** Id of the consignment. */
    public String id() {
        return note().id();
    }

    /** Who signed. */
    public VerifiedIdentity sender() {
        return verified.sender();
    }

    /** Who brings it. */
    public Caller submitter() {
        return submitter;
    }

    /** Whether a peer gateway brings it. */
    public boolean relayed() {
        return relayed;
    }

    /** The recipients that concern this gateway: all of an own sender, else those served here. */
    public List<Recipient> here() {
        return here;
    }

    /** {@code outer.p7s}. */
    public byte[] bytes() {
        return verified.bytes();
    }

    /** SHA-256 of {@code outer.p7s}. */
    public Digest digest() {
        return verified.digest();
    }

    /** Everything that must be uploaded. */
    public List<BlobRef> blobs() {
        List<BlobRef> blobs = new java.util.ArrayList<>();
        blobs.add(note().envelope());
        blobs.addAll(note().attachments());
        return List.copyOf(blobs);
    }
}
