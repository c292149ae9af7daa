package vn.antin.crypto.seal;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.antin.crypto.bc.cms.CmsEnvelope;
import vn.antin.crypto.bc.cms.CmsSigner;
import vn.antin.crypto.bc.cms.ReceiptRequest;
import vn.antin.crypto.bc.cms.SignedFields;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.document.Documents;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.KeyVault;
import vn.antin.crypto.testkit.SoftwareVault.KeyType;
import vn.antin.crypto.testkit.TestAgency;
import vn.antin.crypto.testkit.TestAgency.Member;
import vn.antin.policies.label.SecurityLabel;

/** Two agencies, a sender and recipients, and every step of sealing to be done wrong on purpose. */
public final class Sealing {
    /** Identifier of the consignment. */
    public static final String ID = "6b8f4c1e-3f0a-4f6e-8f8e-0d6a2b1c9e11";

    /** The time of everything. */
    public static final Instant AT = TestAgency.NOW;

    /** For keys and nonces. */
    public static final SecureRandom RANDOM = new SecureRandom();

    /** The sender's agency. */
    public final TestAgency here;

    /** The recipients' agency. */
    public final TestAgency there;

    /** Nguyễn Văn A. */
    public final Member sender;

    /** Trần Thị B. */
    public final Member recipient;

    /** A world with keys of these types. */
    public Sealing(KeyType senderKeys, KeyType recipientKeys) {
        List<TestAgency> agencies = TestAgency.pair();
        here = agencies.get(0);
        there = agencies.get(1);
        sender = here.officer("nva", "Nguyễn Văn A", senderKeys);
        recipient = there.officer("ttb", "Trần Thị B", recipientKeys);
    }

    /** A world with P-256 keys. */
    public Sealing() {
        this(KeyType.EC_P256, KeyType.EC_P256);
    }

    /** A member's signing key. */
    public static SigningKey key(Member member, String label) {
        return new SigningKey(member.vault().signer(label), member.certificate(label));
    }

    /** The draft of a note to these recipients. */
    public NoteDraft draft(Document document, Member... recipients) {
        List<Recipient> list = new ArrayList<>();
        for (Member member : recipients) {
            list.add(
                    new Recipient(
                            member.endpoint(),
                            EndpointId.gatewayOf(member.endpoint().organization()),
                            7));
        }
        return new NoteDraft(
                ID,
                sender.endpoint(),
                list,
                Optional.of(AT.plus(Duration.ofDays(2))),
                document.card().urgency(),
                Set.of("CO_YEU"));
    }

    /** A request to these recipients, all asked for receipts. */
    public SealRequest request(Document document, Member... recipients) {
        List<X509Certificate> certificates = new ArrayList<>();
        certificates.add(sender.encryption());
        List<EndpointId> asked = new ArrayList<>();
        for (Member member : recipients) {
            certificates.add(member.encryption());
            asked.add(member.endpoint());
        }
        return new SealRequest(
                document,
                document.card().label(),
                key(sender, KeyLabel.SIGNATURE),
                key(sender, KeyLabel.AUTHENTICATION),
                certificates,
                draft(document, recipients),
                asked,
                AT,
                RANDOM);
    }

    /** A good sealed document for the recipient. */
    public Sealed seal() {
        return seal(Documents.full());
    }

    /** A good sealed document for the recipient. */
    public Sealed seal(Document document) {
        return Sealer.seal(request(document, recipient));
    }

    /** The outer signature as the recipient's agency checks it. */
    public VerifiedConsignment outer(byte[] outerSignature) throws SealProblem {
        return OuterSignature.verify(outerSignature, there.trustStore(), AT);
    }

    /** Opens as the recipient. */
    public OpenResult open(byte[] outerSignature, byte[] envelope) throws SealProblem {
        return open(outerSignature, envelope, recipient.vault());
    }

    /** Opens with these keys. */
    public OpenResult open(byte[] outerSignature, byte[] envelope, KeyVault vault)
            throws SealProblem {
        return Opener.open(outer(outerSignature), envelope, vault, there.trustStore(), AT);
    }

    /** Seals and opens as the recipient. */
    public OpenResult.Opened opened(Document document) throws SealProblem {
        Sealed sealed = seal(document);
        return (OpenResult.Opened) open(sealed.outerSignature(), sealed.envelope());
    }

    /** Fields of a good inner signature over {@code document}. */
    public SignedFields innerFields(Document document) {
        byte[] identifier =
                ContentIdentifier.ofContent(ID, sender.signature().getPublicKey(), RANDOM);
        return new SignedFields(
                AT,
                document.card().label(),
                Optional.of(identifier),
                Optional.empty(),
                Optional.of(
                        new ReceiptRequest(
                                identifier,
                                List.of(EndpointUri.of(recipient.endpoint())),
                                List.of(EndpointUri.of(sender.endpoint())))),
                Optional.empty());
    }

    /** An inner signature by the sender. */
    public byte[] inner(byte[] mime, SignedFields fields) {
        return CmsSigner.enclosing(
                mime, sender.vault().signer(KeyLabel.SIGNATURE), sender.signature(), fields);
    }

    /** An envelope for the recipient and the sender. */
    public byte[] envelope(byte[] inner) {
        return CmsEnvelope.seal(
                inner, List.of(recipient.encryption(), sender.encryption()), RANDOM);
    }

    /** A good note about an envelope. */
    public ConsignmentNote note(Document document, byte[] envelope) {
        NoteDraft draft = draft(document, recipient);
        return new ConsignmentNote(
                ID,
                BlobRef.of(envelope),
                Sealer.attachments(document.detached()),
                document.card().label(),
                draft.sender(),
                draft.recipients(),
                AT,
                draft.receiptDeadline(),
                draft.urgency(),
                draft.channels());
    }

    /** Fields of a good outer signature with this note. */
    public static SignedFields outerFields(SecurityLabel label, byte[] note) {
        return new SignedFields(
                AT,
                label,
                Optional.of(ContentIdentifier.ofConsignment(ID)),
                Optional.of(note),
                Optional.empty(),
                Optional.empty());
    }

    /** An outer signature by the sender. */
    public byte[] outerSignature(byte[] envelope, SignedFields fields) {
        return CmsSigner.detached(
                envelope,
                sender.vault().signer(KeyLabel.AUTHENTICATION),
                sender.authentication(),
                fields);
    }

    /** A good outer signature over any envelope, with the note of {@code document}. */
    public byte[] outerSignature(Document document, byte[] envelope) {
        return outerSignature(
                envelope, outerFields(document.card().label(), note(document, envelope).toBytes()));
    }
}
