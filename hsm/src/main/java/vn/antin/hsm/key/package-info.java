/**
 * The keys of a token at work: signing, agreeing, unwrapping, wrapping storage keys.
 *
 * <p>Knows: mechanisms, encodings of keys and signatures. Must not know: logins, pools, why a key
 * is used. Main types: {@link vn.antin.hsm.key.TokenKeys}, {@link vn.antin.hsm.key.TokenSigner},
 * {@link vn.antin.hsm.key.TokenAgreer}, {@link vn.antin.hsm.key.TokenUnwrapper}.
 */
@NullMarked
package vn.antin.hsm.key;

import org.jspecify.annotations.NullMarked;
