package vn.antin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.json.JsonObject;
import vn.antin.hsm.testkit.SoftHsm;

/** {@code antin ceremony custodian}, with modules that work, hang and crash. */
@Timeout(120)
class CustodianCardTest {
    @TempDir private Path folder = Path.of("");

    private Typed custodian(Path module, String label, String... more) {
        List<String> words =
                new java.util.ArrayList<>(
                        List.of("ceremony", "custodian", "--home", folder.toString()));
        words.addAll(List.of("--module", module.toString(), "--card", label, "--name", "An"));
        words.addAll(List.of("--out", folder.resolve(label + ".json").toString()));
        words.addAll(List.of(more));
        return Typed.words(words.toArray(String[]::new));
    }

    private static void refused(Typed typed, String code, String vietnamese, String english) {
        assertThat(typed.exit()).as(typed.err()).isEqualTo(5);
        assertThat(typed.err())
                .contains("[" + code + "]", "LỖI", "ERROR", vietnamese, english)
                .doesNotContain("Exception");
    }

    @Test
    void a_new_card_gets_its_keys_in_a_helper() {
        SoftHsm.configure();
        String label = "an-" + System.nanoTime();
        Typed made = custodian(SoftHsm.module(), label, "--init-token", "--json");
        assertThat(made.exit()).as(made.err()).isZero();
        JsonObject result = JsonObject.parse(made.out().getBytes(StandardCharsets.UTF_8));
        assertThat(Path.of(result.string("file"))).exists();
        assertThat(result.string("fingerprint")).hasSize(64);
    }

    @Test
    void who_has_no_card_yet_is_told_how_to_make_one() {
        SoftHsm.configure();
        refused(
                custodian(SoftHsm.module(), "none"),
                "custodian-card-missing",
                "\"antin card init\"",
                "--init-token makes a new token");
        assertThat(folder.resolve("none.json")).doesNotExist();
    }

    @Test
    void a_file_that_is_no_module_is_called_that() throws IOException {
        Path text = Files.writeString(folder.resolve("m.so"), "không phải thư viện");
        refused(custodian(text, "none"), "module-invalid", "m.so", "m.so");
    }

    private interface Act {
        void run() throws Exception;
    }

    /** SoftHSM reads its configuration when it is initialised; from a pipe it waits for ever. */
    private static void hanging(Act act) throws Exception {
        SoftHsm.configure();
        Path file = Path.of(System.getenv("SOFTHSM2_CONF"));
        Path aside = Files.move(file, file.resolveSibling("aside.conf"));
        try {
            assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
            act.run();
        } finally {
            Files.deleteIfExists(file);
            Path unused = Files.move(aside, file);
        }
    }

    @Test
    void a_module_that_hangs_ends_the_command_in_time() throws Exception {
        hanging(() -> {
            long began = System.nanoTime();
            Typed typed = custodian(SoftHsm.module(), "slow");
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began)).isLessThan(25);
            refused(typed, "token-silent", "không trả lời trong thời hạn", "did not answer");
        });
        assertThat(folder.resolve("slow.json")).doesNotExist();
    }

    @Test
    void a_module_that_crashes_ends_the_command_with_a_reason() throws Exception {
        hanging(() -> {
            CompletableFuture<Typed> typed =
                    CompletableFuture.supplyAsync(() -> custodian(SoftHsm.module(), "broken"));
            while (!typed.isDone() && helpers().isEmpty()) {
                Thread.onSpinWait();
            }
            helpers().forEach(ProcessHandle::destroyForcibly);
            refused(
                    typed.get(20, TimeUnit.SECONDS),
                    "token-crashed",
                    "bị hỏng giữa chừng",
                    "crashed");
        });
    }

    private static List<ProcessHandle> helpers() {
        return ProcessHandle.current()
                .children()
                .filter(each -> each.info().commandLine().orElse("").contains("HelperMain"))
                .toList();
    }
}
