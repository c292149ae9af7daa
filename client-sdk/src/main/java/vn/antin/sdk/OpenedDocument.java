package vn.antin.sdk;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.VerifiedIdentity;
import vn.antin.crypto.document.DocumentCard;
import vn.antin.crypto.seal.OpenResult;
import vn.antin.policies.clearance.Role;
import vn.antin.sdk.wire.DirectoryEntry;

/**
 * A document that was opened and verified in full.
 *
 * @param folder where its files are, for the owner only
 * @param card of the document
 * @param text of the message; may be empty
 * @param author whose signature verified
 * @param signed how the author signed
 * @param role whether the directory knows the author in the role that the signature claims
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
        RoleClaim role,
        Optional<Instant> heldAt,
        boolean receiptRequested,
        List<OpenedFile> files) {
    /** Copies the list. */
    public OpenedDocument {
        files = List.copyOf(files);
    }

    /** The role in which somebody says that he signs, beside what the directory says of him now. */
    public enum RoleClaim {
        /** He has the role, or claims none that not everybody has. */
        HELD,
        /** He has other roles. */
        NOT_HELD,
        /** The directory says nothing of him, or nothing of his roles. */
        UNKNOWN;

        /**
         * Compares.
         *
         * @param claimed what the signature means
         * @param entry what the directory says of the signer
         */
        public static RoleClaim of(Optional<Commitment> claimed, Optional<DirectoryEntry> entry) {
            Optional<Role> needed = claimed.flatMap(RoleClaim::needed);
            if (needed.isEmpty()) {
                return HELD;
            }
            Set<Role> roles = entry.map(DirectoryEntry::roles).orElse(Set.of());
            if (roles.isEmpty()) {
                return UNKNOWN;
            }
            return roles.contains(needed.get()) ? HELD : NOT_HELD;
        }

        private static Optional<Role> needed(Commitment claimed) {
            return switch (claimed) {
                case PROOF_OF_SENDER -> Optional.of(Role.REGISTRY_CLERK);
                case PROOF_OF_APPROVAL -> Optional.of(Role.COMPETENT_SIGNATORY);
                case PROOF_OF_CREATION, PROOF_OF_ORIGIN -> Optional.empty();
            };
        }

        /** In lower case with hyphens. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
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
