package vn.antin.policies.label.xml;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;

/**
 * A security label with the dates that it needs outside of a sealed document, where no card of the
 * document is beside it. Immutable.
 *
 * @param label level and marks
 * @param created when the originator labelled the document; whole seconds
 * @param ends when the protection term ends and the document is no state secret any more (Law
 *     29/2018 art. 22.2.a); whole seconds
 */
public record PortableLabel(SecurityLabel label, Instant created, Optional<Instant> ends) {
    /** An extension of the term is decided so many days before its end (Law 29/2018 art. 20). */
    private static final Duration DECISION = Duration.ofDays(60);

    private static final int REVIEW_YEARS = 10;

    /**
     * Cuts the times to seconds.
     *
     * @throws IllegalArgumentException when a term ends before it began, or what is no secret has
     *     one
     */
    public PortableLabel {
        created = created.truncatedTo(ChronoUnit.SECONDS);
        ends = ends.map(end -> end.truncatedTo(ChronoUnit.SECONDS));
        if (ends.isPresent()
                && (label.level() == Level.KHONG_MAT || !ends.get().isAfter(created))) {
            throw new IllegalArgumentException("only a state secret has a term, and it ends later");
        }
    }

    /** When the label is to be looked at again: before the term ends, or after ten years. */
    public Instant review() {
        return ends.map(end -> end.minus(DECISION))
                .filter(day -> day.isAfter(created))
                .or(() -> ends)
                .orElseGet(
                        () -> created.atOffset(ZoneOffset.UTC).plusYears(REVIEW_YEARS).toInstant());
    }
}
