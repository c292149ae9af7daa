/**
 * A PIV card as a value that answers command APDUs: NIST SP 800-73-4 with the key import, move and
 * management key commands that YubiKeys add.
 *
 * <p>Knows: bytes, keys, PINs, the rules of the card edge. Must not know: sockets, files,
 * processes, clocks. Main type: {@link vn.antin.testbed.card.piv.PivCard}.
 */
@NullMarked
package vn.antin.testbed.card.piv;

import org.jspecify.annotations.NullMarked;
