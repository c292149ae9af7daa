package vn.antin.crypto.seal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.cert.VerifiedIdentity;
import vn.antin.crypto.countersign.Countersignature;
import vn.antin.crypto.document.Document;
import vn.antin.policies.label.SecurityLabel;

/** What came of opening a sealed document. */
public sealed interface OpenResult {
    /**
     * Everything verified. Only {@link Opener} makes one. Immutable; attachments beside the
     * document are verified when they are decrypted, against the digests in the card.
     */
    final class Opened implements OpenResult {
        private final Document document;
        private final VerifiedIdentity author;
        private final SecurityLabel label;
        private final Signed signed;
        private final byte[] innerSignedData;
        private final boolean receiptRequested;

        Opened(
                Document document,
                VerifiedIdentity author,
                SecurityLabel label,
                Signed signed,
                byte[] innerSignedData,
                boolean receiptRequested) {
            this.document = document;
            this.author = author;
            this.label = label;
            this.signed = signed;
            this.innerSignedData = innerSignedData;
            this.receiptRequested = receiptRequested;
        }

        /** The document. */
        public Document document() {
            return document;
        }

        /** Who signed it: the sender. */
        public VerifiedIdentity author() {
            return author;
        }

        /** The label, the same in both signatures, the note and the card. */
        public SecurityLabel label() {
            return label;
        }

        /** How the author signed. */
        public Signed signed() {
            return signed;
        }

        /** When the author says it was signed, to the second. */
        public Instant signedAt() {
            return signed.at();
        }

        /** When the gateway of the author's agency says that the signature was there. */
        public Optional<Instant> stampedAt() {
            return signed.stampedAt();
        }

        /** The inner SignedData, to be kept: it proves the document without the envelope. */
        public byte[] innerSignedData() {
            return innerSignedData.clone();
        }

        /** Whether the author asks anybody for a signed receipt. */
        public boolean receiptRequested() {
            return receiptRequested;
        }

        /** The document's identifier and the author. */
        @Override
        public String toString() {
            return "Opened[" + document.card().id() + " by " + author.endpoint() + "]";
        }
    }

    /**
     * What the author's signature says beside the content. Only {@link Opener} makes one.
     *
     * @param at when the author says it was signed, to the second
     * @param stampedAt when the gateway of the author's agency says that the signature was there
     * @param commitment in which role the author signed; documents of old have none
     * @param countersignatures of the agency and of approvers; may be empty
     * @param oldAlgorithm whether it was made with an algorithm that is verified and no longer
     *     created: RSASSA-PKCS1-v1_5
     */
    record Signed(
            Instant at,
            Optional<Instant> stampedAt,
            Optional<Commitment> commitment,
            List<Countersignature> countersignatures,
            boolean oldAlgorithm) {}

    /**
     * Something did not verify; no content is given out.
     *
     * @param reason the stable code
     * @param detail words for the operator, without content
     */
    record Refused(SealProblem.Reason reason, String detail) implements OpenResult {}
}
