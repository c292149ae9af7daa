package vn.antin.gateway.channel.https;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.X509ExtendedKeyManager;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.seal.BlobRef;
import vn.antin.gateway.directory.PeerRecord;
import vn.antin.gateway.directory.PeerSource;
import vn.antin.gateway.exchange.BlobStore;
import vn.antin.gateway.exchange.Channel;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.transport.GatewayException;
import vn.antin.sdk.transport.GatewayMisbehaved;
import vn.antin.sdk.transport.GatewayProblem;
import vn.antin.sdk.transport.HttpsTransport;
import vn.antin.sdk.transport.Progress;
import vn.antin.sdk.transport.TrustRefresh;
import vn.antin.sdk.wire.DirectoryEntry;
import vn.antin.sdk.wire.EvidenceUpload;
import vn.antin.sdk.wire.ProblemCode;
import vn.antin.sdk.wire.SubmissionAnswer;
import vn.antin.sdk.wire.TrustBundle;

/**
 * Talks to peers as an enrolled endpoint of theirs, with the gateway's TLS key. Thread-safe; one
 * client per peer, kept while the peer's address and certificate stay the same.
 */
public final class HttpsChannel implements Channel, PeerSource {
    private final X509ExtendedKeyManager identity;
    private final Supplier<TrustStore> trust;
    private final BlobStore blobs;
    private final InstantSource clock;
    private final Map<EndpointId, Line> lines = new ConcurrentHashMap<>();

    /**
     * @param identity key manager with the gateway's TLS key
     * @param trust the trust of the moment
     * @param blobs where ciphertexts are read from
     * @param clock for the validity of certificates
     */
    public HttpsChannel(
            X509ExtendedKeyManager identity,
            Supplier<TrustStore> trust,
            BlobStore blobs,
            InstantSource clock) {
        this.identity = identity;
        this.trust = trust;
        this.blobs = blobs;
        this.clock = clock;
    }

    private record Line(URI url, X509Certificate tls, GatewayClient client) {}

    private GatewayClient client(PeerRecord peer) {
        return lines.compute(
                        peer.gateway(),
                        (id, line) -> {
                            if (line != null
                                    && line.url().equals(peer.url())
                                    && line.tls().equals(peer.tls())) {
                                return line;
                            }
                            if (line != null) {
                                line.client().close();
                            }
                            return new Line(
                                    peer.url(),
                                    peer.tls(),
                                    new GatewayClient(
                                            new HttpsTransport(
                                                    peer.url(),
                                                    peer.gateway(),
                                                    identity,
                                                    trust,
                                                    clock)));
                        })
                .client();
    }

    @Override
    public List<EvidenceReceipt> relay(PeerRecord peer, byte[] outer, List<BlobRef> named) {
        try {
            GatewayClient client = client(peer);
            SubmissionAnswer answer = client.submit(outer);
            if (answer instanceof SubmissionAnswer.AwaitingBlobs awaiting) {
                upload(client, awaiting, named);
                answer = client.submit(outer);
            }
            return switch (answer) {
                case SubmissionAnswer.Accepted accepted -> accepted.receipts();
                case SubmissionAnswer.AwaitingBlobs still ->
                        throw new ChannelException(
                                "the peer still awaits blobs", null, false, List.of(), null);
            };
        } catch (GatewayException | KeyException e) {
            throw translated(e);
        }
    }

    private void upload(
            GatewayClient client, SubmissionAnswer.AwaitingBlobs awaiting, List<BlobRef> named) {
        Map<Digest, BlobRef> own =
                named.stream().collect(Collectors.toMap(BlobRef::sha256, blob -> blob));
        for (SubmissionAnswer.MissingBlob missing : awaiting.missing()) {
            if (!own.containsKey(missing.sha256())) {
                throw new ChannelException(
                        "the peer asks for a blob that is not of the consignment",
                        null,
                        false,
                        List.of(),
                        null);
            }
            try (FileChannel file = blobs.open(missing.sha256())) {
                client.upload(missing.sha256(), file, Progress.NONE);
            } catch (IOException e) {
                throw new ChannelException(
                        "blob " + missing.sha256() + " cannot be read", null, false, List.of(), e);
            }
        }
    }

    @Override
    public void returnEvidence(PeerRecord peer, String consignment, EvidenceUpload evidence) {
        try {
            client(peer).sendEvidence(consignment, evidence);
        } catch (GatewayException | KeyException e) {
            throw translated(e);
        }
    }

    @Override
    public TrustBundle trust(PeerRecord peer) {
        return TrustRefresh.fetch(peer.url(), peer.gateway(), identity, peer.ca(), clock);
    }

    @Override
    public List<DirectoryEntry> entries(PeerRecord peer) {
        return client(peer).directory("");
    }

    @Override
    public void tellNews(PeerRecord peer) {
        client(peer).tellNews();
    }

    private static ChannelException translated(RuntimeException e) {
        return switch (e) {
            case GatewayProblem p ->
                    new ChannelException(
                            "the peer answered " + p.code().code(),
                            p.code(),
                            isLasting(p.code()),
                            p.problem().evidence(),
                            p);
            case GatewayMisbehaved m ->
                    new ChannelException(
                            "the peer misbehaves: " + m.reason(), null, false, List.of(), m);
            default -> new ChannelException("the peer is not reached", null, false, List.of(), e);
        };
    }

    /** What nobody can mend by waiting or by setting something right at either gateway. */
    private static boolean isLasting(ProblemCode code) {
        return switch (code) {
            case MALFORMED, BAD_SIGNATURE, TOO_LARGE, CONFLICT, POLICY_DENIED -> true;
            default -> false;
        };
    }

    /** Drops all connections. */
    @Override
    public void close() {
        lines.values().forEach(line -> line.client().close());
        lines.clear();
    }
}
