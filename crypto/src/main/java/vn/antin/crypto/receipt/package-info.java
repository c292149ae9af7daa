/**
 * "Ký nhận": the recipient's signed receipt (RFC 2634 2.5 to 2.8), made and checked.
 *
 * <p>Knows: what the original signature was, who was asked. Must not know: documents' content,
 * storage, deadlines, transport. Main types: {@link vn.antin.crypto.receipt.SignedReceipt}, {@link
 * vn.antin.crypto.receipt.ReceiptCheck}, {@link vn.antin.crypto.receipt.VerifiedReceipt}.
 */
@NullMarked
package vn.antin.crypto.receipt;

import org.jspecify.annotations.NullMarked;
