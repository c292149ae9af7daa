package vn.antin.sdk;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.document.Urgency;
import vn.antin.policies.label.Level;

/**
 * A document before it is sealed, as the author fills it in.
 *
 * @param level secrecy level
 * @param urgency urgency mark
 * @param recipients endpoints ({@code H26.01/nva}) or the names of endpoints, at least one
 * @param files attachments
 * @param text message; may be empty
 * @param number number and symbol
 * @param type document type
 * @param title abstract; not for Tuyệt mật
 * @param signatory who signed the document
 * @param listItem item of the list of state secrets
 * @param copies number of copies issued
 * @param copyingAllowed whether it may be copied
 * @param namedOnly whether only the person named may open it
 * @param returnBy until when it is to be returned
 * @param receiptWithin within which time it is to be signed for; empty for as the rules say
 * @param commitment in which role the sender signs
 * @param agencySeal whether the own gateway is asked for the agency's seal on the signature
 */
public record Draft(
        Level level,
        Urgency urgency,
        List<String> recipients,
        List<Path> files,
        String text,
        Optional<String> number,
        String type,
        Optional<String> title,
        Optional<String> signatory,
        Optional<String> listItem,
        int copies,
        boolean copyingAllowed,
        boolean namedOnly,
        Optional<LocalDate> returnBy,
        Optional<Duration> receiptWithin,
        Commitment commitment,
        boolean agencySeal) {
    /** Copies the lists. */
    public Draft {
        recipients = List.copyOf(recipients);
        files = List.copyOf(files);
    }

    /**
     * Files for recipients, everything else as usual: one copy, no copying, a plain letter, by its
     * author.
     */
    public static Draft of(Level level, List<String> recipients, List<Path> files) {
        return new Draft(
                level,
                Urgency.THUONG,
                recipients,
                files,
                "",
                Optional.empty(),
                "CV",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                Commitment.PROOF_OF_CREATION,
                false);
    }

    /** Nothing of the content. */
    @Override
    public String toString() {
        return "Draft[" + level.code() + ", " + files.size() + " files]";
    }
}
