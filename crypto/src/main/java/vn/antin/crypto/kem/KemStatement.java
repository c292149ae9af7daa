package vn.antin.crypto.kem;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import vn.antin.crypto.bc.kem.MlKem;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.VerifiedIdentity;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.PublicKeys;
import vn.antin.crypto.key.SecurityStrength;
import vn.antin.crypto.key.Signer;

/**
 * An endpoint says which ML-KEM key it opens the outer envelope with: JSON (RFC 8785) signed with
 * its authentication key, see docs/formats/sealed-document.md. It holds as long as the
 * authentication certificate does. The key comes out only when the signature holds. Immutable;
 * thread-safe.
 */
public final class KemStatement {
    /** Keeps the signature apart from every other that the key makes. */
    private static final byte[] CONTEXT = "antin-kem-key-v1\n".getBytes(StandardCharsets.US_ASCII);

    private static final String SIGNATURE = "signature";

    private final EndpointId endpoint;
    private final PublicKey key;
    private final Instant at;
    private final byte[] signature;

    private KemStatement(EndpointId endpoint, PublicKey key, Instant at, byte[] signature) {
        this.endpoint = endpoint;
        this.key = key;
        this.at = at;
        this.signature = signature;
    }

    /**
     * States a key.
     *
     * @param key of ML-KEM-768 or 1024
     * @param authentication the endpoint's key; errors of the device are {@code KeyException}s
     */
    public static KemStatement sign(
            EndpointId endpoint, PublicKey key, Instant at, Signer authentication) {
        Instant time = at.truncatedTo(ChronoUnit.MILLIS);
        return new KemStatement(
                endpoint, key, time, authentication.sign(signed(fields(endpoint, key, time))));
    }

    /** Who states it, as long as nobody checked. */
    public EndpointId unverifiedEndpoint() {
        return endpoint;
    }

    /** When it was made. */
    public Instant at() {
        return at;
    }

    /** Whether it is about this key. */
    public boolean isAbout(PublicKey other) {
        return java.util.Arrays.equals(key.getEncoded(), other.getEncoded());
    }

    /**
     * The key; empty when the statement is not this identity's.
     *
     * @param authentication the endpoint, by its authentication certificate
     */
    public Optional<EndpointKemKey> verified(VerifiedIdentity authentication) {
        return authentication.endpoint().equals(endpoint)
                        && PublicKeys.verifies(
                                authentication.certificate().getPublicKey(),
                                SecurityStrength.BITS_112,
                                signed(fields(endpoint, key, at)),
                                signature)
                ? Optional.of(new EndpointKemKey(endpoint, key))
                : Optional.empty();
    }

    /** The message. */
    public JsonObject toJson() {
        return fields(endpoint, key, at).put(SIGNATURE, signature).build();
    }

    /**
     * Reads the message. The signature is not checked here.
     *
     * @throws JsonException when it is anything else, or the key not a well-formed one
     */
    public static KemStatement fromJson(JsonObject json) {
        json.onlyKeys("at", "endpoint", "key", SIGNATURE, "type", "version");
        if (!json.string("type").equals("antin-kem-key") || json.integer("version") != 1) {
            throw new JsonException("not a statement of a KEM key of version 1");
        }
        try {
            return new KemStatement(
                    EndpointId.parse(json.string("endpoint")),
                    MlKem.parse(json.bytes("key")),
                    json.instant("at"),
                    json.bytes(SIGNATURE));
        } catch (IllegalArgumentException e) {
            throw new JsonException("not an endpoint and its ML-KEM key", e);
        }
    }

    private static JsonObject.Builder fields(EndpointId endpoint, PublicKey key, Instant at) {
        return JsonObject.builder()
                .put("type", "antin-kem-key")
                .put("version", 1)
                .put("endpoint", endpoint.toString())
                .put("key", key.getEncoded())
                .put("at", at);
    }

    private static byte[] signed(JsonObject.Builder fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(CONTEXT);
        bytes.writeBytes(fields.build().canonicalBytes());
        return bytes.toByteArray();
    }
}
