/**
 * Keys in tokens, behind the doors of {@code crypto.key}.
 *
 * <p>Knows: which token, whose PIN, what a new key may do. Must not know: documents, certificates'
 * meaning, the wrapper. Main types: {@link vn.antin.hsm.TokenVault}, {@link
 * vn.antin.hsm.TokenConfig}, {@link vn.antin.hsm.Pin}, {@link vn.antin.hsm.TokenAdmin}.
 */
@NullMarked
package vn.antin.hsm;

import org.jspecify.annotations.NullMarked;
