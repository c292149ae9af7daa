package vn.antin.crypto.seal;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.antin.crypto.bc.cms.CmsEnvelope;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.bc.cms.CmsSigner;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.bc.cms.ReceiptRequest;
import vn.antin.crypto.bc.cms.RecipientKey;
import vn.antin.crypto.bc.cms.SignedFields;
import vn.antin.crypto.bc.tsp.TimeStamp;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.document.Attachment;
import vn.antin.crypto.document.Location;
import vn.antin.crypto.key.KeyException;

/**
 * Seals a document: the sender's signature key signs the content, the content is encrypted for the
 * recipients and the sender (unless the sender's card only signs), on request once more for the KEM
 * keys of their endpoints, the sender's authentication key signs the outermost envelope and the
 * note (RFC 2634 1.1, RFC 8551). See docs/formats/sealed-document.md.
 *
 * <p>Two private-key operations, one with each key. Thread-safe.
 */
public final class Sealer {
    private Sealer() {}

    /**
     * Seals.
     *
     * @throws IllegalArgumentException when the parts of the request contradict each other; nothing
     *     was signed then
     * @throws KeyException when the device that holds a key fails or makes wrong signatures
     */
    public static Sealed seal(SealRequest request) {
        check(request);
        NoteDraft draft = request.note();
        byte[] identifier =
                ContentIdentifier.ofContent(
                        draft.id(),
                        request.signature().certificate().getPublicKey(),
                        request.random());
        byte[] signed =
                stamped(
                        CmsSigner.enclosing(
                                request.document().toMime(),
                                request.signature().signer(),
                                request.signature().certificate(),
                                innerFields(request, identifier)),
                        request.stamper());
        byte[] inner = countersigned(signed, request.countersigners());
        ReceiptExpectation expectation = expectation(request, identifier, inner);
        byte[] envelope =
                nested(
                        CmsEnvelope.seal(inner, request.encryptionCertificates(), request.random()),
                        request);
        if (envelope.length > Opener.MAX_ENVELOPE) {
            throw new IllegalArgumentException("the sealed document is larger than 16 MiB");
        }
        ConsignmentNote note = note(request, envelope);
        byte[] outer =
                CmsSigner.detached(
                        envelope,
                        request.authentication().signer(),
                        request.authentication().certificate(),
                        new SignedFields(
                                request.at(),
                                request.label(),
                                Optional.of(ContentIdentifier.ofConsignment(note.id())),
                                Optional.of(note.toBytes()),
                                Optional.empty(),
                                Optional.empty()));
        CmsSignature unused = selfChecked(outer);
        return new Sealed(envelope, outer, note, expectation);
    }

    /** In an envelope for the endpoints' KEM keys, where the request has them. */
    private static byte[] nested(byte[] envelope, SealRequest request) {
        return request.endpointKeys().isEmpty()
                ? envelope
                : CmsEnvelope.nest(
                        envelope,
                        request.endpointKeys().stream()
                                .map(each -> new RecipientKey(each.identifier(), each.key()))
                                .toList(),
                        request.random());
    }

    private static byte[] stamped(byte[] inner, Optional<SealRequest.Stamper> stamper) {
        if (stamper.isEmpty()) {
            return inner;
        }
        byte[] token = stamper.get().token(selfChecked(inner).signatureValue());
        try {
            return CmsSigner.stamped(inner, token);
        } catch (CmsException e) {
            throw new IllegalArgumentException("the time-stamp cannot be used", e);
        }
    }

    private static byte[] countersigned(
            byte[] signed, List<SealRequest.Countersigner> countersigners) {
        byte[] inner = signed;
        for (SealRequest.Countersigner each : countersigners) {
            inner = each.countersigned(inner);
        }
        CmsSignature made = selfChecked(signed);
        CmsSignature countersigned = selfChecked(inner);
        require(
                Arrays.equals(made.signatureValue(), countersigned.signatureValue())
                        && Arrays.equals(made.attributesDigest(), countersigned.attributesDigest())
                        && countersigned.content().isPresent()
                        && countersigned.countersigners().size() == countersigners.size(),
                "the countersigned signature is another");
        return inner;
    }

    private static SignedFields innerFields(SealRequest request, byte[] identifier) {
        Optional<ReceiptRequest> receipts =
                request.receiptsFrom().isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new ReceiptRequest(
                                        identifier,
                                        request.receiptsFrom().stream()
                                                .map(EndpointUri::of)
                                                .toList(),
                                        List.of(EndpointUri.of(request.note().sender()))));
        return new SignedFields(
                request.at(),
                request.label(),
                Optional.of(identifier),
                Optional.empty(),
                receipts,
                Optional.empty(),
                Optional.of(request.commitment()));
    }

    private static ReceiptExpectation expectation(
            SealRequest request, byte[] identifier, byte[] inner) {
        CmsSignature signature = selfChecked(inner);
        return new ReceiptExpectation(
                request.note().id(),
                identifier,
                signature.signatureValue(),
                signature.attributesDigest(),
                request.label(),
                request.receiptsFrom());
    }

    /** A device that makes signatures that do not verify is found out before anything is sent. */
    private static CmsSignature selfChecked(byte[] signature) {
        try {
            CmsSignature verified = CmsSignature.onDocument(signature);
            if (verified.isOldAlgorithm()) {
                throw new IllegalArgumentException("the key signs with an algorithm of old");
            }
            Optional<TimeStamp> unused = verified.timeStamp();
            return verified;
        } catch (CmsException e) {
            throw new KeyException(
                    KeyException.Reason.DEVICE_FAILURE, "the key made a wrong signature", e);
        }
    }

    private static ConsignmentNote note(SealRequest request, byte[] envelope) {
        NoteDraft draft = request.note();
        return new ConsignmentNote(
                draft.id(),
                BlobRef.of(envelope),
                attachments(request.document().detached()),
                request.label(),
                draft.sender(),
                draft.recipients(),
                request.at(),
                draft.receiptDeadline(),
                draft.urgency(),
                draft.channels());
    }

    /** The ciphertexts that travel beside a document with these detached attachments. */
    static List<BlobRef> attachments(List<Attachment> detached) {
        return detached.stream()
                .map(attachment -> (Location.Detached) attachment.location())
                .map(location -> new BlobRef(location.cipherSha256(), location.cipherSize()))
                .toList();
    }

    private static void check(SealRequest request) {
        require(
                request.commitment() != Commitment.PROOF_OF_ORIGIN,
                "a person cannot sign as the agency");
        NoteDraft draft = request.note();
        require(
                request.label().equals(request.document().card().label()),
                "the label is not the one that the document card asks for");
        require(
                draft.urgency() == request.document().card().urgency(),
                "the urgency is not that of the document card");
        require(
                Certificates.unverifiedEndpoint(request.signature().certificate())
                                .equals(draft.sender())
                        && Certificates.unverifiedEndpoint(request.authentication().certificate())
                                .equals(draft.sender()),
                "the keys are not the sender's");
        Set<EndpointId> recipients = new HashSet<>();
        draft.recipients().forEach(recipient -> recipients.add(recipient.endpoint()));
        Set<EndpointId> readers = new HashSet<>(recipients);
        readers.add(draft.sender());
        Set<EndpointId> openers = request.copyForSender() ? readers : recipients;
        Set<EndpointId> certified = new HashSet<>();
        request.encryptionCertificates()
                .forEach(each -> certified.add(Certificates.unverifiedEndpoint(each)));
        require(
                certified.equals(openers),
                "the encryption certificates are not those of the recipients and the sender");
        Set<EndpointId> keyed = new HashSet<>();
        request.endpointKeys().forEach(each -> keyed.add(each.endpoint()));
        require(
                keyed.isEmpty() || keyed.equals(openers),
                "the KEM keys are not those of the recipients and the sender");
        Set<EndpointId> asked = new HashSet<>(request.receiptsFrom());
        require(
                asked.size() == request.receiptsFrom().size() && readers.containsAll(asked),
                "a receipt is asked from somebody twice or from no recipient");
        Instant unused = note(request, new byte[0]).sentAt();
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
