package vn.antin.sdk.testkit;

import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.tlog.Checkpoint;
import vn.antin.crypto.tlog.HashReader;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.crypto.tlog.LogProof;
import vn.antin.crypto.tlog.MerkleTree;
import vn.antin.crypto.tlog.SignedCheckpoint;
import vn.antin.crypto.tlog.TilePath;
import vn.antin.crypto.tlog.Tiles;

/** A log in memory. */
public final class PaperLog {
    private final String origin;
    private final Signer signer;
    private final List<byte[]> entries = new ArrayList<>();
    private final Map<String, Digest> nodes = new HashMap<>();
    private final HashReader reader =
            (level, index) -> java.util.Objects.requireNonNull(nodes.get(level + "/" + index));

    /** An empty log. */
    public PaperLog(String origin, Signer signer) {
        this.origin = origin;
        this.signer = signer;
    }

    /** Its key. */
    public LogKey key() {
        return new LogKey(origin, signer.publicKey());
    }

    /** Enters an evidence. */
    public synchronized EvidenceReceipt enter(Evidence evidence) {
        byte[] salt = new byte[Evidence.SALT_LENGTH];
        new SecureRandom().nextBytes(salt);
        byte[] entry = evidence.entry(salt);
        long index = entries.size();
        for (MerkleTree.Node node : MerkleTree.append(index, MerkleTree.leaf(entry), reader)) {
            nodes.put(node.level() + "/" + node.index(), node.hash());
        }
        entries.add(entry);
        LogProof proof = LogProof.of(index, entries.size(), reader, checkpoint());
        return new EvidenceReceipt(evidence, salt, proof.text());
    }

    /** The signed checkpoint. */
    public synchronized byte[] checkpoint() {
        long size = entries.size();
        return SignedCheckpoint.sign(
                new Checkpoint(origin, size, MerkleTree.root(size, reader)), signer);
    }

    /** A tile or an entry bundle. */
    public synchronized byte[] tile(TilePath path) {
        return Tiles.bytes(path, entries.size(), reader, index -> entries.get((int) index))
                .orElseGet(() -> new ByteArrayOutputStream().toByteArray());
    }

    /** Changes an entry behind the log's back. */
    public synchronized void dangerouslyChangeEntry(int index) {
        entries.get(index)[3] ^= 1;
    }
}
