/**
 * PIV cards (NIST SP 800-73-4) over PC/SC, for what PKCS#11 modules leave out: making keys on the
 * card, writing certificates, PIN and PUK, the management key.
 *
 * <p>Knows: APDUs, key references, status words. Must not know: PKCS#11, where PINs come from, who
 * may have a card. Main types: {@link vn.antin.hsm.piv.PivToken}, {@link vn.antin.hsm.piv.PivSlot}.
 */
@NullMarked
package vn.antin.hsm.piv;

import org.jspecify.annotations.NullMarked;
