package vn.antin.sdk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.kem.KemStatement;
import vn.antin.crypto.tlog.TilePath;
import vn.antin.sdk.transport.BlobTransfer;
import vn.antin.sdk.transport.Call;
import vn.antin.sdk.transport.EventStream;
import vn.antin.sdk.transport.GatewayException;
import vn.antin.sdk.transport.HttpsTransport;
import vn.antin.sdk.transport.Progress;
import vn.antin.sdk.transport.Reply;
import vn.antin.sdk.wire.Api;
import vn.antin.sdk.wire.ConsignmentView;
import vn.antin.sdk.wire.DirectoryEntry;
import vn.antin.sdk.wire.Enrolment;
import vn.antin.sdk.wire.EvidenceUpload;
import vn.antin.sdk.wire.Mailbox;
import vn.antin.sdk.wire.PeerCard;
import vn.antin.sdk.wire.RegisterPage;
import vn.antin.sdk.wire.SealOrder;
import vn.antin.sdk.wire.SubmissionAnswer;
import vn.antin.sdk.wire.Suspension;
import vn.antin.sdk.wire.TrustBundle;

/**
 * The API of one gateway as typed calls; a relaying gateway uses the same. Thread-safe.
 *
 * <p>Nothing that comes back is verified here but its form: receipts, certificates and signatures
 * are checked by whoever relies on them. Every call may throw {@link GatewayException}.
 */
public final class GatewayClient implements AutoCloseable {
    private final HttpsTransport transport;
    private final BlobTransfer blobs;

    /** Takes ownership of the transport. */
    public GatewayClient(HttpsTransport transport) {
        this.transport = transport;
        this.blobs = new BlobTransfer(transport);
    }

    /** Who answers, and what time it is there. */
    public Api.Health health() {
        return get(Api.HEALTHZ).read(Api.Health::fromJson);
    }

    /** What time it was there at the last answer, to the second; empty before the first. */
    public Optional<Instant> date() {
        return transport.date();
    }

    /** Certificates, CRLs and log keys. */
    public TrustBundle trust() {
        return get(Api.TRUST).read(TrustBundle::fromJson);
    }

    /** The directory entries in which {@code query} occurs; all when it is empty. */
    public List<DirectoryEntry> directory(String query) {
        return get(Api.directory(query)).read(DirectoryEntry.Page::fromJson).entries();
    }

    /** Tells that the caller's directory or revocation list changed; the caller is a gateway. */
    public void tellNews() {
        Reply unused = post(Api.NEWS, JsonObject.builder().build());
    }

    /** Begins an enrolment; the caller is a key custodian. */
    public Enrolment.Challenge enrol(Enrolment.Request request) {
        return post(Api.ENROLMENTS, request.toJson()).read(Enrolment.Challenge::fromJson);
    }

    /** Ends an enrolment. */
    public Enrolment.Result prove(String enrolment, Enrolment.Proof proof) {
        return post(Api.enrolmentProof(enrolment), proof.toJson()).read(Enrolment.Result::fromJson);
    }

    /** Begins a renewal of an endpoint's keys; the caller is a key custodian. */
    public Enrolment.Challenge renew(EndpointId endpoint, Enrolment.Renewal renewal) {
        return post(Api.renewals(endpoint), renewal.toJson()).read(Enrolment.Challenge::fromJson);
    }

    /** Ends a renewal; the same again has the same answer. */
    public Enrolment.Result proveRenewal(
            EndpointId endpoint, String renewal, Enrolment.Proof proof) {
        return post(Api.renewalProof(endpoint, renewal), proof.toJson())
                .read(Enrolment.Result::fromJson);
    }

    /** Suspends an endpoint; the caller is a key custodian. */
    public void suspend(EndpointId endpoint, Suspension suspension) {
        Reply unused = post(Api.suspension(endpoint), suspension.toJson());
    }

    /** Lifts a suspension; the caller is a key custodian. */
    public void resume(EndpointId endpoint, Suspension.Resumption resumption) {
        Reply unused = post(Api.resumption(endpoint), resumption.toJson());
    }

    /** Publishes an endpoint's KEM key; the caller is the endpoint or a key custodian. */
    public void publish(KemStatement statement) {
        Reply unused = post(Api.kemKey(statement.unverifiedEndpoint()), statement.toJson());
    }

    /** The gateway's own card and its peers. */
    public PeerCard.Listing peers() {
        return get(Api.PEERS).read(PeerCard.Listing::fromJson);
    }

    /** Adds a peer whose card was compared by hand; the caller is a key custodian. */
    public void addPeer(PeerCard.AddPeer peer) {
        Reply unused = post(Api.PEERS, peer.toJson());
    }

    /** Submits (or, as a gateway, relays) an outer signature; the same again has no effect. */
    public SubmissionAnswer submit(byte[] outerSignature) {
        return transport
                .exchange(Call.post(Api.CONSIGNMENTS, Api.PKCS7_SIGNATURE, outerSignature))
                .read(SubmissionAnswer::fromJson);
    }

    /** An answer (RFC 3161 TimeStampResp) to a query for a time-stamp; the caller is no gateway. */
    public byte[] timeStamp(byte[] query) {
        return transport.exchange(Call.post(Api.TSA, Api.TIMESTAMP_QUERY, query)).body();
    }

    /** A signature without its document, with the agency's seal on it; the caller is a clerk. */
    public byte[] seal(SealOrder order) {
        return transport.exchange(Call.post(Api.COUNTERSIGNATURES, order.toJson())).body();
    }

    /** Uploads a blob that a submission waits for, from where an earlier upload ended. */
    public void upload(Digest blob, Path file, Progress progress) throws IOException {
        blobs.upload(blob, file, progress);
    }

    /** The same from a channel that is open already and stays open. */
    public void upload(Digest blob, FileChannel file, Progress progress) throws IOException {
        blobs.upload(blob, file, progress);
    }

    /** Downloads a blob; {@code target} appears when all of it is there and its digest right. */
    public void download(Digest blob, long size, Path target, Progress progress)
            throws IOException {
        blobs.download(blob, size, target, progress);
    }

    /** What came in after this sequence number; 0 for all. */
    public List<Mailbox.InboxItem> inbox(long after) {
        return get(Api.inbox(after)).read(Mailbox.InboxPage::fromJson).items();
    }

    /** What was sent after this sequence number; 0 for all. */
    public List<Mailbox.OutboxItem> outbox(long after) {
        return get(Api.outbox(after)).read(Mailbox.OutboxPage::fromJson).items();
    }

    /** All about one consignment that the caller is party to. */
    public ConsignmentView consignment(String id) {
        return get(Api.consignment(id)).read(ConsignmentView::fromJson);
    }

    /** Hands in the caller's ESS signed receipt; the same again has no effect. */
    public List<EvidenceReceipt> sendReceipt(String id, byte[] signedReceipt) {
        return transport
                .exchange(Call.post(Api.receipt(id), Api.PKCS7_SIGNATURE, signedReceipt))
                .read(json ->
                        json.objects("receipts").stream().map(EvidenceReceipt::fromJson).toList());
    }

    /** Hands evidence back to the gateway of the sender; the caller is a gateway. */
    public void sendEvidence(String id, EvidenceUpload evidence) {
        Reply unused = post(Api.evidence(id), evidence.toJson());
    }

    /** The caller's events after this sequence number. */
    public EventStream events(long after) {
        return new EventStream(transport, after);
    }

    /** One register of one year. */
    public RegisterPage register(RegisterPage.Register register, int year) {
        return get(Api.register(register, year)).read(RegisterPage::fromJson);
    }

    /** The signed checkpoint of the gateway's log. */
    public byte[] checkpoint() {
        return get(Api.LOG_CHECKPOINT).body();
    }

    /** A tile or an entry bundle of the gateway's log. */
    public byte[] tile(TilePath path) {
        return get(Api.PREFIX + "/log/" + path).body();
    }

    private Reply get(String path) {
        return transport.exchange(Call.get(path));
    }

    private Reply post(String path, JsonObject message) {
        return transport.exchange(Call.post(path, message));
    }

    @Override
    public void close() {
        transport.close();
    }
}
