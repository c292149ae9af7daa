package vn.antin.crypto.evidence;

import java.util.Locale;
import java.util.Optional;

/**
 * What happened to a consignment, in the words of ETSI EN 319 522-1 clause 6.2.
 *
 * <p>The URI is what is stored; the letter codes of the standard are not used. The list is closed:
 * an evidence with another event is refused.
 */
public enum EvidenceEvent {
    /** The sender's gateway took the consignment over (A.1). */
    SUBMISSION_ACCEPTANCE("SubmissionAcceptance", Kind.GOOD, false),
    /** The sender's gateway refused it (A.2). */
    SUBMISSION_REJECTION("SubmissionRejection", Kind.BAD, false),
    /** The recipient's gateway took it over (B.1). */
    RELAY_ACCEPTANCE("RelayAcceptance", Kind.GOOD, false),
    /** The recipient's gateway refused it (B.2). */
    RELAY_REJECTION("RelayRejection", Kind.BAD, false),
    /** The recipient's gateway did not answer in time; issued by the side that waits (B.3). */
    RELAY_FAILURE("RelayFailure", Kind.BAD, false),
    /** It lies in the recipient's box (D.1). */
    CONTENT_CONSIGNMENT("ContentConsignment", Kind.GOOD, true),
    /** It could not be placed in the recipient's box (D.2). */
    CONTENT_CONSIGNMENT_FAILURE("ContentConsignmentFailure", Kind.BAD, true),
    /** The recipient was told that it lies there (D.3). */
    CONSIGNMENT_NOTIFICATION("ConsignmentNotification", Kind.GOOD, true),
    /** The recipient opened it and signed for it (E.1). */
    CONTENT_HANDOVER("ContentHandover", Kind.GOOD, true),
    /** The recipient could not open it, or refused to sign for it (E.2). */
    CONTENT_HANDOVER_FAILURE("ContentHandoverFailure", Kind.BAD, true);

    private static final String URI_PREFIX = "http://uri.etsi.org/19522/Event/";

    private enum Kind {
        GOOD,
        BAD
    }

    private final String etsiName;
    private final Kind kind;
    private final boolean ofOneRecipient;

    EvidenceEvent(String etsiName, Kind kind, boolean ofOneRecipient) {
        this.etsiName = etsiName;
        this.kind = kind;
        this.ofOneRecipient = ofOneRecipient;
    }

    /** Name in the standard. */
    public String etsiName() {
        return etsiName;
    }

    /** URI of the standard; the stored form. */
    public String uri() {
        return URI_PREFIX + etsiName;
    }

    /** Whether something was refused or failed; such evidence always has reasons. */
    public boolean isNegative() {
        return kind == Kind.BAD;
    }

    /** Whether evidence of this event always names one recipient. */
    public boolean isOfOneRecipient() {
        return ofOneRecipient;
    }

    /** Whether evidence of this event can point to what the recipient signed. */
    public boolean mayHaveReceipt() {
        return this == CONTENT_HANDOVER || this == CONTENT_HANDOVER_FAILURE;
    }

    /** Words for people, in Vietnamese unless English is asked for. */
    public String text(Locale locale) {
        return EvidenceTexts.get(locale, "event." + etsiName);
    }

    /** The event with this URI. */
    public static Optional<EvidenceEvent> ofUri(String uri) {
        for (EvidenceEvent event : values()) {
            if (event.uri().equals(uri)) {
                return Optional.of(event);
            }
        }
        return Optional.empty();
    }
}
