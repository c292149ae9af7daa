package vn.antin.sdk;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.VerifiedIdentity;
import vn.antin.crypto.document.DocumentCard;
import vn.antin.crypto.seal.OpenResult;

/**
 * A document that was opened and verified in full.
 *
 * @param folder where its files are, for the owner only
 * @param card of the document
 * @param text of the message; may be empty
 * @param author whose signature verified
 * @param signed how the author signed
 * @param heldAt when the own gateway took it in, if the author's certificate has ended since: it
 *     was in force then
 * @param receiptRequested whether the author asks for a signed receipt
 * @param files in the order of the card
 */
public record OpenedDocument(
        Path folder,
        DocumentCard card,
        String text,
        VerifiedIdentity author,
        OpenResult.Signed signed,
        Optional<Instant> heldAt,
        boolean receiptRequested,
        List<OpenedFile> files) {
    /** Copies the list. */
    public OpenedDocument {
        files = List.copyOf(files);
    }

    /** When it was signed, by the author's clock. */
    public Instant signedAt() {
        return signed.at();
    }

    /** By the clock of the gateway of the author's agency, if it stamped the signature. */
    public Optional<Instant> stampedAt() {
        return signed.stampedAt();
    }

    /**
     * One attachment; size and digest are those that were signed.
     *
     * @param name in the folder
     * @param size in bytes
     * @param sha256 of its bytes
     * @param declaredPages by the author
     * @param countedPages in the file as it came
     */
    public record OpenedFile(
            String name,
            long size,
            Digest sha256,
            OptionalInt declaredPages,
            OptionalInt countedPages) {
        /** Whether the pages are as declared; nothing declared is nothing to compare. */
        public boolean pagesMatch() {
            return declaredPages.isEmpty() || declaredPages.equals(countedPages);
        }
    }

    /** Whether all page counts are as declared. */
    public boolean pagesMatch() {
        return files.stream().allMatch(OpenedFile::pagesMatch);
    }

    /** Nothing of the content. */
    @Override
    public String toString() {
        return "OpenedDocument[" + files.size() + " files]";
    }
}
