/**
 * What a person sends: the document card, the message text, and attachments inside or beside it.
 *
 * <p>Knows: the MIME entity, the card's fields, the sizes and limits of attachments. Must not know:
 * people's keys, signatures, how attachments are encrypted, transport, files. Main types: {@link
 * vn.antin.crypto.document.Document}, {@link vn.antin.crypto.document.DocumentCard}, {@link
 * vn.antin.crypto.document.Attachment}.
 */
@NullMarked
package vn.antin.crypto.document;

import org.jspecify.annotations.NullMarked;
