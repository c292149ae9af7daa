/**
 * The bytes of an attachment beside the document: encrypted and decrypted in one pass, in constant
 * memory and over two cores, or read at any place.
 *
 * <p>Knows: the streaming AEAD of docs/formats/attachment.md, digests, channels. Must not know: who
 * sends, who reads, where the files are. Main types: {@link
 * vn.antin.crypto.attachment.AttachmentCipher}, {@link
 * vn.antin.crypto.attachment.AttachmentChannel}.
 */
@NullMarked
package vn.antin.crypto.attachment;

import org.jspecify.annotations.NullMarked;
