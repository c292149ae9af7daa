package vn.antin.crypto.ceremony;

import java.io.ByteArrayOutputStream;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.ceremony.CeremonyProblem.Reason;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.PublicKeys;
import vn.antin.crypto.key.Signer;

/**
 * The record of a ceremony under the agency's seal; {@link #sign} and {@link #verify} alone make
 * one. Whether the seal key is that of the agency is for the caller to compare. Immutable.
 */
public final class SignedRecord {
    private static final String TYPE = "antin-ceremony-signed-record";

    /** Bytes of the salt that hides a record in its log entry. */
    public static final int SALT_LENGTH = 32;

    /** First byte of a log entry of this kind; evidence has 0x01. */
    private static final int ENTRY_VERSION = 2;

    private final CeremonyRecord record;
    private final byte[] signature;

    private SignedRecord(CeremonyRecord record, byte[] signature) {
        this.record = record;
        this.signature = signature;
    }

    /**
     * Signs.
     *
     * @param seal the agency's seal; errors of the device are {@code KeyException}s
     * @throws CeremonyProblem when the record is not of its plan or names another seal
     */
    public static SignedRecord sign(CeremonyRecord record, Signer seal) throws CeremonyProblem {
        record.requireOfPlan();
        return checked(record, seal.sign(signed(record)));
    }

    /**
     * Reads a record and checks everything in it and the signature under it.
     *
     * @param canonical {@link CeremonyRecord#toBytes}
     * @throws CeremonyProblem with what does not hold
     */
    public static SignedRecord verify(byte[] canonical, byte[] signature) throws CeremonyProblem {
        return checked(CeremonyRecord.parse(canonical), signature.clone());
    }

    /** Canonical JSON, for a record that is not in the log yet. */
    public byte[] toBytes() {
        return Papers.start(TYPE)
                .put("record", record.toJson())
                .put("signature", signature)
                .build()
                .canonicalBytes();
    }

    /**
     * Reads {@link #toBytes} and checks it like {@link #verify}.
     *
     * @throws CeremonyProblem MALFORMED, or what does not hold
     */
    public static SignedRecord parse(byte[] canonical) throws CeremonyProblem {
        try {
            JsonObject json = JsonObject.parseCanonical(canonical);
            Papers.require(json, TYPE);
            json.onlyKeys("type", "version", "record", "signature");
            return verify(json.object("record").canonicalBytes(), json.bytes("signature"));
        } catch (JsonException | IllegalArgumentException e) {
            throw new CeremonyProblem(Reason.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    private static SignedRecord checked(CeremonyRecord record, byte[] signature)
            throws CeremonyProblem {
        if (!PublicKeys.verifies(record.seal(), signed(record), signature)) {
            throw new CeremonyProblem(Reason.BAD_RECORD_SIGNATURE);
        }
        return new SignedRecord(record, signature);
    }

    private static byte[] signed(CeremonyRecord record) {
        return Papers.signed(CeremonyRecord.TYPE, record.toJson());
    }

    /** What was signed. */
    public CeremonyRecord record() {
        return record;
    }

    /** By the seal key, over the line {@code antin-ceremony-record-v1} and the record. */
    public byte[] signature() {
        return signature.clone();
    }

    /**
     * What is entered in the log: 0x02 ‖ SHA-256(salt ‖ record), 33 bytes.
     *
     * @param salt 32 bytes
     */
    public byte[] entry(byte[] salt) {
        if (salt.length != SALT_LENGTH) {
            throw new IllegalArgumentException("a salt has 32 bytes");
        }
        ByteArrayOutputStream salted = new ByteArrayOutputStream(4096);
        salted.writeBytes(salt);
        salted.writeBytes(record.toBytes());
        ByteArrayOutputStream entry = new ByteArrayOutputStream(1 + Digest.LENGTH);
        entry.write(ENTRY_VERSION);
        entry.writeBytes(Digest.of(salted.toByteArray()).toBytes());
        return entry.toByteArray();
    }
}
