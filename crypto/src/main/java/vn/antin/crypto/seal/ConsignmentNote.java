package vn.antin.crypto.seal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.document.Urgency;
import vn.antin.policies.label.SecurityLabel;

/**
 * The consignment note (phiếu gửi): all that gateways know about a sealed document. It is signed
 * with the outer signature and visible to every gateway on the way, so it never holds the number,
 * the title or the text of the document.
 *
 * <p>As bytes it is canonical JSON (RFC 8785) with one spelling. Immutable; instants are cut to the
 * millisecond.
 *
 * @param id lower-case UUID (version 4) of the consignment
 * @param envelope {@code sealed.p7m}
 * @param attachments ciphertexts beside it, in the order of the document card
 * @param label the label of every signature
 * @param sender who sends
 * @param recipients who receive, 1 to 1000, each once
 * @param sentAt when it was sealed
 * @param receiptDeadline by when signed receipts are awaited
 * @param urgency urgency mark
 * @param channels channel profiles that may carry it, for example {@code CO_YEU}; at least one
 */
public record ConsignmentNote(
        String id,
        BlobRef envelope,
        List<BlobRef> attachments,
        SecurityLabel label,
        EndpointId sender,
        List<Recipient> recipients,
        Instant sentAt,
        Optional<Instant> receiptDeadline,
        Urgency urgency,
        Set<String> channels) {
    /** Recipients that one consignment may have. */
    public static final int MAX_RECIPIENTS = 1000;

    /** Longest note in bytes. */
    public static final int MAX_SIZE = 1 << 20;

    static final int MAX_ATTACHMENTS = 256;
    private static final String UUID_TEXT =
            "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    private static final String CHANNEL = "[A-Z][A-Z0-9_]{0,31}";

    /** Checks every field; throws {@link IllegalArgumentException}. */
    public ConsignmentNote {
        if (!id.matches(UUID_TEXT)) {
            throw new IllegalArgumentException("the id is not a lower-case UUID of version 4");
        }
        attachments = List.copyOf(attachments);
        if (attachments.size() > MAX_ATTACHMENTS) {
            throw new IllegalArgumentException("too many attachments");
        }
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty() || recipients.size() > MAX_RECIPIENTS) {
            throw new IllegalArgumentException("a consignment has 1 to 1000 recipients");
        }
        Set<EndpointId> seen = new HashSet<>();
        for (Recipient recipient : recipients) {
            if (!seen.add(recipient.endpoint())) {
                throw new IllegalArgumentException("a recipient stands twice");
            }
        }
        sentAt = sentAt.truncatedTo(ChronoUnit.MILLIS);
        receiptDeadline = receiptDeadline.map(instant -> instant.truncatedTo(ChronoUnit.MILLIS));
        if (receiptDeadline.isPresent() && receiptDeadline.get().isBefore(sentAt)) {
            throw new IllegalArgumentException("the receipt deadline is before the sending");
        }
        channels = Collections.unmodifiableSet(new TreeSet<>(channels));
        if (channels.isEmpty()
                || channels.size() > 16
                || !channels.stream().allMatch(channel -> channel.matches(CHANNEL))) {
            throw new IllegalArgumentException("the channel profiles are not 1 to 16 names");
        }
    }

    /** Canonical JSON. */
    public byte[] toBytes() {
        return NoteCodec.write(this);
    }

    /**
     * Parses canonical JSON, nothing unknown, at most {@link #MAX_SIZE} bytes.
     *
     * @throws SealProblem with MALFORMED, TOO_BIG, or LABEL_UNKNOWN for a label of another policy
     */
    public static ConsignmentNote parse(byte[] utf8) throws SealProblem {
        return NoteCodec.read(utf8);
    }
}
