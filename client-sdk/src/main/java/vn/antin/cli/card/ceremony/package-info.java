/**
 * The commands of {@code antin ceremony}: plan, approve, back up, restore, show.
 *
 * <p>Knows: papers of ceremonies as files, cards and tokens as people name them. Must not know: how
 * keys are made or wrapped, what a paper proves. Main type: {@link
 * vn.antin.cli.card.ceremony.CeremonyCommand}.
 */
@NullMarked
package vn.antin.cli.card.ceremony;

import org.jspecify.annotations.NullMarked;
