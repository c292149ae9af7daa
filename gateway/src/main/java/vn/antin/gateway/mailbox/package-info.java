/**
 * What parties to a consignment see and fetch: boxes, states, blobs, register pages, news.
 *
 * <p>Knows: who is party to what, and the wire records that they get. Must not know: SQL, HTTP, how
 * a consignment is judged. Main types: {@link vn.antin.gateway.mailbox.Mailboxes}, {@link
 * vn.antin.gateway.mailbox.BlobDesk}, {@link vn.antin.gateway.mailbox.Bell}.
 */
@NullMarked
package vn.antin.gateway.mailbox;

import org.jspecify.annotations.NullMarked;
