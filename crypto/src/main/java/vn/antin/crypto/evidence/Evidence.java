package vn.antin.crypto.evidence;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;

/**
 * A gateway's statement that something happened to a consignment (ETSI EN 319 522-2 clause 5,
 * components by their names; docs/formats/evidence.md).
 *
 * <p>It is proved by the log and not signed by itself. It never holds the abstract or the number of
 * a document. Immutable.
 *
 * @param id UUID version 4 in lower case
 * @param event what happened
 * @param time when, kept to the millisecond
 * @param issuer the gateway that says so
 * @param log origin of the issuer's log, always {@link #logOf} its agency
 * @param consignment UUID version 4 in lower case
 * @param sender who sent it
 * @param recipient to whom it refers; absent when it refers to the consignment as a whole
 * @param outerSignature SHA-256 of {@code outer.p7s}
 * @param envelope SHA-256 of {@code sealed.p7m}
 * @param mark outer mark of the secrecy level: A, B, C, or empty when it is no state secret
 * @param reasons codes; at least one when the event is negative
 * @param receipt SHA-256 of what the recipient signed; always there when the event is a hand-over
 * @param policy rule pack that was applied, {@code id@version}
 * @param provider number of the approval of the issuer's cipher module that was in force for the
 *     level, or {@code none}; absent when the issuer says nothing of it
 * @param exercise whether the issuer is an exercise
 */
public record Evidence(
        String id,
        EvidenceEvent event,
        Instant time,
        EndpointId issuer,
        String log,
        String consignment,
        EndpointId sender,
        Optional<EndpointId> recipient,
        Digest outerSignature,
        Digest envelope,
        String mark,
        List<String> reasons,
        Optional<Digest> receipt,
        String policy,
        Optional<String> provider,
        boolean exercise) {
    /** How {@link #provider} says that no approval was in force; no approval has this number. */
    public static final String NO_APPROVAL = "none";

    /** Bytes of the salt that hides an evidence in its log entry. */
    public static final int SALT_LENGTH = 32;

    /** Bytes of {@link #entry}: a version and a SHA-256. */
    public static final int ENTRY_LENGTH = 33;

    private static final int ENTRY_VERSION = 1;
    private static final int MAX_REASONS = 32;
    private static final Pattern UUID_4 =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final Pattern REASON = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern POLICY =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}@[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern PROVIDER =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._/-]{0,63}");
    private static final Pattern MARK = Pattern.compile("[ABC]?");

    /**
     * Checks that the parts fit together and cuts the time to the millisecond.
     *
     * @throws IllegalArgumentException when they do not; the message names the part
     */
    public Evidence {
        time = time.truncatedTo(ChronoUnit.MILLIS);
        reasons = List.copyOf(reasons);
        require(UUID_4.matcher(id).matches(), "the evidence id is not a UUID of version 4");
        require(UUID_4.matcher(consignment).matches(), "the consignment id is no UUID version 4");
        require(issuer.isGateway(), "the issuer is not a gateway");
        require(log.equals(logOf(issuer.organization())), "the log is not that of the issuer");
        require(MARK.matcher(mark).matches(), "the mark is not A, B, C or empty");
        require(POLICY.matcher(policy).matches(), "the policy is not id@version");
        require(
                provider.isEmpty() || PROVIDER.matcher(provider.get()).matches(),
                "the provider is not an approval number");
        require(
                reasons.size() <= MAX_REASONS
                        && reasons.stream().allMatch(code -> REASON.matcher(code).matches()),
                "the reasons are not at most 32 codes");
        require(!event.isNegative() || !reasons.isEmpty(), "a negative event without a reason");
        require(
                !event.isOfOneRecipient() || recipient.isPresent(),
                "an event of one recipient without the recipient");
        require(
                event != EvidenceEvent.CONTENT_HANDOVER || receipt.isPresent(),
                "a hand-over without the signed receipt");
        require(receipt.isEmpty() || event.mayHaveReceipt(), "a receipt without a hand-over");
    }

    /** Evidence that says nothing of a cipher module, and is not of an exercise. */
    public Evidence(
            String id,
            EvidenceEvent event,
            Instant time,
            EndpointId issuer,
            String log,
            String consignment,
            EndpointId sender,
            Optional<EndpointId> recipient,
            Digest outerSignature,
            Digest envelope,
            String mark,
            List<String> reasons,
            Optional<Digest> receipt,
            String policy) {
        this(
                id,
                event,
                time,
                issuer,
                log,
                consignment,
                sender,
                recipient,
                outerSignature,
                envelope,
                mark,
                reasons,
                receipt,
                policy,
                Optional.empty(),
                false);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** Origin of the log of an agency's gateway: {@code log.antin/H26.01}. */
    public static String logOf(OrganizationId organization) {
        return "log.antin/" + organization.value();
    }

    /** What is entered in the log: 0x01 ‖ SHA-256(salt ‖ canonical bytes), 33 bytes. */
    public byte[] entry(byte[] salt) {
        require(salt.length == SALT_LENGTH, "a salt has 32 bytes");
        ByteArrayOutputStream salted = new ByteArrayOutputStream(2048);
        salted.writeBytes(salt);
        salted.writeBytes(toBytes());
        ByteArrayOutputStream entry = new ByteArrayOutputStream(1 + Digest.LENGTH);
        entry.write(ENTRY_VERSION);
        entry.writeBytes(Digest.of(salted.toByteArray()).toBytes());
        return entry.toByteArray();
    }

    /** Canonical JSON (RFC 8785) in UTF-8. */
    public byte[] toBytes() {
        return toJson().canonicalBytes();
    }

    /**
     * Parses {@link #toBytes()}, byte for byte.
     *
     * @throws JsonException for anything else
     */
    public static Evidence parse(byte[] canonical) {
        return fromJson(JsonObject.parseCanonical(canonical));
    }

    /** As an object of a larger JSON text. */
    public JsonObject toJson() {
        return EvidenceJson.write(this);
    }

    /**
     * Reads {@link #toJson()}.
     *
     * @throws JsonException when a field is missing, unknown or wrong
     */
    public static Evidence fromJson(JsonObject json) {
        return EvidenceJson.read(json);
    }
}
