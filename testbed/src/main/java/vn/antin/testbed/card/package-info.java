/**
 * Virtual smart cards for the true path: pcscd, reader, card, OpenSC's PKCS#11 module, our code.
 *
 * <p>Knows: vpcd's socket protocol, pcscd, OpenSC's configuration, files of cards, faults. Must not
 * know: gateways, documents, tokens' Java side. Main types: {@link
 * vn.antin.testbed.card.PrivatePcscd}, {@link vn.antin.testbed.card.VpcdLink}, {@link
 * vn.antin.testbed.card.CardFaults}; the card itself is {@link vn.antin.testbed.card.piv.PivCard}.
 */
@NullMarked
package vn.antin.testbed.card;

import org.jspecify.annotations.NullMarked;
