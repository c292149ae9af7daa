package vn.antin.gateway.tlog;

import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.tlog.Checkpoint;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.crypto.tlog.SignedCheckpoint;

/**
 * Signs the checkpoints of this gateway's log. Thread-safe.
 *
 * <p>A signed checkpoint must not leave the process before the tree that it states is durable: two
 * different trees under one key and size would be a fork.
 */
public final class Sequencer {
    private final String origin;
    private final Signer signer;

    /**
     * For one log.
     *
     * @param origin name of the log
     * @param signer its Ed25519 key
     */
    public Sequencer(String origin, Signer signer) {
        this.origin = origin;
        this.signer = signer;
    }

    /** The key with which others check the log. */
    public LogKey key() {
        return new LogKey(origin, signer.publicKey());
    }

    /**
     * A signed checkpoint over the head.
     *
     * @throws KeyException when the device fails
     */
    public byte[] sign(TreeHead head) {
        return SignedCheckpoint.sign(new Checkpoint(origin, head.size(), head.root()), signer);
    }
}
