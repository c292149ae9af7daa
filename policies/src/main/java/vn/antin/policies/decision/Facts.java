package vn.antin.policies.decision;

import java.time.LocalDate;
import vn.antin.policies.label.SecurityLabel;
import vn.antin.policies.rule.RulePack;

/**
 * Everything a decision looks at, gathered beforehand; one recipient at a time. Immutable.
 *
 * @param on the day of the act in the Vietnamese calendar
 * @param label the document's label, from a verified signature
 * @param sender who sends
 * @param recipient to whom
 * @param link the way between them
 * @param exercise whether this is a trial installation, which is not for state secrets
 * @param urgency urgency code, {@code thuong}, {@code khan}, {@code thuong_khan} or {@code hoa_toc}
 * @param nested whether it is in a quantum-safe envelope around the one for the cards; true as well
 *     while nobody could look yet, since it is asked again before the document is taken in
 */
public record Facts(
        LocalDate on,
        SecurityLabel label,
        Party sender,
        Party recipient,
        Link link,
        boolean exercise,
        String urgency,
        boolean nested) {
    /** Facts of a document of ordinary urgency. */
    public Facts(
            LocalDate on,
            SecurityLabel label,
            Party sender,
            Party recipient,
            Link link,
            boolean exercise) {
        this(on, label, sender, recipient, link, exercise, RulePack.ORDINARY);
    }

    /** Facts of a document in one envelope. */
    public Facts(
            LocalDate on,
            SecurityLabel label,
            Party sender,
            Party recipient,
            Link link,
            boolean exercise,
            String urgency) {
        this(on, label, sender, recipient, link, exercise, urgency, false);
    }

    /** The same of a document in a quantum-safe envelope, or not. */
    public Facts inLayers(boolean two) {
        return new Facts(on, label, sender, recipient, link, exercise, urgency, two);
    }
}
