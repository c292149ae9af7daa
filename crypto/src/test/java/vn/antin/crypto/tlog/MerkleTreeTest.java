package vn.antin.crypto.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.bytes.Digest;

class MerkleTreeTest {
    private static final int MAX = 64;

    /** Leaf inputs, roots and proofs that the Certificate Transparency project published. */
    private static final List<String> LEAVES =
            List.of(
                    "",
                    "00",
                    "10",
                    "2021",
                    "3031",
                    "40414243",
                    "5051525354555657",
                    "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS =
            List.of(
                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private static final String LEAF_1 =
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
    private static final String NODE_2_3 =
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
    private static final String NODE_4_7 =
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
    private static final String NODE_4_5 =
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
    private static final String NODE_6_7 =
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
    private static final String LEAF_4 =
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";

    private static TestLog published() {
        TestLog log = new TestLog("log.antin/H26.01", 1);
        LEAVES.forEach(leaf -> log.append(HexFormat.of().parseHex(leaf)));
        return log;
    }

    private static List<byte[]> randomEntries(int count) {
        Random random = new Random(6962);
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] entry = new byte[random.nextInt(40)];
            random.nextBytes(entry);
            entries.add(entry);
        }
        return entries;
    }

    private static TestLog log(List<byte[]> entries) {
        TestLog log = new TestLog("log.antin/H26.01", 1);
        entries.forEach(log::append);
        return log;
    }

    private static List<Digest> digests(String... hex) {
        return List.of(hex).stream().map(Digest::parse).toList();
    }

    @Test
    void roots_are_those_published_for_rfc_6962() {
        TestLog log = published();
        for (int n = 0; n < ROOTS.size(); n++) {
            assertThat(MerkleTree.root(n, log).hex()).isEqualTo(ROOTS.get(n));
        }
    }

    @Test
    void inclusion_proofs_are_those_published_for_rfc_6962() {
        TestLog log = published();
        assertThat(MerkleTree.inclusion(0, 1, log)).isEmpty();
        assertThat(MerkleTree.inclusion(0, 8, log)).isEqualTo(digests(LEAF_1, NODE_2_3, NODE_4_7));
        assertThat(MerkleTree.inclusion(5, 8, log))
                .isEqualTo(digests(LEAF_4, NODE_6_7, ROOTS.get(4)));
        assertThat(MerkleTree.inclusion(2, 3, log)).isEqualTo(digests(ROOTS.get(2)));
        assertThat(MerkleTree.inclusion(1, 5, log))
                .isEqualTo(digests(ROOTS.get(1), NODE_2_3, LEAF_4));
    }

    @Test
    void consistency_proofs_are_those_published_for_rfc_6962() {
        TestLog log = published();
        assertThat(MerkleTree.consistency(1, 1, log)).isEmpty();
        assertThat(MerkleTree.consistency(1, 8, log))
                .isEqualTo(digests(LEAF_1, NODE_2_3, NODE_4_7));
        assertThat(MerkleTree.consistency(6, 8, log))
                .isEqualTo(digests(NODE_4_5, NODE_6_7, ROOTS.get(4)));
        assertThat(MerkleTree.consistency(2, 5, log)).isEqualTo(digests(NODE_2_3, LEAF_4));
    }

    @Test
    void three_entries_hash_as_worked_out_by_hand() {
        TestLog log = log(List.of(new byte[] {1}, new byte[] {2}, new byte[] {3}));
        Digest a = Digest.of(new byte[] {0, 1});
        Digest b = Digest.of(new byte[] {0, 2});
        Digest c = Digest.of(new byte[] {0, 3});
        assertThat(log.root()).isEqualTo(MerkleTree.node(MerkleTree.node(a, b), c));
        assertThat(MerkleTree.inclusion(0, 3, log)).containsExactly(b, c);
        assertThat(MerkleTree.inclusion(2, 3, log)).containsExactly(MerkleTree.node(a, b));
        assertThat(MerkleTree.consistency(2, 3, log)).containsExactly(c);
    }

    @Test
    void roots_and_inclusion_proofs_follow_the_definition_for_every_size_up_to_64() {
        List<byte[]> entries = randomEntries(MAX);
        TestLog log = log(entries);
        for (int n = 0; n <= MAX; n++) {
            Digest root = MerkleTree.root(n, log);
            assertThat(root).isEqualTo(NaiveTree.mth(entries.subList(0, n)));
            for (int m = 0; m < n; m++) {
                List<Digest> proof = MerkleTree.inclusion(m, n, log);
                assertThat(proof).isEqualTo(NaiveTree.path(m, entries.subList(0, n)));
                Digest leaf = MerkleTree.leaf(entries.get(m));
                assertThat(MerkleTree.verifyInclusion(m, n, leaf, proof, root)).isTrue();
            }
        }
    }

    @Test
    void an_inclusion_proof_holds_for_no_other_position_and_no_changed_hash() {
        TestLog log = log(randomEntries(MAX));
        for (int n = 1; n <= MAX; n++) {
            Digest root = MerkleTree.root(n, log);
            for (int m = 0; m < n; m++) {
                Digest leaf = log.node(0, m);
                List<Digest> proof = MerkleTree.inclusion(m, n, log);
                for (int other = -1; other <= n; other++) {
                    assertThat(MerkleTree.verifyInclusion(other, n, leaf, proof, root))
                            .isEqualTo(other == m);
                }
                for (List<Digest> wrong : mutations(proof)) {
                    assertThat(MerkleTree.verifyInclusion(m, n, leaf, wrong, root)).isFalse();
                }
                assertThat(MerkleTree.verifyInclusion(m, n, flip(leaf), proof, root)).isFalse();
                assertThat(MerkleTree.verifyInclusion(m, n, leaf, proof, flip(root))).isFalse();
            }
        }
    }

    @Test
    void consistency_proofs_follow_the_definition_for_every_pair_up_to_64() {
        List<byte[]> entries = randomEntries(MAX);
        TestLog log = log(entries);
        for (int n = 1; n <= MAX; n++) {
            Digest newRoot = MerkleTree.root(n, log);
            for (int m = 1; m <= n; m++) {
                Digest oldRoot = MerkleTree.root(m, log);
                List<Digest> proof = MerkleTree.consistency(m, n, log);
                assertThat(proof).isEqualTo(NaiveTree.proof(m, entries.subList(0, n)));
                assertThat(MerkleTree.verifyConsistency(m, n, oldRoot, newRoot, proof)).isTrue();
                for (List<Digest> wrong : mutations(proof)) {
                    assertThat(MerkleTree.verifyConsistency(m, n, oldRoot, newRoot, wrong))
                            .isFalse();
                }
                assertThat(MerkleTree.verifyConsistency(m, n, flip(oldRoot), newRoot, proof))
                        .isFalse();
                assertThat(MerkleTree.verifyConsistency(m, n, oldRoot, flip(newRoot), proof))
                        .isFalse();
            }
        }
    }

    @Test
    void a_log_that_rewrote_an_entry_cannot_be_shown_to_be_consistent() {
        List<byte[]> entries = randomEntries(MAX);
        TestLog honest = log(entries);
        entries.set(10, new byte[] {1, 2, 3});
        TestLog rewritten = log(entries);
        for (int m = 11; m < MAX; m++) {
            List<Digest> proof = MerkleTree.consistency(m, MAX, rewritten);
            assertThat(
                            MerkleTree.verifyConsistency(
                                    m, MAX, MerkleTree.root(m, honest), rewritten.root(), proof))
                    .isFalse();
        }
    }

    @Test
    void every_log_begins_with_the_empty_log_and_only_with_the_true_one() {
        TestLog log = published();
        assertThat(MerkleTree.consistency(0, 8, log)).isEmpty();
        assertThat(verifyFromEmpty(8, MerkleTree.EMPTY, log.root())).isTrue();
        assertThat(verifyFromEmpty(8, log.root(), log.root())).isFalse();
        assertThat(verifyFromEmpty(0, MerkleTree.EMPTY, MerkleTree.EMPTY)).isTrue();
        assertThat(verifyFromEmpty(0, log.root(), log.root())).isFalse();
        assertThat(
                        MerkleTree.verifyConsistency(
                                0, 8, MerkleTree.EMPTY, log.root(), List.of(log.root())))
                .isFalse();
        assertThat(MerkleTree.verifyConsistency(9, 8, log.root(), log.root(), List.of())).isFalse();
    }

    private static boolean verifyFromEmpty(long size, Digest oldRoot, Digest newRoot) {
        return MerkleTree.verifyConsistency(0, size, oldRoot, newRoot, List.of());
    }

    @Test
    void positions_outside_the_tree_are_refused() {
        TestLog log = published();
        assertThatThrownBy(() -> MerkleTree.inclusion(8, 8, log))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> MerkleTree.inclusion(-1, 8, log))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> MerkleTree.consistency(9, 8, log))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> MerkleTree.root(-1, log))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> MerkleTree.append(-1, MerkleTree.EMPTY, log))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void the_largest_tree_is_proved_with_63_hashes() {
        HashReader same = (level, index) -> MerkleTree.EMPTY;
        long size = Long.MAX_VALUE;
        List<Digest> proof = MerkleTree.inclusion(0, size, same);
        assertThat(proof).hasSize(63);
        Digest root = MerkleTree.root(size, same);
        assertThat(MerkleTree.verifyInclusion(0, size, MerkleTree.EMPTY, longer(proof), root))
                .isFalse();
    }

    private static List<Digest> longer(List<Digest> proof) {
        List<Digest> longer = new ArrayList<>(proof);
        longer.add(MerkleTree.EMPTY);
        return longer;
    }

    /** One hash changed, left out, doubled, or two exchanged. */
    private static List<List<Digest>> mutations(List<Digest> proof) {
        List<List<Digest>> all = new ArrayList<>();
        for (int i = 0; i < proof.size(); i++) {
            List<Digest> changed = new ArrayList<>(proof);
            changed.set(i, flip(proof.get(i)));
            all.add(changed);
            List<Digest> shorter = new ArrayList<>(proof);
            shorter.remove(i);
            all.add(shorter);
            List<Digest> doubled = new ArrayList<>(proof);
            doubled.add(i, proof.get(i));
            all.add(doubled);
        }
        List<Digest> longer = new ArrayList<>(proof);
        longer.add(MerkleTree.EMPTY);
        all.add(longer);
        return all;
    }

    private static Digest flip(Digest hash) {
        byte[] bytes = hash.toBytes();
        bytes[31] ^= 1;
        return Digest.ofValue(bytes);
    }
}
