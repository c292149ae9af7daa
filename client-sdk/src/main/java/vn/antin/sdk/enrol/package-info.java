/**
 * Enrolling an officer and renewing: keys on the card, requests, challenge, certificates.
 *
 * <p>Knows: what the gateway wants proved, and in which order. Must not know: tokens (a card is an
 * interface here), the terminal. Main types: {@link vn.antin.sdk.enrol.Enroller}, {@link
 * vn.antin.sdk.enrol.Renewer}.
 */
@NullMarked
package vn.antin.sdk.enrol;

import org.jspecify.annotations.NullMarked;
