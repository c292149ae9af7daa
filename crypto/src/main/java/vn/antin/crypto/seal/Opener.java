package vn.antin.crypto.seal;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bc.cms.CmsEnvelope;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.bc.cms.ReceiptRequest;
import vn.antin.crypto.bc.tsp.TimeStamp;
import vn.antin.crypto.cert.CertificatePath;
import vn.antin.crypto.cert.CertificatePath.When;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.cert.VerifiedIdentity;
import vn.antin.crypto.countersign.Countersignature;
import vn.antin.crypto.countersign.CountersignatureProblem;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.document.DocumentException;
import vn.antin.crypto.key.KeyVault;
import vn.antin.crypto.seal.OpenResult.Opened;
import vn.antin.crypto.seal.OpenResult.Refused;
import vn.antin.crypto.seal.OpenResult.Signed;
import vn.antin.crypto.seal.SealProblem.Reason;
import vn.antin.policies.label.SecurityLabel;

/**
 * Opens a sealed document whose outer signature was checked.
 *
 * <p>Order: the envelope is the one signed; the layer for endpoints, where there is one, decrypts
 * with a KEM key, then the one for persons with the card (one private-key operation), and the tags
 * verify; the inner signature, its certificate and its author; the labels; the note; and only then
 * is the document read. Thread-safe.
 */
public final class Opener {
    /** Largest {@code sealed.p7m} in bytes. */
    public static final int MAX_ENVELOPE = 16 << 20;

    private Opener() {}

    /** The same for the present. */
    public static OpenResult open(
            VerifiedConsignment outer,
            byte[] envelope,
            KeyVault vault,
            TrustStore trust,
            Instant now) {
        return open(outer, envelope, vault, trust, When.present(now));
    }

    /**
     * Opens, or refuses with the first reason found.
     *
     * @param vault where a recipient's decryption key is, and where the endpoint's KEM keys are
     * @param when the author's certificate must hold: now, or when it was accepted
     * @throws vn.antin.crypto.key.KeyException when the device that holds the key fails
     */
    public static OpenResult open(
            VerifiedConsignment outer,
            byte[] envelope,
            KeyVault vault,
            TrustStore trust,
            When when) {
        try {
            return opened(outer, envelope, vault, trust, when);
        } catch (CmsException e) {
            return refused(SealProblem.of(e));
        } catch (CertificateProblem e) {
            return refused(SealProblem.of(e));
        } catch (CountersignatureProblem e) {
            return refused(SealProblem.of(e));
        } catch (SealProblem e) {
            return refused(e);
        }
    }

    /**
     * Whether this is an envelope for KEM keys of at least so many endpoints around another, as
     * every gateway can see; what cannot be read is none.
     */
    public static boolean isNested(byte[] envelope, int endpoints) {
        try {
            return CmsEnvelope.nestedFor(envelope)
                    .filter(keys -> keys.size() >= endpoints)
                    .isPresent();
        } catch (CmsException e) {
            return false;
        }
    }

    private static Refused refused(SealProblem problem) {
        return new Refused(problem.reason(), String.valueOf(problem.getMessage()));
    }

    private static Opened opened(
            VerifiedConsignment outer, byte[] envelope, KeyVault vault, TrustStore trust, When when)
            throws CmsException, CertificateProblem, CountersignatureProblem, SealProblem {
        require(envelope.length <= MAX_ENVELOPE, Reason.TOO_BIG, "larger than 16 MiB");
        require(
                outer.covers(envelope),
                Reason.DIGEST_MISMATCH,
                "the envelope is not the one that was signed");
        byte[] inner = CmsEnvelope.open(unnested(envelope, vault), vault::decryptionKey);
        CmsSignature signature = CmsSignature.onDocument(inner);
        VerifiedIdentity author =
                CertificatePath.verify(
                        trust, signature.certificate(), CertificateProfile.SIGNATURE, when);
        require(
                author.endpoint().equals(outer.sender().endpoint()),
                Reason.SENDER_MISMATCH,
                "the author is not the sender");
        SecurityLabel label = signature.label();
        require(
                label.equals(outer.note().label()),
                Reason.LABEL_MISMATCH,
                "inner and outer label are not equal");
        boolean receiptRequested = checkIdentifiers(signature, outer.note());
        Optional<Instant> stampedAt = stampedAt(signature, outer, trust, when);
        List<Countersignature> countersignatures =
                Countersignature.verify(signature, author, trust, when);
        require(
                countersignatures.stream()
                        .allMatch(each ->
                                !each.at()
                                        .isAfter(
                                                outer.signingTime()
                                                        .plus(OuterSignature.CLOCK_SKEW))),
                Reason.SIGNING_TIME,
                "the document was countersigned after it was sealed");
        require(
                !signature.signingTime().isAfter(outer.signingTime()),
                Reason.SIGNING_TIME,
                "the document was signed after it was sealed");
        Document document = document(signature.content().orElse(new byte[0]));
        checkCard(document, label, outer.note());
        return new Opened(
                document,
                author,
                label,
                new Signed(
                        signature.signingTime(),
                        stampedAt,
                        commitment(signature),
                        countersignatures,
                        signature.isOldAlgorithm()),
                inner,
                receiptRequested);
    }

    /** Without the envelope for endpoints, where it has one: their key first, then the card. */
    private static byte[] unnested(byte[] envelope, KeyVault vault)
            throws CmsException, SealProblem {
        if (CmsEnvelope.nestedFor(envelope).isEmpty()) {
            return envelope;
        }
        try {
            return CmsEnvelope.unnest(envelope, vault::decryptionKey);
        } catch (CmsException e) {
            if (e.kind() == CmsException.Kind.NOT_A_RECIPIENT) {
                throw new SealProblem(
                        Reason.ENDPOINT_KEY_MISSING, "no KEM key at hand is a recipient's", e);
            }
            throw e;
        }
    }

    /** The time of the stamp, when the gateway of the author's agency gave one. */
    private static Optional<Instant> stampedAt(
            CmsSignature signature, VerifiedConsignment outer, TrustStore trust, When when)
            throws CmsException, CertificateProblem, SealProblem {
        Optional<TimeStamp> stamp = signature.timeStamp();
        if (stamp.isEmpty()) {
            return Optional.empty();
        }
        VerifiedIdentity authority =
                CertificatePath.verify(
                        trust, stamp.get().certificate(), CertificateProfile.TIMESTAMP, when);
        require(
                authority
                        .endpoint()
                        .equals(EndpointId.gatewayOf(outer.sender().endpoint().organization())),
                Reason.SENDER_MISMATCH,
                "the time-stamp is of another agency");
        Instant time = stamp.get().time();
        require(
                !time.isBefore(signature.signingTime().minus(OuterSignature.CLOCK_SKEW))
                        && !time.isAfter(outer.signingTime().plus(OuterSignature.CLOCK_SKEW)),
                Reason.SIGNING_TIME,
                "the time-stamp does not lie between signing and sealing");
        return Optional.of(time);
    }

    /** A person commits as a person; only the agency's seal says what the agency does. */
    private static Optional<Commitment> commitment(CmsSignature signature)
            throws CmsException, SealProblem {
        Optional<Commitment> commitment = signature.commitment();
        require(
                !commitment.equals(Optional.of(Commitment.PROOF_OF_ORIGIN)),
                Reason.MALFORMED,
                "a person signed as the agency");
        return commitment;
    }

    private static boolean checkIdentifiers(CmsSignature signature, ConsignmentNote note)
            throws CmsException, SealProblem {
        require(
                !signature.isReceipt()
                        && signature.content().isPresent()
                        && signature.note().isEmpty()
                        && signature.originalDigest().isEmpty(),
                Reason.MALFORMED,
                "not an inner signature");
        byte[] identifier = signature.contentIdentifier().orElse(new byte[0]);
        require(
                ContentIdentifier.isOf(
                        identifier, note.id(), signature.certificate().getPublicKey()),
                Reason.NOTE_MISMATCH,
                "the document was signed for another consignment");
        Optional<ReceiptRequest> request = signature.receiptRequest();
        if (request.isPresent()) {
            require(
                    Arrays.equals(request.get().signedContentIdentifier(), identifier)
                            && request.get()
                                    .receiptsTo()
                                    .equals(List.of(EndpointUri.of(note.sender()))),
                    Reason.MALFORMED,
                    "the receipt request is for another document or another sender");
        }
        return request.isPresent();
    }

    private static Document document(byte[] mime) throws SealProblem {
        try {
            return Document.parseMime(mime);
        } catch (DocumentException e) {
            throw new SealProblem(Reason.MALFORMED, String.valueOf(e.getMessage()), e);
        }
    }

    private static void checkCard(Document document, SecurityLabel label, ConsignmentNote note)
            throws SealProblem {
        require(
                document.card().label().equals(label),
                Reason.LABEL_MISMATCH,
                "the document card asks for another label");
        require(
                document.card().urgency() == note.urgency()
                        && Sealer.attachments(document.detached()).equals(note.attachments()),
                Reason.NOTE_MISMATCH,
                "the note names other attachments or another urgency than the card");
    }

    private static void require(boolean holds, Reason reason, String message) throws SealProblem {
        if (!holds) {
            throw new SealProblem(reason, message);
        }
    }
}
