package vn.antin.crypto.ceremony;

import vn.antin.crypto.ceremony.CeremonyProblem.Reason;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.crypto.tlog.LogProblem;
import vn.antin.crypto.tlog.LogProof;

/**
 * A signed record with the proof that it stands in the agency's log: the file {@code
 * ceremony.json}. Having one means that record and seal hold; {@link #verify} checks the log.
 * Immutable.
 */
public final class CeremonyReceipt {
    private static final String TYPE = "antin-ceremony-receipt";

    private final SignedRecord signed;
    private final byte[] salt;
    private final LogProof proof;

    /**
     * Puts the parts together.
     *
     * @param salt of the log entry, 32 bytes
     * @throws IllegalArgumentException for another salt
     */
    public CeremonyReceipt(SignedRecord signed, byte[] salt, LogProof proof) {
        byte[] unused = signed.entry(salt);
        this.signed = signed;
        this.salt = salt.clone();
        this.proof = proof;
    }

    /** The record and the seal under it. */
    public SignedRecord signed() {
        return signed;
    }

    /**
     * Checks that the record stands in the log with this key.
     *
     * @throws LogProblem when it does not
     */
    public void verify(LogKey key) throws LogProblem {
        var unused = proof.verify(key, signed.entry(salt));
    }

    /** Canonical JSON. */
    public byte[] toBytes() {
        return Papers.start(TYPE)
                .put("record", signed.record().toJson())
                .put("signature", signed.signature())
                .put("salt", salt)
                .put("proof", proof.text())
                .build()
                .canonicalBytes();
    }

    /**
     * Reads {@link #toBytes}; record and seal are checked.
     *
     * @throws CeremonyProblem MALFORMED, or what does not hold
     */
    public static CeremonyReceipt parse(byte[] canonical) throws CeremonyProblem {
        try {
            JsonObject json = JsonObject.parseCanonical(canonical);
            Papers.require(json, TYPE);
            json.onlyKeys("type", "version", "record", "signature", "salt", "proof");
            return new CeremonyReceipt(
                    SignedRecord.verify(
                            json.object("record").canonicalBytes(), json.bytes("signature")),
                    json.bytes("salt"),
                    LogProof.parse(json.string("proof")));
        } catch (JsonException | IllegalArgumentException | LogProblem e) {
            throw new CeremonyProblem(Reason.MALFORMED, String.valueOf(e.getMessage()));
        }
    }
}
