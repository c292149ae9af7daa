/**
 * Cards that others made and that are in use already: what is on one, and what it can really do.
 *
 * <p>Knows: {@code hsm.token}, {@code hsm.key}. Must not know: whose the card is, certificates of
 * ours, how anything is written to a token; it only reads, signs and decrypts. Main type: {@link
 * vn.antin.hsm.adopt.ForeignCard}.
 */
@NullMarked
package vn.antin.hsm.adopt;

import org.jspecify.annotations.NullMarked;
