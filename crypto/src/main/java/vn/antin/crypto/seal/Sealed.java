package vn.antin.crypto.seal;

/**
 * A sealed document, ready to travel.
 *
 * @param envelope {@code sealed.p7m}: the encrypted, signed document
 * @param outerSignature {@code outer.p7s}: the signature over it, with the note
 * @param note the note, as signed
 * @param expectation what the sender keeps to check receipts with
 */
@SuppressWarnings("ArrayRecordComponent") // two files and two records, never compared
public record Sealed(
        byte[] envelope,
        byte[] outerSignature,
        ConsignmentNote note,
        ReceiptExpectation expectation) {}
