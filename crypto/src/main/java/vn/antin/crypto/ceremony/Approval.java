package vn.antin.crypto.ceremony;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.PublicKeys;
import vn.antin.crypto.key.Signer;

/**
 * A custodian's signature under a plan. Having one means that the form is right, nothing more: see
 * {@link ApprovedPlan}. Immutable.
 *
 * @param plan digest of the plan
 * @param custodian name in the plan
 * @param time when the person signed, by the clock of the machine, to the millisecond
 * @param signature by the key of the custodian in the plan
 */
@SuppressWarnings("ArrayRecordComponent") // papers are compared by their bytes
public record Approval(Digest plan, String custodian, Instant time, byte[] signature) {
    private static final String TYPE = "antin-ceremony-approval";

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException when the name is none
     */
    public Approval {
        Papers.requireText(custodian, "the custodian's name");
        time = time.truncatedTo(ChronoUnit.MILLIS);
        signature = signature.clone();
    }

    /**
     * Signs with a card.
     *
     * @param signer the card's signature key; errors of the device are {@code KeyException}s
     * @throws CeremonyProblem CARD_OF_NOBODY when the key is nobody's in the plan
     */
    public static Approval sign(CeremonyPlan plan, Signer signer, Instant time)
            throws CeremonyProblem {
        Custodian person =
                plan.custodians().stream()
                        .filter(each -> each.signature().equals(signer.publicKey()))
                        .findFirst()
                        .orElseThrow(() ->
                                new CeremonyProblem(
                                        CeremonyProblem.Reason.CARD_OF_NOBODY, plan.names()));
        Approval unsigned = new Approval(plan.digest(), person.name(), time, new byte[0]);
        return new Approval(
                plan.digest(), person.name(), time, signer.sign(unsigned.signedBytes()));
    }

    private byte[] signedBytes() {
        return Papers.signed(TYPE, fields().build());
    }

    /** Whether this custodian signed it. */
    boolean isSignedBy(Custodian person) {
        return PublicKeys.verifies(person.signature(), signedBytes(), signature);
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }

    private JsonObject.Builder fields() {
        return Papers.start(TYPE)
                .put("plan", plan.hex())
                .put("custodian", custodian)
                .put("time", time);
    }

    /** Canonical JSON. */
    public byte[] toBytes() {
        return toJson().canonicalBytes();
    }

    /**
     * Reads {@link #toBytes}.
     *
     * @throws JsonException for anything else
     */
    public static Approval parse(byte[] canonical) {
        return fromJson(JsonObject.parseCanonical(canonical));
    }

    JsonObject toJson() {
        return fields().put("signature", signature).build();
    }

    static Approval fromJson(JsonObject json) {
        Papers.require(json, TYPE);
        json.onlyKeys("type", "version", "plan", "custodian", "time", "signature");
        return Papers.parsed(
                "approval",
                () ->
                        new Approval(
                                Papers.digest(json, "plan"),
                                json.string("custodian"),
                                json.instant("time"),
                                json.bytes("signature")));
    }
}
