package vn.antin.crypto.seal;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.cert.CertificatePath;
import vn.antin.crypto.cert.CertificatePath.When;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.cert.VerifiedIdentity;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.seal.SealProblem.Reason;

/**
 * Checks {@code outer.p7s} without the envelope: every gateway on the way does, before it stores
 * anything. Thread-safe.
 */
public final class OuterSignature {
    /** How far clocks may be apart. */
    public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private static final int MAX_SIZE = 2 << 20;

    private OuterSignature() {}

    /** The same for the present. */
    public static VerifiedConsignment verify(byte[] outerP7s, TrustStore trust, Instant now)
            throws SealProblem {
        return verify(outerP7s, trust, When.present(now));
    }

    /**
     * Verifies signature, certificate path and note.
     *
     * @param when the sender's certificate must hold: now, or when it was accepted
     * @throws SealProblem when anything does not hold
     */
    public static VerifiedConsignment verify(byte[] outerP7s, TrustStore trust, When when)
            throws SealProblem {
        if (outerP7s.length > MAX_SIZE) {
            throw new SealProblem(Reason.TOO_BIG, "the outer signature is larger than 2 MiB");
        }
        try {
            CmsSignature signature = CmsSignature.verified(outerP7s).complete();
            VerifiedIdentity sender =
                    CertificatePath.verify(
                            trust,
                            signature.certificate(),
                            CertificateProfile.AUTHENTICATION,
                            when);
            ConsignmentNote note = note(signature);
            if (!sender.endpoint().equals(note.sender())) {
                throw new SealProblem(
                        Reason.SENDER_MISMATCH, "the note names another sender than the signature");
            }
            checkTimes(signature.signingTime(), note.sentAt(), when.at());
            return new VerifiedConsignment(
                    note, sender, signature.signingTime(), outerP7s, signature);
        } catch (CmsException e) {
            throw SealProblem.of(e);
        } catch (CertificateProblem e) {
            throw SealProblem.of(e);
        }
    }

    private static ConsignmentNote note(CmsSignature signature) throws CmsException, SealProblem {
        if (signature.isReceipt()
                || signature.content().isPresent()
                || signature.receiptRequest().isPresent()
                || signature.originalDigest().isPresent()
                || signature.timeStamp().isPresent()
                || signature.note().isEmpty()) {
            throw new SealProblem(Reason.MALFORMED, "not an outer signature");
        }
        ConsignmentNote note = ConsignmentNote.parse(signature.note().get());
        if (!signature.label().equals(note.label())) {
            throw new SealProblem(
                    Reason.LABEL_MISMATCH, "the label of the signature is not that of the note");
        }
        byte[] identifier = signature.contentIdentifier().orElse(new byte[0]);
        if (!Arrays.equals(identifier, ContentIdentifier.ofConsignment(note.id()))) {
            throw new SealProblem(
                    Reason.NOTE_MISMATCH, "the signature names another consignment than the note");
        }
        // Of a P-384 key the signed digest is SHA-384 and can only be compared with the envelope.
        if (signature.algorithm() != SignatureAlgorithm.ECDSA_P384_SHA384
                && !Arrays.equals(signature.messageDigest(), note.envelope().sha256().toBytes())) {
            throw new SealProblem(
                    Reason.NOTE_MISMATCH, "the signature is over another envelope than the note");
        }
        return note;
    }

    private static void checkTimes(Instant signed, Instant sent, Instant at) throws SealProblem {
        if (signed.isAfter(at.plus(CLOCK_SKEW))) {
            throw SealProblem.signedAt(signed, "the outer signature is from the future");
        }
        if (Duration.between(signed, sent).abs().compareTo(CLOCK_SKEW) > 0) {
            throw SealProblem.signedAt(signed, "the note was not sent when the signature was made");
        }
    }
}
