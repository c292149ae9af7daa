package vn.antin.crypto.ceremony;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyLabel;

/**
 * What the custodians of an agency are asked to approve before keys are made or copied out. Its
 * digest names it; the nonce makes each one of a kind. Immutable.
 *
 * @param act what is to be done
 * @param organization the agency
 * @param token label of the token
 * @param serial its serial number: an approval is good for this one token and no other
 * @param keys labels of the keys that it is about, see {@link #keysOf}
 * @param recoverable those of the keys that may leave wrapped, see {@link #RECOVERABLE}
 * @param custodians 1 to 16 persons with different names and keys
 * @param threshold how many of them must approve; 2 or more unless there is only one
 * @param nonce random; of a restoration the SHA-256 of the backup
 * @param created to the millisecond
 * @param expires at most 31 days later
 * @param exercise whether it is of an exercise, as the gateway then is
 */
public record CeremonyPlan(
        Act act,
        OrganizationId organization,
        String token,
        String serial,
        List<String> keys,
        List<String> recoverable,
        List<Custodian> custodians,
        int threshold,
        Digest nonce,
        Instant created,
        Instant expires,
        boolean exercise) {
    /** Most custodians. */
    public static final int MAX_CUSTODIANS = 16;

    /** Longest life of a plan. */
    public static final Duration MAX_LIFE = Duration.ofDays(31);

    /** Keys that a gateway cannot do without. */
    public static final List<String> GATEWAY_KEYS =
            List.of(
                    KeyLabel.CA,
                    KeyLabel.SEAL,
                    KeyLabel.TLS,
                    KeyLabel.TIMESTAMP,
                    KeyLabel.LOG,
                    KeyLabel.STORAGE);

    /** Keys that may leave a token, if the plan to make them said so; others never do. */
    public static final List<String> RECOVERABLE =
            List.of(KeyLabel.CA, KeyLabel.STORAGE, KeyLabel.ENCRYPTION);

    private static final String TYPE = "antin-ceremony-plan";

    /** What a ceremony does. */
    public enum Act {
        /** Makes the keys of a new gateway. */
        MAKE_KEYS,
        /** Copies keys out, wrapped under a key of which each custodian has a share. */
        BACK_UP,
        /** Puts the keys of a backup into another token. */
        RESTORE;

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Checks that the parts fit together.
     *
     * @throws IllegalArgumentException when they do not; the message says what
     */
    public CeremonyPlan {
        Papers.requireText(token, "the token's label");
        Papers.requireText(serial, "the serial number");
        keys = List.copyOf(keys);
        recoverable = List.copyOf(recoverable);
        custodians = List.copyOf(custodians);
        created = created.truncatedTo(ChronoUnit.MILLIS);
        expires = expires.truncatedTo(ChronoUnit.MILLIS);
        requireKeys(act, keys);
        if (!keys.stream()
                .filter(RECOVERABLE::contains)
                .filter(recoverable::contains)
                .toList()
                .equals(recoverable)) {
            throw new IllegalArgumentException(
                    "the recoverable keys are some of " + RECOVERABLE + ", in this order");
        }
        if (act != Act.MAKE_KEYS && !recoverable.equals(keys)) {
            throw new IllegalArgumentException("only recoverable keys leave a token");
        }
        requireDifferent(custodians);
        if (custodians.isEmpty() || custodians.size() > MAX_CUSTODIANS) {
            throw new IllegalArgumentException("a ceremony has 1 to 16 custodians");
        }
        if (threshold > custodians.size()
                || threshold < 1
                || (threshold < 2 && custodians.size() > 1)) {
            throw new IllegalArgumentException(
                    "the threshold is 2 up to the number of custodians, or 1 of 1");
        }
        if (custodians.size() == 1 && !recoverable.isEmpty()) {
            throw new IllegalArgumentException("one person alone takes no key out of a token");
        }
        if (!expires.isAfter(created) || expires.isAfter(created.plus(MAX_LIFE))) {
            throw new IllegalArgumentException("a plan holds for at most 31 days");
        }
    }

    /** The custodians' names, for people. */
    public String names() {
        return custodians.stream().map(Custodian::name).collect(Collectors.joining(", "));
    }

    /** Keys that an act may be about; in a plan to make keys the first six must all be there. */
    public static List<String> keysOf(Act act) {
        return act == Act.MAKE_KEYS
                ? Stream.concat(GATEWAY_KEYS.stream(), Stream.of(KeyLabel.ENCRYPTION)).toList()
                : RECOVERABLE;
    }

    private static void requireKeys(Act act, List<String> keys) {
        if (keys.isEmpty() || !keysOf(act).stream().filter(keys::contains).toList().equals(keys)) {
            throw new IllegalArgumentException(
                    "the keys are some of " + keysOf(act) + ", in this order");
        }
        if (act == Act.MAKE_KEYS && !keys.containsAll(GATEWAY_KEYS)) {
            throw new IllegalArgumentException("a gateway needs the keys " + GATEWAY_KEYS);
        }
    }

    private static void requireDifferent(List<Custodian> custodians) {
        Set<Object> seen = new HashSet<>();
        for (Custodian each : custodians) {
            if (!seen.add(each.name())
                    || !seen.add(each.signature())
                    || !seen.add(each.encryption())) {
                throw new IllegalArgumentException(
                        "two custodians have the same name or key: " + each.name());
            }
        }
    }

    /** The custodian with this name. */
    public Optional<Custodian> custodian(String name) {
        return custodians.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** Whether it is about this token. */
    public boolean isOf(String label, String number) {
        return token.equals(label) && serial.equals(number);
    }

    /** SHA-256 of {@link #toBytes}: what is approved. */
    public Digest digest() {
        return Digest.of(toBytes());
    }

    /** What a person reads before approving, in Vietnamese unless English is asked for. */
    public String text(Locale locale) {
        return RecordText.of(this, locale);
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
    public static CeremonyPlan parse(byte[] canonical) {
        return fromJson(JsonObject.parseCanonical(canonical));
    }

    JsonObject toJson() {
        return Papers.start(TYPE)
                .put("act", act.text())
                .put("organization", organization.value())
                .put("token", token)
                .put("serial", serial)
                .putStrings("keys", keys)
                .putStrings("recoverable", recoverable)
                .putObjects("custodians", custodians.stream().map(Custodian::toJson).toList())
                .put("threshold", threshold)
                .put("nonce", nonce.hex())
                .put("created", created)
                .put("expires", expires)
                .put("exercise", exercise)
                .build();
    }

    static CeremonyPlan fromJson(JsonObject json) {
        Papers.require(json, TYPE);
        json.onlyKeys(
                "type",
                "version",
                "act",
                "organization",
                "token",
                "serial",
                "keys",
                "recoverable",
                "custodians",
                "threshold",
                "nonce",
                "created",
                "expires",
                "exercise");
        OrganizationId organization =
                Papers.parsed(
                        "organization", () -> OrganizationId.parse(json.string("organization")));
        List<Custodian> custodians =
                json.objects("custodians").stream().map(Custodian::fromJson).toList();
        Digest nonce = Papers.digest(json, "nonce");
        return Papers.parsed(
                "plan",
                () ->
                        new CeremonyPlan(
                                act(json.string("act")),
                                organization,
                                json.string("token"),
                                json.string("serial"),
                                json.strings("keys"),
                                json.strings("recoverable"),
                                custodians,
                                Math.toIntExact(
                                        Math.clamp(
                                                json.integer("threshold"), 0, Integer.MAX_VALUE)),
                                nonce,
                                json.instant("created"),
                                json.instant("expires"),
                                json.bool("exercise")));
    }

    private static Act act(String text) {
        return Stream.of(Act.values())
                .filter(act -> act.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such act"));
    }
}
