/**
 * Lets the JDK's TLS sign with a key that stays in its token.
 *
 * <p>Knows: how JSSE asks for keys and signatures. Must not know: tokens; any {@link
 * vn.antin.crypto.key.Signer} will do. Main types: {@link vn.antin.hsm.jca.TokenKeyManager}, {@link
 * vn.antin.hsm.jca.TokenProvider}.
 */
@NullMarked
package vn.antin.hsm.jca;

import org.jspecify.annotations.NullMarked;
