package vn.antin.crypto.evidence;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.tlog.LogProblem;
import vn.antin.crypto.tlog.LogProof;

/**
 * An evidence with all that is needed to check it offline: the {@code receipt.json} that users keep
 * (docs/formats/evidence.md).
 *
 * <p>Having one means that the form is right, nothing more; {@link EvidenceVerifier} decides.
 * Immutable.
 */
public final class EvidenceReceipt {
    private static final String TYPE = "antin-receipt";

    private final Evidence evidence;
    private final byte[] salt;
    private final byte[] entry;
    private final String proof;

    /**
     * Checks the form.
     *
     * @param evidence what is stated
     * @param salt 32 random bytes; who does not know them cannot guess the evidence from the log
     * @param proof text of a C2SP tlog-proof, with the signed checkpoint
     * @throws IllegalArgumentException when the salt or the proof cannot be one
     */
    public EvidenceReceipt(Evidence evidence, byte[] salt, String proof) {
        this(evidence, salt, evidence.entry(salt), proof);
    }

    private EvidenceReceipt(Evidence evidence, byte[] salt, byte[] entry, String proof) {
        if (salt.length != Evidence.SALT_LENGTH) {
            throw new IllegalArgumentException("a salt has 32 bytes");
        }
        if (entry.length != Evidence.ENTRY_LENGTH) {
            throw new IllegalArgumentException("the entry of an evidence has 33 bytes");
        }
        this.evidence = evidence;
        this.salt = salt.clone();
        this.entry = entry.clone();
        this.proof = proof;
        LogProof unused = logProof();
    }

    /** What is stated. */
    public Evidence evidence() {
        return evidence;
    }

    /** A copy of the 32 bytes. */
    public byte[] salt() {
        return salt.clone();
    }

    /** The text of the proof. */
    public String proof() {
        return proof;
    }

    /** The proof, parsed. */
    public LogProof logProof() {
        try {
            return LogProof.parse(proof);
        } catch (LogProblem e) {
            throw new IllegalArgumentException("the proof: " + e.getMessage(), e);
        }
    }

    /**
     * A copy of the log entry as the receipt has it. A receipt that was read may have another than
     * its evidence and salt make: it is kept beside them so that {@link EvidenceVerifier} can tell
     * a changed evidence from a changed proof.
     */
    public byte[] entry() {
        return entry.clone();
    }

    /** Canonical JSON (RFC 8785) in UTF-8: the file. */
    public byte[] toBytes() {
        return toJson().canonicalBytes();
    }

    /**
     * Parses {@link #toBytes()}, byte for byte.
     *
     * @throws JsonException for anything else
     */
    public static EvidenceReceipt parse(byte[] canonical) {
        return fromJson(JsonObject.parseCanonical(canonical));
    }

    /** As an object of a larger JSON text. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("type", TYPE)
                .put("version", 1)
                .put("evidence", evidence.toJson())
                .put("salt", salt)
                .put("entry", entry)
                .put("proof", proof)
                .build();
    }

    /**
     * Reads {@link #toJson()}.
     *
     * @throws JsonException when a field is missing, unknown or wrong
     */
    public static EvidenceReceipt fromJson(JsonObject json) {
        json.onlyKeys("type", "version", "evidence", "salt", "entry", "proof");
        if (!json.string("type").equals(TYPE)) {
            throw new JsonException("field \"type\" is not " + TYPE);
        }
        if (json.integer("version") != 1) {
            throw new JsonException("a receipt of an unknown version");
        }
        try {
            return new EvidenceReceipt(
                    Evidence.fromJson(json.object("evidence")),
                    json.bytes("salt"),
                    json.bytes("entry"),
                    json.string("proof"));
        } catch (IllegalArgumentException e) {
            throw new JsonException("not a receipt: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EvidenceReceipt receipt
                && evidence.equals(receipt.evidence)
                && Arrays.equals(salt, receipt.salt)
                && Arrays.equals(entry, receipt.entry)
                && proof.equals(receipt.proof);
    }

    @Override
    public int hashCode() {
        return Objects.hash(evidence, Arrays.hashCode(salt), Arrays.hashCode(entry), proof);
    }

    /** Without the salt. */
    @Override
    public String toString() {
        return "EvidenceReceipt[" + evidence.id() + ", " + evidence.event() + "]";
    }
}
