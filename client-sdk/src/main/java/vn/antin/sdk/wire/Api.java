package vn.antin.sdk.wire;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.json.JsonObject;

/**
 * Paths, header names, media types and limits of the API.
 *
 * <p>Path builders return an absolute path with its query, ready to be resolved against the
 * gateway's address. Every argument is checked or escaped, so that no value can leave its segment.
 */
public final class Api {
    /** First segment of every path; a change that old clients cannot read gets another. */
    public static final String PREFIX = "/v1";

    /** GET: {@link Health}. */
    public static final String HEALTHZ = PREFIX + "/healthz";

    /** GET: {@link TrustBundle}. */
    public static final String TRUST = PREFIX + "/trust";

    /** GET, {@code ?query=}: {@link DirectoryEntry.Page}. */
    public static final String DIRECTORY = PREFIX + "/directory";

    /** POST, by a peer gateway: its directory or revocation list changed; ask it again. */
    public static final String NEWS = PREFIX + "/news";

    /** POST: {@link Enrolment.Request}, answered by {@link Enrolment.Challenge}. */
    public static final String ENROLMENTS = PREFIX + "/enrolments";

    /** Prefix of {@link #suspension} and {@link #renewals}. */
    public static final String ENDPOINTS = PREFIX + "/endpoints";

    /** GET: {@link PeerCard.Listing}; POST: {@link PeerCard.AddPeer}. */
    public static final String PEERS = PREFIX + "/peers";

    /**
     * POST: an outer signature ({@link #PKCS7_SIGNATURE}), answered by {@link SubmissionAnswer}.
     */
    public static final String CONSIGNMENTS = PREFIX + "/consignments";

    /** Prefix of {@link #blob}. */
    public static final String BLOBS = PREFIX + "/blobs";

    /** GET, {@code ?after=}: {@link Mailbox.InboxPage}. */
    public static final String INBOX = PREFIX + "/inbox";

    /** GET, {@code ?after=}: {@link Mailbox.OutboxPage}. */
    public static final String OUTBOX = PREFIX + "/outbox";

    /** GET, {@code ?after=} or {@link #LAST_EVENT_ID}: {@link EventMessage}s. */
    public static final String EVENTS = PREFIX + "/events";

    /** POST: a {@link #TIMESTAMP_QUERY}, answered by a {@link #TIMESTAMP_REPLY} (RFC 3161). */
    public static final String TSA = PREFIX + "/tsa";

    /** POST: {@link SealOrder}, by a registry clerk. */
    public static final String COUNTERSIGNATURES = PREFIX + "/countersignatures";

    /** GET: the log's signed checkpoint (C2SP tlog-checkpoint). */
    public static final String LOG_CHECKPOINT = PREFIX + "/log/checkpoint";

    /** Prefix of tile paths (C2SP tlog-tiles); the rest is as that specification says. */
    public static final String LOG_TILE = PREFIX + "/log/tile";

    /** Prefix of {@link #register}. */
    public static final String REGISTERS = PREFIX + "/registers";

    /** Bytes of a blob that the gateway already holds (draft-ietf-httpbis-resumable-upload). */
    public static final String UPLOAD_OFFSET = "Upload-Offset";

    /** Full size of a blob in bytes. */
    public static final String UPLOAD_LENGTH = "Upload-Length";

    /** Sequence number of the last server-sent event that the client has seen. */
    public static final String LAST_EVENT_ID = "Last-Event-ID";

    /** Every JSON body but problems. */
    public static final String JSON = "application/json";

    /** {@link Problem} (RFC 9457). */
    public static final String PROBLEM_JSON = "application/problem+json";

    /** DER of a TimeStampReq (RFC 3161 3.4). */
    public static final String TIMESTAMP_QUERY = "application/timestamp-query";

    /** DER of a TimeStampResp (RFC 3161 3.4). */
    public static final String TIMESTAMP_REPLY = "application/timestamp-reply";

    /** Outer signatures and signed receipts: CMS SignedData in DER. */
    public static final String PKCS7_SIGNATURE = "application/pkcs7-signature";

    /** Body of a PATCH that continues an upload. */
    public static final String PARTIAL_UPLOAD = "application/partial-upload";

    /** Body of a blob that is fetched. */
    public static final String OCTET_STREAM = "application/octet-stream";

    /** Server-sent events (WHATWG HTML 9.2). */
    public static final String EVENT_STREAM = "text/event-stream";

    /** Checkpoints. */
    public static final String TEXT = "text/plain; charset=utf-8";

    /** Largest outer signature, signed receipt and JSON request body, in bytes. */
    public static final int MAX_SMALL_BODY = 2 << 20;

    /** Largest sealed envelope, in bytes. */
    public static final int MAX_ENVELOPE = 16 << 20;

    /** Largest attachment ciphertext, in bytes: 64 GiB. */
    public static final long MAX_BLOB = 64L << 30;

    /** How often an idle event stream carries a comment. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private Api() {}

    /** POST: {@link Enrolment.Proof}, answered by {@link Enrolment.Result}. */
    public static String enrolmentProof(String enrolment) {
        return ENROLMENTS + "/" + uuid(enrolment) + "/proof";
    }

    /** POST: {@link Enrolment.Renewal}, answered by {@link Enrolment.Challenge}. */
    public static String renewals(EndpointId endpoint) {
        return ENDPOINTS + "/" + escape(endpoint.toString()) + "/renewals";
    }

    /** POST: {@link Enrolment.Proof} of a renewal, answered by {@link Enrolment.Result}. */
    public static String renewalProof(EndpointId endpoint, String renewal) {
        return renewals(endpoint) + "/" + uuid(renewal) + "/proof";
    }

    /** POST: {@link Suspension}. */
    public static String suspension(EndpointId endpoint) {
        return ENDPOINTS + "/" + escape(endpoint.toString()) + "/suspension";
    }

    /** Path of an endpoint's statement of its KEM key; POST by the endpoint or a custodian. */
    public static String kemKey(EndpointId endpoint) {
        return ENDPOINTS + "/" + escape(endpoint.toString()) + "/kem-key";
    }

    /** POST: {@link Suspension.Resumption}. */
    public static String resumption(EndpointId endpoint) {
        return ENDPOINTS + "/" + escape(endpoint.toString()) + "/resumption";
    }

    /** GET: the directory entries in which {@code query} occurs; all when it is empty. */
    public static String directory(String query) {
        return query.isEmpty() ? DIRECTORY : DIRECTORY + "?query=" + escape(query);
    }

    /** HEAD, PATCH and GET of one blob by the SHA-256 of its bytes. */
    public static String blob(Digest sha256) {
        return BLOBS + "/" + sha256.hex();
    }

    /** GET: {@link ConsignmentView}. */
    public static String consignment(String id) {
        return CONSIGNMENTS + "/" + uuid(id);
    }

    /** POST: an ESS signed receipt ({@link #PKCS7_SIGNATURE}). */
    public static String receipt(String id) {
        return consignment(id) + "/receipt";
    }

    /** POST: {@link EvidenceUpload}. */
    public static String evidence(String id) {
        return consignment(id) + "/evidence";
    }

    /** GET: the inbox items after this sequence number; 0 for all. */
    public static String inbox(long after) {
        return INBOX + "?after=" + after;
    }

    /** GET: the outbox items after this sequence number; 0 for all. */
    public static String outbox(long after) {
        return OUTBOX + "?after=" + after;
    }

    /** GET: {@link RegisterPage} of one calendar year. */
    public static String register(RegisterPage.Register register, int year) {
        return REGISTERS + "/" + register.code() + "?year=" + year;
    }

    /** Whether this is an identifier of a consignment or enrolment: a lower-case UUID. */
    public static boolean isUuid(String text) {
        try {
            return text.length() == 36 && UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String uuid(String text) {
        if (!isUuid(text)) {
            throw new IllegalArgumentException("an identifier here is a lower-case UUID");
        }
        return text;
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Answer of {@link #HEALTHZ}.
     *
     * @param gateway who answers
     * @param time the gateway's clock
     * @param deployment what the gateway says of itself
     */
    public record Health(EndpointId gateway, Instant time, Deployment deployment) {
        /** The message. */
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("status", "ok")
                    .put("gateway", gateway.toString())
                    .put("time", time)
                    .put("deployment", deployment.toJson())
                    .build();
        }

        /** Reads the message. */
        public static Health fromJson(JsonObject json) {
            return new Health(
                    Fields.endpoint(json, "gateway"),
                    json.instant("time"),
                    Deployment.fromJson(json.object("deployment")));
        }
    }
}
