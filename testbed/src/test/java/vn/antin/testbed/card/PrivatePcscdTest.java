package vn.antin.testbed.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.testbed.card.piv.PivCard;

/** A pcscd of one's own comes and goes without a trace. */
@Timeout(180)
class PrivatePcscdTest {
    @TempDir private Path folder = Path.of("/nonexistent");

    /** Starts a pcscd, says where, and waits to be killed. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] args) throws Exception {
            PrivatePcscd pcscd = PrivatePcscd.start();
            System.out.println(pcscd.folder());
            System.out.println(pcscd.pid());
            Thread.currentThread().join();
        }
    }

    @Test
    void nothing_is_left_when_it_is_closed() throws Exception {
        boolean before = Files.exists(Path.of("/run/pcscd"));
        PrivatePcscd pcscd = PrivatePcscd.start();
        List<ProcessHandle> processes = processes(pcscd.pid());
        Path place = pcscd.folder();
        try (pcscd;
                VpcdLink link = pcscd.insert(0, SmartCard.of(PivCard.fresh(new SecureRandom())))) {
            assertThat(link.inserted()).isTrue();
            assertThat(processes).hasSize(2).allMatch(ProcessHandle::isAlive);
            assertThat(Files.getPosixFilePermissions(place)).hasSize(3);
        }
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertThat(place).doesNotExist();
        if (pcscd.isolated()) {
            assertThat(Files.exists(Path.of("/run/pcscd"))).isEqualTo(before);
        }
    }

    private static List<ProcessHandle> processes(long pid) {
        ProcessHandle first = ProcessHandle.of(pid).orElseThrow();
        return Stream.concat(Stream.of(first), first.descendants()).toList();
    }

    @Test
    void nothing_is_left_when_its_owner_is_killed() throws Exception {
        Process owner =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Owner.class.getName())
                        .start();
        try (BufferedReader output = owner.inputReader()) {
            Path place = Path.of(String.valueOf(output.readLine()));
            List<ProcessHandle> processes = processes(Long.parseLong(output.readLine()));
            assertThat(place).exists();
            owner.destroyForcibly().waitFor();
            for (ProcessHandle process : processes) {
                process.onExit().get(20, TimeUnit.SECONDS);
            }
            assertThat(place).doesNotExist();
        } finally {
            owner.destroyForcibly();
        }
    }

    @Test
    void its_readers_cannot_be_reached_from_outside() throws Exception {
        try (PrivatePcscd pcscd = PrivatePcscd.start()) {
            assumeTrue(pcscd.isolated(), "this machine lets us make no namespaces");
            String ports = Files.readString(Path.of("/proc/net/tcp"));
            for (int reader = 0; reader < PrivatePcscd.READERS; reader++) {
                assertThat(ports)
                        .doesNotContain(":" + HexFormat.of().toHexDigits((short) (35963 + reader)));
            }
        }
    }

    @Test
    void two_of_them_do_not_see_each_others_cards() throws Exception {
        try (PrivatePcscd one = PrivatePcscd.start();
                PrivatePcscd two = PrivatePcscd.start();
                VpcdLink link = one.insert(1, SmartCard.of(PivCard.fresh(new SecureRandom())))) {
            assertThat(link.inserted()).isTrue();
            one.await(1, true);
            two.await(1, false);
        }
    }

    @ParameterizedTest
    @EnumSource(PrivatePcscd.Access.class)
    void a_second_program_gets_the_card_only_when_it_is_shared(PrivatePcscd.Access access)
            throws Exception {
        try (PrivatePcscd pcscd = PrivatePcscd.start(access);
                VpcdLink link = pcscd.insert(0, SmartCard.of(PivCard.fresh(new SecureRandom())))) {
            assertThat(link.inserted()).isTrue();
            ProcessBuilder first = new ProcessBuilder("opensc-explorer", "-r", "0", "--mf", "");
            first.environment().putAll(pcscd.environment());
            Process holder = first.redirectErrorStream(true).start();
            try (BufferedReader output = holder.inputReader()) {
                int character;
                do {
                    character = output.read();
                } while (character >= 0 && character != '>');
                assertThat(character).as("the prompt of the first program").isEqualTo('>');
                assertThat(pcscd.run("opensc-tool", "-r", "0", "-n").ok())
                        .isEqualTo(access == PrivatePcscd.Access.SHARED);
            } finally {
                holder.destroy();
                holder.waitFor();
            }
        }
    }

    @Test
    void a_card_runs_as_a_process_of_its_own_and_keeps_its_serial_number() throws Exception {
        Path state = folder.resolve("an.card");
        try (PrivatePcscd pcscd = PrivatePcscd.start()) {
            String first = cardProcess(pcscd, state);
            assertThat(first).isEqualTo(cardProcess(pcscd, state));
            try (CardFile card = CardFile.open(state)) {
                assertThat(first).contains(Long.toString(card.card().serial()));
            }
        }
    }

    private static String cardProcess(PrivatePcscd pcscd, Path state)
            throws IOException, InterruptedException {
        Process process =
                pcscd.jvm(
                                CardProgram.class,
                                "--state",
                                state.toString(),
                                "--socket",
                                pcscd.folder().resolve("card0").toString())
                        .start();
        try (BufferedReader output = process.inputReader()) {
            String line = String.valueOf(output.readLine());
            pcscd.await(0, true);
            return line;
        } finally {
            process.destroy();
            process.waitFor();
            pcscd.await(0, false);
        }
    }

    @Test
    void wrong_words_to_the_card_program_have_their_exit_codes() throws Exception {
        Path letter = Files.writeString(folder.resolve("letter.txt"), "Kính gửi");
        Path state = folder.resolve("an.card");
        try (PrivatePcscd pcscd = PrivatePcscd.start()) {
            assertExit(2, pcscd.program(CardProgram.class, "--state", state.toString()));
            assertExit(2, run(pcscd, state, "--port", "70000"));
            assertExit(6, run(pcscd, state, "--port", "1"));
            assertExit(6, run(pcscd, state, "--socket", folder.resolve("none").toString()));
            assertExit(8, run(pcscd, letter, "--port", "1"));
        }
    }

    private static PrivatePcscd.Result run(
            PrivatePcscd pcscd, Path state, String option, String value)
            throws IOException, InterruptedException {
        return pcscd.program(CardProgram.class, "--state", state.toString(), option, value);
    }

    private static void assertExit(int exit, PrivatePcscd.Result result) {
        assertThat(result.exit()).as(result.output()).isEqualTo(exit);
    }
}
