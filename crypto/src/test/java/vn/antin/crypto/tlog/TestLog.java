package vn.antin.crypto.tlog;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.key.Signer;

/**
 * A log in memory with a key made from a number, for tests here and in other modules. Not
 * thread-safe.
 */
public final class TestLog implements HashReader, Tiles.EntryReader {
    private final String origin;
    private final Signer signer;
    private final List<byte[]> entries = new ArrayList<>();
    private final Map<List<Long>, Digest> nodes = new HashMap<>();

    /** An empty log; the same seed gives the same key. */
    public TestLog(String origin, int seed) {
        this.origin = origin;
        this.signer = signer(seed);
    }

    /** Appends an entry and returns its index. */
    public long append(byte[] entry) {
        long index = entries.size();
        for (MerkleTree.Node node : MerkleTree.append(index, MerkleTree.leaf(entry), this)) {
            Digest before = nodes.put(List.of((long) node.level(), node.index()), node.hash());
            if (before != null) {
                throw new AssertionError("a node was stored twice");
            }
        }
        entries.add(entry.clone());
        return index;
    }

    /** Number of entries. */
    public long size() {
        return entries.size();
    }

    /** The signer of its checkpoints. */
    public Signer signer() {
        return signer;
    }

    /** The key that verifies its checkpoints. */
    public LogKey key() {
        return new LogKey(origin, signer.publicKey());
    }

    /** The root now. */
    public Digest root() {
        return MerkleTree.root(size(), this);
    }

    /** A signed checkpoint now. */
    public byte[] checkpoint() {
        return SignedCheckpoint.sign(new Checkpoint(origin, size(), root()), signer);
    }

    /** The proof of an entry under a checkpoint made now. */
    public LogProof proof(long index) {
        return LogProof.of(index, size(), this, checkpoint());
    }

    @Override
    public Digest node(int level, long index) {
        Digest hash = nodes.get(List.of((long) level, index));
        if (hash == null) {
            throw new AssertionError("asked for a node outside: " + level + "/" + index);
        }
        return hash;
    }

    @Override
    public byte[] entry(long index) {
        return entries.get((int) index).clone();
    }

    /** An Ed25519 signer in software. */
    public static Signer signer(int seed) {
        KeyPair pair;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, new Repeating(seed));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        return new SoftSigner(pair);
    }

    private record SoftSigner(KeyPair pair) implements Signer {
        @Override
        public SignatureAlgorithm algorithm() {
            return SignatureAlgorithm.ED25519;
        }

        @Override
        public PublicKey publicKey() {
            return pair.getPublic();
        }

        @Override
        public byte[] sign(byte[] message) {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(pair.getPrivate());
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** "Randomness" that repeats one byte, so that keys in vectors are known. */
    private static final class Repeating extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final int value;

        Repeating(int value) {
            this.value = value;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) value);
        }
    }
}
