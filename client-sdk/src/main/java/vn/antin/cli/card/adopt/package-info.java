/**
 * Taking over cards that others made.
 *
 * <p>Knows: {@code hsm.adopt}, what a custodian must be shown and asked. Must not know: how keys
 * are made, anything that writes to a card. Main type: {@link
 * vn.antin.cli.card.adopt.AdoptCommand}.
 */
@NullMarked
package vn.antin.cli.card.adopt;

import org.jspecify.annotations.NullMarked;
