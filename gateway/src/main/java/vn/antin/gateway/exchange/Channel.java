package vn.antin.gateway.exchange;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.seal.BlobRef;
import vn.antin.gateway.directory.PeerRecord;
import vn.antin.sdk.wire.EvidenceUpload;
import vn.antin.sdk.wire.ProblemCode;

/**
 * The way to peer gateways. Port; thread-safe; calls block. Nothing that comes back is verified.
 */
public interface Channel extends AutoCloseable {
    /**
     * Hands a consignment over: the signature, and the blobs that the peer lacks.
     *
     * @return what the peer states, to be verified
     * @throws ChannelException when the peer did not take it
     */
    List<EvidenceReceipt> relay(PeerRecord peer, byte[] outer, List<BlobRef> blobs);

    /**
     * Hands evidence back to the gateway of the sender.
     *
     * @throws ChannelException when the peer did not take it
     */
    void returnEvidence(PeerRecord peer, String consignment, EvidenceUpload evidence);

    @Override
    void close();

    /** A peer was not reached, or did not take what it was given. */
    final class ChannelException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final @Nullable ProblemCode code;
        private final boolean lasting;
        private final transient List<EvidenceReceipt> evidence;

        /**
         * @param message codes and ids only
         * @param code the peer's own code, when it answered
         * @param lasting whether the same again can never succeed
         * @param evidence what the peer states about its refusal, not verified
         */
        public ChannelException(
                String message,
                @Nullable ProblemCode code,
                boolean lasting,
                List<EvidenceReceipt> evidence,
                @Nullable Throwable cause) {
            super(message, cause);
            this.code = code;
            this.lasting = lasting;
            this.evidence = List.copyOf(evidence);
        }

        /** The peer's own code, when it answered. */
        public Optional<ProblemCode> code() {
            return Optional.ofNullable(code);
        }

        /** Whether the same again can never succeed. */
        public boolean isLasting() {
            return lasting;
        }

        /** What the peer states about its refusal, not verified. */
        public List<EvidenceReceipt> evidence() {
            return evidence;
        }
    }
}
