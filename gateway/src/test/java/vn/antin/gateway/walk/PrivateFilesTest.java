package vn.antin.gateway.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.gateway.world.Person;
import vn.antin.gateway.world.World;
import vn.antin.policies.label.Level;

/** What a gateway writes, only its account reads, whatever the umask. */
class PrivateFilesTest {
    @TempDir Path folder;

    @Test
    void database_lock_and_blobs_are_readable_by_the_owner_only() throws IOException {
        try (World world = new World(folder)) {
            Person sender = world.one().enrol("nva", "Nguyễn Văn A", Level.MAT);
            Person recipient = world.one().enrol("ttb", "Trần Thị B", Level.MAT);
            world.send(sender, world.seal(sender, Level.MAT, "x", recipient));
            Path data = world.one().config().data();
            try (Stream<Path> all = Files.walk(data)) {
                for (Path each : all.toList()) {
                    String expected = Files.isDirectory(each) ? "rwx------" : "rw-------";
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                            .as(each.toString())
                            .isEqualTo(expected);
                }
            }
        }
    }
}
