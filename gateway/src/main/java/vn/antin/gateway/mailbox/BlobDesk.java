package vn.antin.gateway.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.seal.BlobRef;
import vn.antin.crypto.seal.ConsignmentNote;
import vn.antin.gateway.consignment.Admission;
import vn.antin.gateway.consignment.ConsignmentRecord;
import vn.antin.gateway.directory.Caller;
import vn.antin.gateway.exchange.BlobStore;
import vn.antin.gateway.exchange.Store;
import vn.antin.gateway.intake.PolicyDesk;
import vn.antin.gateway.intake.Refused;
import vn.antin.policies.decision.Decision;
import vn.antin.policies.rule.Act;
import vn.antin.sdk.wire.ProblemCode;

/**
 * Ciphertexts come in for admitted submissions and go out to the parties. Thread-safe.
 *
 * <p>Only who submitted may upload, and only blobs that the signed note names; only the sender, the
 * recipients and their gateways may fetch, recipients as long as the rules let them open it.
 */
public final class BlobDesk {
    /** Bytes read at a time: what the cipher and the disk like best. */
    private static final int BUFFER = 64 << 10;

    private static final int SWEEP = 100;

    private final EndpointId self;
    private final Store store;
    private final BlobStore blobs;
    private final PolicyDesk policy;
    private final InstantSource clock;

    /**
     * @param self this gateway
     * @param store durable state
     * @param blobs durable bytes
     * @param policy decides who may open
     * @param clock the time
     */
    public BlobDesk(
            EndpointId self, Store store, BlobStore blobs, PolicyDesk policy, InstantSource clock) {
        this.self = self;
        this.store = store;
        this.blobs = blobs;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * How far an upload is.
     *
     * @param offset bytes that are durable
     * @param size of the whole
     */
    public record Progress(long offset, long size) {}

    /**
     * How far the caller's upload is.
     *
     * @throws Refused NOT_FOUND when no submission of the caller names the blob
     */
    public Progress progress(Caller caller, Digest sha256) {
        Optional<BlobRef> awaited = awaited(caller, sha256);
        if (awaited.isPresent()) {
            BlobRef blob = awaited.get();
            return new Progress(blobs.offset(caller.endpoint(), blob), blob.size());
        }
        List<ConsignmentRecord> naming = store.read(view -> view.consignments().naming(sha256));
        return naming.stream()
                .filter(c -> c.submitter().equals(caller.endpoint()))
                .flatMap(c -> named(c.note(), sha256))
                .map(blob -> new Progress(blob.size(), blob.size()))
                .findFirst()
                .orElseThrow(() -> notFound(sha256));
    }

    /**
     * Adds bytes to the caller's upload. What came before a broken connection is kept.
     *
     * @return the offset that is now durable
     * @throws Refused NOT_FOUND; OFFSET_MISMATCH and DIGEST_MISMATCH come from the blob store
     */
    public Progress upload(Caller caller, Digest sha256, long offset, InputStream body)
            throws IOException {
        BlobRef blob = awaited(caller, sha256).orElseThrow(() -> notFound(sha256));
        byte[] buffer = new byte[BUFFER];
        try (BlobStore.Upload upload = blobs.upload(caller.endpoint(), blob, offset)) {
            try {
                for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                    upload.write(buffer, 0, n);
                }
            } catch (IOException e) {
                long kept = upload.finish();
                throw new IOException("the upload broke off at " + kept, e);
            }
            return new Progress(upload.finish(), blob.size());
        }
    }

    private Optional<BlobRef> awaited(Caller caller, Digest sha256) {
        List<Admission> admissions =
                store.read(
                        view -> view.consignments().admissionsAwaiting(caller.endpoint(), sha256));
        return admissions.stream().flatMap(a -> named(a.note(), sha256)).findFirst();
    }

    private static Stream<BlobRef> named(ConsignmentNote note, Digest sha256) {
        return Stream.concat(Stream.of(note.envelope()), note.attachments().stream())
                .filter(blob -> blob.sha256().equals(sha256));
    }

    /**
     * Opens a blob for a party; the caller of this method closes it.
     *
     * @throws Refused NOT_FOUND for anyone else; POLICY_DENIED when the rules no longer let the
     *     recipient open it
     */
    public FileChannel open(Caller caller, Digest sha256) {
        List<ConsignmentRecord> naming = store.read(view -> view.consignments().naming(sha256));
        Instant now = clock.instant();
        Optional<Refused> denied = Optional.empty();
        for (ConsignmentRecord consignment : naming) {
            ConsignmentNote note = consignment.note();
            if (note.sender().equals(caller.endpoint()) || isServing(caller, note)) {
                return blobs.open(sha256);
            }
            if (isRecipientHere(caller, note)) {
                Decision decision =
                        store.read(view ->
                                policy.judge(
                                        Act.OPEN, note, caller.endpoint(), view.directory(), now));
                switch (decision) {
                    case Decision.Permit permit -> {
                        return blobs.open(sha256);
                    }
                    case Decision.Deny deny ->
                            denied =
                                    Optional.of(
                                            Refused.byPolicy(note.id(), deny.reasons(), List.of()));
                }
            }
        }
        throw denied.orElseGet(() -> notFound(sha256));
    }

    /** Drops uploads of submissions whose time to bring the blobs is over. */
    public void sweep() {
        List<Admission> expired =
                store.read(view -> view.consignments().admissionsExpired(clock.instant(), SWEEP));
        for (Admission admission : expired) {
            store.<String>commit(
                            tx -> {
                                tx.consignments().forget(admission.id());
                                return admission.id();
                            })
                    .join();
            Stream.concat(
                            Stream.of(admission.note().envelope()),
                            admission.note().attachments().stream())
                    .forEach(blob -> blobs.drop(admission.submitter(), blob));
        }
    }

    private static boolean isServing(Caller caller, ConsignmentNote note) {
        return caller.isGateway()
                && note.recipients().stream().anyMatch(r -> r.gateway().equals(caller.endpoint()));
    }

    private boolean isRecipientHere(Caller caller, ConsignmentNote note) {
        return note.recipients().stream()
                .anyMatch(r -> r.endpoint().equals(caller.endpoint()) && r.gateway().equals(self));
    }

    private static Refused notFound(Digest sha256) {
        return Refused.of(ProblemCode.NOT_FOUND, "blob", sha256.hex());
    }
}
