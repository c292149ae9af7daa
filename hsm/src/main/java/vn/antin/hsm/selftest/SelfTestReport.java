package vn.antin.hsm.selftest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.key.Signer;

/**
 * What a self-test found. Immutable; holds nothing secret.
 *
 * <p>Its record is canonical JSON (RFC 8785), signed over the line {@code antin/self-test/1}
 * followed by the canonical bytes, so that the signature fits nothing else that the key signs.
 */
public record SelfTestReport(Instant at, List<Result> results) {
    private static final String FORMAT = "antin/self-test/1";

    /** How a test ended. */
    public enum Outcome {
        /** Right. */
        PASSED,
        /** Wrong: what came out is not what must come out. */
        FAILED,
        /** The key or the token could not be reached. */
        UNAVAILABLE
    }

    /**
     * One test.
     *
     * @param detail what was seen; empty when it passed
     */
    public record Result(String name, Outcome outcome, String detail) {
        @Override
        public String toString() {
            return name + ": " + outcome + (detail.isEmpty() ? "" : " (" + detail + ")");
        }
    }

    /** Cuts the time to the millisecond, as the record keeps it. */
    public SelfTestReport {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        results = List.copyOf(results);
    }

    /** Whether all tests passed. */
    public boolean passed() {
        return problems().isEmpty();
    }

    /** Whether something came out wrong, which no second try mends. */
    public boolean wrong() {
        return results.stream().anyMatch(each -> each.outcome() == Outcome.FAILED);
    }

    /** The tests that did not pass. */
    public List<Result> problems() {
        return results.stream().filter(each -> each.outcome() != Outcome.PASSED).toList();
    }

    /**
     * The record.
     *
     * @param of whose self-test, for example the endpoint of a gateway
     * @param previous SHA-256 of the record before it, as it is kept; empty for the first
     */
    public JsonObject record(String of, Optional<Digest> previous) {
        return JsonObject.builder()
                .put("format", FORMAT)
                .put("of", of)
                .put("at", at)
                .put("passed", passed())
                .putIfPresent("previous", previous.map(Digest::hex))
                .putObjects("results", results.stream().map(SelfTestReport::json).toList())
                .build();
    }

    private static JsonObject json(Result result) {
        return JsonObject.builder()
                .put("name", result.name())
                .put("outcome", result.outcome().name())
                .put("detail", result.detail())
                .build();
    }

    /** The record signed; without a signature when the key does not sign at all. */
    public JsonObject signedRecord(String of, Optional<Digest> previous, Signer signer) {
        JsonObject record = record(of, previous);
        JsonObject.Builder signed = JsonObject.builder().put("record", record);
        try {
            byte[] signature = signer.sign(toBeSigned(record));
            signed.put("algorithm", signer.algorithm().name()).put("signature", signature);
        } catch (KeyException e) {
            signed.put("unsigned", e.reason().name());
        }
        return signed.build();
    }

    /** Whether a signed record was made with this key and not changed since. */
    public static boolean verifies(JsonObject signed, PublicKey key) {
        try {
            JsonObject record = signed.object("record");
            return record.string("format").equals(FORMAT)
                    && Software.verifies(
                            SignatureAlgorithm.of(key),
                            key,
                            toBeSigned(record),
                            signed.bytes("signature"));
        } catch (JsonException e) {
            return false;
        }
    }

    private static byte[] toBeSigned(JsonObject record) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes((FORMAT + "\n").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(record.canonicalBytes());
        return bytes.toByteArray();
    }
}
