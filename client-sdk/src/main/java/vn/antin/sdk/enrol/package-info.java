/**
 * Enrolling an officer: keys on the card, requests, challenge, certificates.
 *
 * <p>Knows: what the gateway wants proved, and in which order. Must not know: tokens (a card is an
 * interface here), the terminal. Main type: {@link vn.antin.sdk.enrol.Enroller}.
 */
@NullMarked
package vn.antin.sdk.enrol;

import org.jspecify.annotations.NullMarked;
