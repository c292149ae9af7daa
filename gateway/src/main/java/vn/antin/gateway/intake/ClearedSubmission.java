package vn.antin.gateway.intake;

import java.util.List;
import java.util.Map;
import java.util.Set;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.policies.decision.Obligation;

/**
 * A submission that the rules permit for every recipient. Only {@link PolicyDesk} makes one, and
 * only of one can a consignment be stored. Immutable.
 */
public final class ClearedSubmission {
    private final Submission submission;
    private final String policy;
    private final Map<EndpointId, List<Obligation>> obligations;

    ClearedSubmission(
            Submission submission, String policy, Map<EndpointId, List<Obligation>> obligations) {
        this.submission = submission;
        this.policy = policy;
        this.obligations = Map.copyOf(obligations);
    }

    /** What was cleared. */
    public Submission submission() {
        return submission;
    }

    /** The rule pack that cleared it, {@code id@version}. */
    public String policy() {
        return policy;
    }

    /** What goes with the permit, for one recipient. */
    public List<Obligation> obligations(EndpointId recipient) {
        return obligations.getOrDefault(recipient, List.of());
    }

    /** The registers that it must be entered into. */
    public Set<Obligation.Book> books() {
        Set<Obligation.Book> books = java.util.EnumSet.noneOf(Obligation.Book.class);
        obligations.values().stream()
                .flatMap(List::stream)
                .forEach(obligation -> {
                    if (obligation instanceof Obligation.Register register) {
                        books.add(register.book());
                    }
                });
        return books;
    }
}
