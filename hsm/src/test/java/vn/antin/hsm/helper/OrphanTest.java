package vn.antin.hsm.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.hsm.testkit.SoftHsm;

/** A helper ends with its program, whatever its module does: it would hold card and PIN. */
@Timeout(60)
class OrphanTest {
    @Test
    void a_helper_whose_module_hangs_does_not_outlive_its_killed_program(@TempDir Path folder)
            throws Exception {
        Path pipe = folder.resolve("softhsm2.conf");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        Process program =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledProgram.class.getName(),
                                SoftHsm.module().toString(),
                                pipe.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        try {
            ProcessHandle helper = helperInModule(program);
            String[] arguments = helper.info().arguments().orElseThrow();
            Path link = Path.of(arguments[arguments.length - 1]);
            assertThat(link).exists();
            assertThat(program.destroyForcibly().waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(helper.onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
            assertThat(link.getParent()).doesNotExist();
        } finally {
            program.descendants().forEach(ProcessHandle::destroyForcibly);
            program.destroyForcibly();
        }
    }

    /** The helper, when it has loaded the module, which then waits for its configuration. */
    private static ProcessHandle helperInModule(Process program) throws IOException {
        while (true) {
            assertThat(program.isAlive()).isTrue();
            Optional<ProcessHandle> helper = program.children().findFirst();
            if (helper.isPresent() && maps(helper.get()).contains("libsofthsm2")) {
                return helper.get();
            }
            Thread.onSpinWait();
        }
    }

    private static String maps(ProcessHandle process) throws IOException {
        Path maps = Path.of("/proc", Long.toString(process.pid()), "maps");
        return Files.isReadable(maps) ? Files.readString(maps) : "";
    }
}
