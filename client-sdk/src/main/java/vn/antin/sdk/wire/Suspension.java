package vn.antin.sdk.wire;

import java.util.Optional;
import vn.antin.crypto.cert.RevocationReason;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;

/**
 * POST {@link Api#suspension}, by a key custodian.
 *
 * @param reason for the record
 * @param revoke whether the certificates are revoked too, which cannot be undone
 * @param cause what the revocation list says; withdrawn rights when empty
 */
public record Suspension(String reason, boolean revoke, Optional<RevocationReason> cause) {
    /** A cause goes with a revocation. */
    public Suspension {
        if (cause.isPresent() && !revoke) {
            throw new JsonException("only a revocation has a cause");
        }
    }

    /** Without a cause. */
    public Suspension(String reason, boolean revoke) {
        this(reason, revoke, Optional.empty());
    }

    /** The message. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("reason", reason)
                .put("revoke", revoke)
                .putIfPresent("cause", cause.map(RevocationReason::code))
                .build();
    }

    /** Reads the message; unknown fields are refused. */
    public static Suspension fromJson(JsonObject json) {
        json.onlyKeys("reason", "revoke", "cause");
        return new Suspension(
                json.string("reason"), json.bool("revoke"), Fields.optionalReason(json, "cause"));
    }

    /**
     * POST {@link Api#resumption}, by a key custodian: lifts a suspension.
     *
     * @param reason for the record
     */
    public record Resumption(String reason) {
        /** The message. */
        public JsonObject toJson() {
            return JsonObject.builder().put("reason", reason).build();
        }

        /** Reads the message; unknown fields are refused. */
        public static Resumption fromJson(JsonObject json) {
            return new Resumption(json.onlyKeys("reason").string("reason"));
        }
    }
}
