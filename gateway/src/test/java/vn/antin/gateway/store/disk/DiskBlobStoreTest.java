package vn.antin.gateway.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.seal.BlobRef;
import vn.antin.gateway.exchange.BlobStore;
import vn.antin.gateway.exchange.StoreException.Reason;

/** Blobs as files. */
class DiskBlobStoreTest extends BlobStoreContract {
    @TempDir Path folder;

    @Override
    BlobStore reopen() {
        return new DiskBlobStore(folder, 0, DurableStep.Listener.NONE);
    }

    @Test
    void an_upload_that_would_not_leave_the_reserve_is_refused_at_once() {
        DiskBlobStore full =
                new DiskBlobStore(folder, Long.MAX_VALUE / 2, DurableStep.Listener.NONE);
        BlobRef ref = BlobRef.of(random(1, 10));
        refused(Reason.DISK_FULL, () -> full.upload(CALLER, ref, 0));
        assertThat(full.offset(CALLER, ref)).isZero();
    }

    @Test
    void a_changed_blob_is_seen() throws IOException {
        DiskBlobStore blobs = new DiskBlobStore(folder, 0, DurableStep.Listener.NONE);
        byte[] bytes = random(2, 100_000);
        BlobRef ref = BlobRef.of(bytes);
        long unused = put(blobs, CALLER, ref, bytes, 0);
        assertThat(blobs.intact(ref)).isTrue();
        assertThat(blobs.all()).containsExactly(ref.sha256());
        bytes[50_000] ^= 1;
        String hex = ref.sha256().hex();
        Path unusedToo =
                Files.write(
                        folder.resolve("blobs").resolve(hex.substring(0, 2)).resolve(hex), bytes);
        assertThat(blobs.intact(ref)).isFalse();
    }

    @Test
    void only_the_owner_can_look_into_the_folders() throws IOException {
        put(reopen(), CALLER, BlobRef.of(random(3, 10)), random(3, 10), 0);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("blobs"))))
                .isEqualTo("rwx------");
    }

    @Test
    void a_full_disk_is_named_and_the_upload_goes_on_when_there_is_room() throws Exception {
        Path mount = Files.createDirectories(folder.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mount.toString()) == 0,
                "only root can mount a small disk");
        try {
            DiskBlobStore blobs =
                    new DiskBlobStore(mount, Long.MIN_VALUE / 2, DurableStep.Listener.NONE);
            byte[] bytes = random(4, 900_000);
            BlobRef ref = BlobRef.of(bytes);
            Path filler = Files.write(mount.resolve("filler"), new byte[600_000]);
            refused(Reason.DISK_FULL, () -> put(blobs, CALLER, ref, bytes, 0));
            assertThat(blobs.holds(ref)).isFalse();
            Files.delete(filler);
            int at = (int) blobs.offset(CALLER, ref);
            byte[] rest = java.util.Arrays.copyOfRange(bytes, at, bytes.length);
            assertThat(put(blobs, CALLER, ref, rest, at)).isEqualTo(bytes.length);
            assertThat(blobs.intact(ref)).isTrue();
        } finally {
            int unused = run("umount", mount.toString());
        }
    }

    @Test
    void a_full_disk_stops_the_database_and_it_recovers_by_itself() throws Exception {
        Path mount = Files.createDirectories(folder.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", mount.toString()) == 0,
                "only root can mount a small disk");
        try (Database database = Database.open(mount, InstantSource.system())) {
            Path filler = mount.resolve("filler");
            try (Sql sql = database.openWriter()) {
                sql.run("BEGIN IMMEDIATE");
                int free = (int) Files.getFileStore(mount).getUsableSpace();
                Files.write(filler, new byte[free - 8192]);
                refused(
                        Reason.DISK_FULL,
                        () -> {
                            for (int i = 1; i < 2000; i++) {
                                sql.update(
                                        "INSERT INTO log_entry VALUES (?, ?)", i, new byte[4000]);
                            }
                            sql.run("COMMIT");
                        });
                refused(Reason.DISK_FULL, () -> sql.run("BEGIN IMMEDIATE"));
            }
            Files.delete(filler);
            try (Sql sql = database.openWriter()) {
                sql.run("BEGIN IMMEDIATE");
                assertThat(sql.number("SELECT count(*) FROM log_entry")).isZero();
                int unused = sql.update("INSERT INTO log_entry VALUES (?, ?)", 1, new byte[10]);
                sql.run("COMMIT");
            }
        } finally {
            int unused = run("umount", mount.toString());
        }
    }

    private static int run(String... command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }
}
