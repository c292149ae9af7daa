/**
 * KEM keys of endpoints, for the layer around a sealed document that a quantum computer does not
 * open (ML-KEM, FIPS 203; RFC 9629, 9936).
 *
 * <p>Cards have no ML-KEM. So each endpoint's program makes such a key, states it with the
 * endpoint's authentication key ({@link vn.antin.crypto.kem.KemStatement}) and keeps its private
 * part sealed to the card ({@link vn.antin.crypto.kem.StoredKemKey}). Why this is safe: whoever
 * records the traffic and breaks the card's ECDH or RSA later still lacks the ML-KEM key, which
 * never travels; whoever breaks ML-KEM still lacks the card; whoever takes the program's files
 * still lacks the card. Only files that were taken and a card key that was broken give both, so the
 * files stay on the endpoint's machine. The statement is signed with a classical key, which is
 * enough: it must withstand forgery at the time of sending, not for the term of protection.
 *
 * <p>Knows: what a statement says, how a key rests. Must not know: files, transport, rules about
 * when the layer is needed. Main types: {@link vn.antin.crypto.kem.EndpointKemKey}, {@link
 * vn.antin.crypto.kem.KemVault}.
 */
@NullMarked
package vn.antin.crypto.kem;

import org.jspecify.annotations.NullMarked;
