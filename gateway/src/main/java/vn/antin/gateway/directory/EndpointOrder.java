package vn.antin.gateway.directory;

import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.RevocationReason;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;

/**
 * What was ordered of an endpoint, for good: it has a place in the log (docs/formats/log.md).
 * Immutable.
 *
 * @param act what was ordered
 * @param endpoint of which endpoint
 * @param custodian who ordered it; empty for the commands at the gateway's own machine
 * @param certificate SHA-256 of the certificate that stood behind the custodian's connection
 * @param at when
 * @param reason why, in the custodian's words
 * @param cause what the revocation list says, when certificates were revoked
 * @param outcome what the directory says after it
 */
public record EndpointOrder(
        Act act,
        EndpointId endpoint,
        Optional<EndpointId> custodian,
        Optional<Digest> certificate,
        Instant at,
        Optional<String> reason,
        Optional<RevocationReason> cause,
        JsonObject outcome) {
    /** Bytes of the salt of the commitment in the log. */
    public static final int SALT_LENGTH = 32;

    private static final String TYPE = "antin-endpoint-order";

    /** First byte of a log entry that commits to an order. */
    private static final int ENTRY_VERSION = 3;

    /** What can be ordered. */
    public enum Act {
        /** A new endpoint, or one whose certificates were all revoked. */
        ENROL,
        /** May not act for now. */
        SUSPEND,
        /** May act again. */
        RESUME,
        /** Its certificates are revoked. */
        REVOKE,
        /** Its certificates are revoked and others issued; may act. */
        REPLACE,
        /** A peer's gateway, added or replaced from a card. */
        PEER;

        /** In lower case. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An order of a custodian, or at the gateway's own machine when there is none. */
    public static EndpointOrder of(
            Act act, EndpointRecord outcome, Optional<Caller> custodian, Instant at) {
        return new EndpointOrder(
                act,
                outcome.id(),
                custodian.map(Caller::endpoint),
                custodian.map(Caller::fingerprint),
                at,
                Optional.empty(),
                Optional.empty(),
                outcome.facts());
    }

    /** The same with a reason and what the revocation list says. */
    public EndpointOrder because(Optional<String> why, Optional<RevocationReason> listed) {
        return new EndpointOrder(act, endpoint, custodian, certificate, at, why, listed, outcome);
    }

    /** The same with another outcome. */
    public EndpointOrder with(JsonObject other) {
        return new EndpointOrder(act, endpoint, custodian, certificate, at, reason, cause, other);
    }

    /** Whether somebody said the same thing again. */
    public boolean repeats(EndpointOrder earlier) {
        return act == earlier.act
                && endpoint.equals(earlier.endpoint)
                && custodian.equals(earlier.custodian)
                && reason.equals(earlier.reason)
                && cause.equals(earlier.cause);
    }

    /** A new salt for the commitment in the log. */
    public static byte[] salt(SecureRandom random) {
        byte[] salt = new byte[SALT_LENGTH];
        random.nextBytes(salt);
        return salt;
    }

    /** Canonical JSON (RFC 8785) in UTF-8. */
    public byte[] toBytes() {
        return JsonObject.builder()
                .put("type", TYPE)
                .put("act", act.code())
                .put("endpoint", endpoint.toString())
                .putIfPresent("custodian", custodian.map(EndpointId::toString))
                .putIfPresent("certificate", certificate.map(Digest::hex))
                .put("at", at)
                .putIfPresent("reason", reason)
                .putIfPresent("cause", cause.map(RevocationReason::code))
                .put("outcome", outcome)
                .build()
                .canonicalBytes();
    }

    /**
     * Reads {@link #toBytes()}.
     *
     * @throws JsonException when it is not one
     */
    public static EndpointOrder parse(byte[] bytes) {
        JsonObject json = JsonObject.parse(bytes);
        json.onlyKeys(
                "type",
                "act",
                "endpoint",
                "custodian",
                "certificate",
                "at",
                "reason",
                "cause",
                "outcome");
        if (!json.string("type").equals(TYPE)) {
            throw new JsonException("not an order");
        }
        try {
            return new EndpointOrder(
                    Act.valueOf(json.string("act").toUpperCase(Locale.ROOT)),
                    EndpointId.parse(json.string("endpoint")),
                    json.optionalString("custodian").map(EndpointId::parse),
                    json.optionalString("certificate").map(Digest::parse),
                    json.instant("at"),
                    json.optionalString("reason"),
                    json.optionalString("cause").map(EndpointOrder::cause),
                    json.object("outcome"));
        } catch (IllegalArgumentException e) {
            throw new JsonException("an order is malformed", e);
        }
    }

    private static RevocationReason cause(String code) {
        return RevocationReason.ofCode(code)
                .orElseThrow(() -> new JsonException("the cause of an order is unknown"));
    }

    /**
     * What is entered in the log: 0x03 ‖ SHA-256(salt ‖ canonical bytes), 33 bytes.
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
