/**
 * Byte values with a meaning: digests and secrets.
 *
 * <p>Knows: lengths, hexadecimal, wiping. Must not know: what the bytes are for. Main types: {@link
 * vn.antin.crypto.bytes.Digest}, {@link vn.antin.crypto.bytes.SecretBytes}.
 */
@NullMarked
package vn.antin.crypto.bytes;

import org.jspecify.annotations.NullMarked;
