package vn.antin.crypto.seal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.document.Urgency;

/**
 * A consignment note before sealing: what the sender decides. The envelope, the attachments, the
 * label and the time come from the sealing itself.
 *
 * @param id lower-case UUID (version 4) of the consignment
 * @param sender who sends
 * @param recipients who receive
 * @param receiptDeadline by when signed receipts are awaited
 * @param urgency urgency mark, the same as the card's
 * @param channels channel profiles that may carry it
 */
public record NoteDraft(
        String id,
        EndpointId sender,
        List<Recipient> recipients,
        Optional<Instant> receiptDeadline,
        Urgency urgency,
        Set<String> channels) {
    /** Copies the lists. */
    public NoteDraft {
        recipients = List.copyOf(recipients);
        channels = Set.copyOf(channels);
    }
}
