package vn.antin.gateway.evidence;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.policies.label.Level;

/**
 * That the agency's seal was put on a document, for good: it has a place in the log
 * (docs/formats/log.md). Nothing of the content is in it. Immutable.
 *
 * @param at when, to the millisecond
 * @param clerk who asked for it
 * @param certificate SHA-256 of the certificate that stood behind the clerk's connection
 * @param author who signed the document
 * @param authorCertificate SHA-256 of the certificate of that signature
 * @param signature SHA-256 of the value of that signature
 * @param number number and symbol of the document, in the clerk's words
 * @param level level under the author's signature
 * @param seal SHA-256 of the certificate of the seal
 * @param countersignature SHA-256 of the value of the seal's signature
 * @param policy rule pack that was applied, {@code id@version}
 * @param provider number of the approval of the cipher module, or {@code none}
 * @param exercise whether the gateway is an exercise
 */
public record SealRecord(
        Instant at,
        EndpointId clerk,
        Digest certificate,
        EndpointId author,
        Digest authorCertificate,
        Digest signature,
        String number,
        Level level,
        Digest seal,
        Digest countersignature,
        String policy,
        String provider,
        boolean exercise) {
    /** Bytes of the salt of the commitment in the log. */
    public static final int SALT_LENGTH = 32;

    private static final String TYPE = "antin-agency-seal";

    /** First byte of a log entry that commits to such a record. */
    private static final int ENTRY_VERSION = 4;

    /** Cuts the time. */
    public SealRecord {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Canonical JSON (RFC 8785) in UTF-8. */
    public byte[] toBytes() {
        return JsonObject.builder()
                .put("type", TYPE)
                .put("at", at)
                .put("clerk", clerk.toString())
                .put("certificate", certificate.hex())
                .put("author", author.toString())
                .put("authorCertificate", authorCertificate.hex())
                .put("signature", signature.hex())
                .put("number", number)
                .put("level", level.code())
                .put("seal", seal.hex())
                .put("countersignature", countersignature.hex())
                .put("policy", policy)
                .put("provider", provider)
                .put("exercise", exercise)
                .build()
                .canonicalBytes();
    }

    /**
     * Reads {@link #toBytes()}, byte for byte.
     *
     * @throws JsonException when it is not one
     */
    public static SealRecord parse(byte[] bytes) {
        JsonObject json = JsonObject.parseCanonical(bytes);
        json.onlyKeys(
                "type",
                "at",
                "clerk",
                "certificate",
                "author",
                "authorCertificate",
                "signature",
                "number",
                "level",
                "seal",
                "countersignature",
                "policy",
                "provider",
                "exercise");
        if (!json.string("type").equals(TYPE)) {
            throw new JsonException("not the record of a seal");
        }
        try {
            return new SealRecord(
                    json.instant("at"),
                    EndpointId.parse(json.string("clerk")),
                    Digest.parse(json.string("certificate")),
                    EndpointId.parse(json.string("author")),
                    Digest.parse(json.string("authorCertificate")),
                    Digest.parse(json.string("signature")),
                    json.string("number"),
                    Level.ofCode(json.string("level"))
                            .orElseThrow(() -> new JsonException("the level is unknown")),
                    Digest.parse(json.string("seal")),
                    Digest.parse(json.string("countersignature")),
                    json.string("policy"),
                    json.string("provider"),
                    json.bool("exercise"));
        } catch (IllegalArgumentException e) {
            throw new JsonException("the record of a seal is malformed", e);
        }
    }

    /**
     * What is entered in the log: 0x04 ‖ SHA-256(salt ‖ canonical bytes), 33 bytes.
     *
     * @param salt {@link #SALT_LENGTH} bytes
     */
    public byte[] entry(byte[] salt) {
        if (salt.length != SALT_LENGTH) {
            throw new IllegalArgumentException("a salt has 32 bytes");
        }
        ByteArrayOutputStream salted = new ByteArrayOutputStream(1024);
        salted.writeBytes(salt);
        salted.writeBytes(toBytes());
        ByteArrayOutputStream entry = new ByteArrayOutputStream(1 + Digest.LENGTH);
        entry.write(ENTRY_VERSION);
        entry.writeBytes(Digest.of(salted.toByteArray()).toBytes());
        return entry.toByteArray();
    }
}
