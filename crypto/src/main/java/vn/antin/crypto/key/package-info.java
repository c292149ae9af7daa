/**
 * The doors to private keys. A token implements them; nothing in {@code crypto} sees a private key.
 *
 * <p>Knows: what a key may do. Must not know: tokens, PINs, files. Main types: {@link
 * vn.antin.crypto.key.KeyVault}, {@link vn.antin.crypto.key.Signer}, {@link
 * vn.antin.crypto.key.DecryptionKey}.
 */
@NullMarked
package vn.antin.crypto.key;

import org.jspecify.annotations.NullMarked;
