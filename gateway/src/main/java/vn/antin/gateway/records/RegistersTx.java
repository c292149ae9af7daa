package vn.antin.gateway.records;

import vn.antin.crypto.cert.EndpointId;

/** Writes the registers within a transaction. Port; only for the thread of the transaction. */
public interface RegistersTx extends Registers {
    /**
     * Writes the entry under the next serial number of its year. When the consignment (for a
     * hand-over: the consignment and recipient) stands in that register already, the row that is
     * there is returned and no number is used.
     */
    RegisterRow enter(RegisterEntry entry);

    /**
     * Completes the recipient's line; a line that is signed keeps its first signature. A register
     * without such a line is left as it is.
     */
    void sign(
            RegisterKind register,
            String consignment,
            EndpointId recipient,
            RegisterRow.Signed signed);
}
