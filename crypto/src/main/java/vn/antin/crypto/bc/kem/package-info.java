/**
 * ML-KEM (FIPS 203) at the levels 768 and 1024, and how it carries the content key of an envelope:
 * KEMRecipientInfo (RFC 9629) with HKDF-SHA-256 and AES-256 key wrap (RFC 9936).
 *
 * <p>Why it is safe: the lattice problem behind ML-KEM is not known to fall to a quantum computer,
 * as those behind ECDH and RSA are; every message has a fresh encapsulation; the key-encryption key
 * is derived from the shared secret together with the wrap algorithm and the length, so neither can
 * be exchanged. A ciphertext that was tampered with gives another secret and no hint (implicit
 * rejection), so the key wrap is what refuses it. ML-KEM is young: it is never the only layer,
 * there is always an envelope for cards inside.
 *
 * <p>Knows: the primitive, its keys as bytes, one recipient. Must not know: envelopes, endpoints,
 * files. Main types: {@link vn.antin.crypto.bc.kem.MlKem}, {@link
 * vn.antin.crypto.bc.kem.KemRecipient}.
 */
@NullMarked
package vn.antin.crypto.bc.kem;

import org.jspecify.annotations.NullMarked;
