package vn.antin.crypto.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vn.antin.crypto.tlog.SignedCheckpointTest.reason;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.tlog.LogProblem.Reason;

class TilesTest {
    private static final int SIZE = 70_000;
    private static final TestLog LOG = log();

    private static TestLog log() {
        TestLog log = new TestLog("log.antin/H26.01", 1);
        for (int i = 0; i < SIZE; i++) {
            log.append(Integer.toString(i).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
        return log;
    }

    private static byte[] tile(String path) throws LogProblem {
        return Tiles.bytes(TilePath.parse(path), SIZE, LOG, LOG).orElseThrow();
    }

    @Test
    void widths_are_those_of_the_example_in_the_specification() {
        assertThat(Tiles.width(0, 272, SIZE)).isEqualTo(256);
        assertThat(Tiles.width(0, 273, SIZE)).isEqualTo(112);
        assertThat(Tiles.width(0, 274, SIZE)).isEqualTo(0);
        assertThat(Tiles.width(1, 0, SIZE)).isEqualTo(256);
        assertThat(Tiles.width(1, 1, SIZE)).isEqualTo(17);
        assertThat(Tiles.width(2, 0, SIZE)).isEqualTo(1);
        assertThat(Tiles.width(3, 0, SIZE)).isEqualTo(0);
        assertThat(Tiles.width(0, 0, 256)).isEqualTo(256);
        assertThat(Tiles.width(1, 0, 256)).isEqualTo(1);
        assertThat(Tiles.width(TilePath.ENTRIES, 273, SIZE)).isEqualTo(112);
        assertThat(Tiles.width(7, 0, Long.MAX_VALUE)).isEqualTo(127);
        assertThat(Tiles.width(8, 0, Long.MAX_VALUE)).isEqualTo(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/000",
                "tile/0/273.p/112",
                "tile/7/000.p/1",
                "tile/3/x001/234",
                "tile/0/x001/x234/067",
                "tile/0/x001/x000/000.p/255",
                "tile/entries/x002/067.p/8",
                "tile/entries/999"
            })
    void paths_come_back(String path) throws LogProblem {
        assertThat(TilePath.parse(path)).hasToString(path);
    }

    @Test
    void the_index_of_the_specification_is_split_into_groups() throws LogProblem {
        assertThat(TilePath.parse("tile/0/x001/x234/067").index()).isEqualTo(1_234_067);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile",
                "tile/",
                "tile/0",
                "tile/0/",
                "tile/0/0",
                "tile/0/00",
                "tile/0/0000",
                "tile/00/000",
                "tile/8/000",
                "tile/64/000",
                "tile/-1/000",
                "tile/+1/000",
                "/tile/0/000",
                "tile/0/000/",
                "tile/0/x000/000",
                "tile/0/001/067",
                "tile/0/x001/x067",
                "tile/0/X001/067",
                "tile/0/../000",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/01",
                "tile/0/000.p/",
                "tile/0/000.p/1.p/1",
                "tile/0/٠٠٠",
                "tile/data/000",
                "tile/0/x999/x999/x999/x999/x999/999",
                "tile/0/x001/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/999"
            })
    void every_other_spelling_of_a_path_is_refused(String path) {
        assertThat(reason(() -> TilePath.parse(path))).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void tiles_hold_the_hashes_of_their_level() throws LogProblem {
        assertThat(tile("tile/0/000")).hasSize(8192);
        List<Digest> level1 = Tiles.parseHashes(tile("tile/1/000"), 256);
        List<Digest> level0 = Tiles.parseHashes(tile("tile/0/007"), 256);
        assertThat(MerkleTree.root(256, (level, index) -> nodeOf(level0, level, index)))
                .isEqualTo(level1.get(7));
        assertThat(Tiles.parseHashes(tile("tile/2/000.p/1"), 1))
                .containsExactly(MerkleTree.root(65_536, LOG));
    }

    private static Digest nodeOf(List<Digest> leaves, int level, long index) {
        if (level == 0) {
            return leaves.get((int) index);
        }
        return MerkleTree.node(
                nodeOf(leaves, level - 1, 2 * index), nodeOf(leaves, level - 1, 2 * index + 1));
    }

    @Test
    void entry_bundles_hold_entries_that_hash_to_level_0() throws LogProblem {
        List<byte[]> entries = Tiles.parseEntries(tile("tile/entries/273.p/112"), 112);
        List<Digest> hashes = Tiles.parseHashes(tile("tile/0/273.p/112"), 112);
        assertThat(entries.stream().map(MerkleTree::leaf).toList()).isEqualTo(hashes);
        assertThat(tile("tile/entries/000")).startsWith(0, 1, '0', 0, 1, '1');
    }

    @Test
    void tiles_beyond_the_size_are_not_there_and_narrower_ones_are() throws LogProblem {
        for (String path :
                List.of(
                        "tile/0/273",
                        "tile/0/273.p/113",
                        "tile/0/274.p/1",
                        "tile/2/000.p/2",
                        "tile/3/000.p/1",
                        "tile/entries/273")) {
            assertThat(Tiles.bytes(TilePath.parse(path), SIZE, LOG, LOG)).isEmpty();
        }
        assertThat(tile("tile/0/273.p/1")).hasSize(32);
        assertThat(tile("tile/0/000.p/255")).hasSize(255 * 32);
    }

    @Test
    void the_whole_tree_can_be_read_through_tiles() throws LogProblem {
        List<TilePath> fetched = new ArrayList<>();
        TileReader reader =
                new TileReader(
                        SIZE,
                        path -> {
                            fetched.add(path);
                            return Tiles.bytes(path, SIZE, LOG, LOG).orElseThrow();
                        });
        assertThat(MerkleTree.root(SIZE, reader)).isEqualTo(LOG.root());
        assertThat(MerkleTree.inclusion(1234, SIZE, reader))
                .isEqualTo(MerkleTree.inclusion(1234, SIZE, LOG));
        assertThat(MerkleTree.consistency(777, SIZE, reader))
                .isEqualTo(MerkleTree.consistency(777, SIZE, LOG));
        assertThat(fetched).doesNotHaveDuplicates().hasSizeLessThan(12);
    }

    @Test
    void a_tile_or_bundle_of_another_width_is_refused() throws LogProblem {
        byte[] hashes = tile("tile/0/273.p/112");
        byte[] entries = tile("tile/entries/273.p/112");
        assertThat(reason(() -> Tiles.parseHashes(hashes, 111))).isEqualTo(Reason.MALFORMED);
        assertThat(reason(() -> Tiles.parseEntries(entries, 111))).isEqualTo(Reason.MALFORMED);
        byte[] cut = java.util.Arrays.copyOf(entries, entries.length - 1);
        assertThat(reason(() -> Tiles.parseEntries(cut, 112))).isEqualTo(Reason.MALFORMED);
        assertThat(reason(() -> Tiles.parseEntries(new byte[1], 1))).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void an_entry_of_more_than_65535_bytes_cannot_be_served() {
        TilePath path = new TilePath(TilePath.ENTRIES, 0, 1);
        assertThatThrownBy(() -> Tiles.bytes(path, 1, LOG, index -> new byte[65_536]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
