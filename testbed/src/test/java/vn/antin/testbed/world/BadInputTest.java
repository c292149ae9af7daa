package vn.antin.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people and machines do wrong: each has an error in Vietnamese and in English, an exit code
 * of its own, and leaves nothing half-done. The tests follow each other in one world.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BadInputTest {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    @TempDir private static Path folder = Path.of("/nonexistent");

    private World world = unset();
    private Process one = unset();
    private Process two = unset();
    private Path file = Path.of("");

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // set before the first test
    private static <T> T unset() {
        return null;
    }

    @BeforeAll
    void found() throws Exception {
        world = new World(folder);
        world.found(world.first());
        world.found(world.second());
        one = world.serve(world.first());
        two = world.serve(world.second());
        world.enrol(world.first(), "an", "Nguyễn Văn An", "Văn phòng", "mat");
        world.enrol(world.second(), "binh", "Trần Thị Bình", "Vụ Kế hoạch", "mat");
        world.befriend();
        file = Files.writeString(folder.resolve("thông báo.txt"), "Nội dung.\n");
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private Commands.Result send(Path document, String to, String level, String... more)
            throws Exception {
        String[] words = {"send", document.toString(), "--to", to, "--level", level, "--as", "an"};
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return world.run(world.first(), all);
    }

    /** Both languages speak, there is no stack trace, and the code is the one that is promised. */
    private static void refused(Commands.Result result, int exit, String code) {
        assertThat(result.exit()).as(result.output() + result.errors()).isEqualTo(exit);
        assertThat(result.errors())
                .contains("[" + code + "]")
                .contains("LỖI")
                .contains("ERROR")
                .doesNotContain("\tat ")
                .doesNotContain("Exception");
    }

    private int sent() throws Exception {
        Matcher matcher =
                UUID.matcher(
                        world.must(world.second(), "inbox", "--as", "binh", "--json").output());
        return (int) matcher.results().map(r -> r.group()).distinct().count();
    }

    @Test
    @Order(1)
    void a_level_that_does_not_exist_is_answered_with_those_that_do() throws Exception {
        Commands.Result result = send(file, "G97/binh", "rat_mat");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.errors()).contains("khong_mat").contains("toi_mat").contains("tuyet_mat");
    }

    @Test
    @Order(2)
    void who_is_not_enrolled_gets_nothing() throws Exception {
        refused(send(file, "G97/khong-co", "mat"), 7, "unknown-recipient");
    }

    @Test
    @Order(2)
    void a_gateway_with_a_rule_pack_that_is_not_there_is_not_made() throws Exception {
        Path home = folder.resolve("khong-co");
        Commands.Result result =
                world.run(
                        world.first(),
                        "init",
                        "--home",
                        home.toString(),
                        "--organization",
                        "H97",
                        "--name",
                        "X",
                        "--premises",
                        "P",
                        "--module",
                        Agency.SOFTHSM.toString(),
                        "--rule-pack",
                        "vn-1999",
                        "--init-token");
        refused(result, 2, "bad-option");
        assertThat(result.errors()).contains("vn-2025");
        assertThat(home).doesNotExist();
    }

    @Test
    @Order(2)
    void who_may_not_enrol_others_makes_no_card_and_no_pin() throws Exception {
        Commands.Result result =
                world.run(
                        world.first(),
                        "enrol",
                        "--as",
                        "an",
                        "--card",
                        "card-x",
                        "--name",
                        "x",
                        "--common-name",
                        "X",
                        "--init-token");
        refused(result, 3, "forbidden");
        assertThat(world.first().home().resolve("secrets"))
                .isDirectoryNotContaining("glob:**x.pin*");
        assertThat(
                        world.must(
                                        world.first(),
                                        "hsm",
                                        "survey",
                                        "--module",
                                        Agency.SOFTHSM.toString())
                                .output())
                .contains("card-an")
                .doesNotContain("card-x");
    }

    @Test
    @Order(3)
    void a_file_that_is_missing_or_empty_is_not_sent() throws Exception {
        refused(send(folder.resolve("không có.pdf"), "G97/binh", "mat"), 8, "file-missing");
        Path empty = Files.createFile(folder.resolve("rỗng.txt"));
        refused(send(empty, "G97/binh", "mat"), 8, "file-empty");
    }

    @Test
    @Order(4)
    void a_wrong_pin_is_tried_once_and_the_right_one_still_works() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong.pin"), "000000");
        Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-------"));
        refused(send(file, "G97/binh", "mat", "--pin-file", wrong.toString()), 5, "pin-wrong");
        Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-r--r--"));
        refused(send(file, "G97/binh", "mat", "--pin-file", wrong.toString()), 5, "pin-file-open");
        assertThat(sent()).isZero();
    }

    @Test
    @Order(5)
    void an_expired_certificate_sends_nothing_and_says_where_to_get_a_new_one() throws Exception {
        world.environment(
                Map.of(
                        "LD_PRELOAD",
                        "/usr/lib/" + architecture() + "/faketime/libfaketimeMT.so.1",
                        "FAKETIME",
                        "+800d",
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1"));
        Commands.Result result;
        try {
            result = send(file, "G97/binh", "mat");
        } finally {
            world.environment(Map.of("LD_PRELOAD", "", "FAKETIME", ""));
        }
        refused(result, 5, "certificate-expired");
        assertThat(result.errors()).contains("người quản lý khóa").contains("key custodian");
        assertThat(sent()).isZero();
    }

    private static String architecture() {
        String name = System.getProperty("os.arch", "");
        return (name.equals("amd64") ? "x86_64" : name) + "-linux-gnu";
    }

    @Test
    @Order(5)
    void a_card_that_is_not_there_is_asked_for() throws Exception {
        Path tokens = world.first().home().resolve("tokens");
        Path away = world.first().home().resolve("away");
        Files.move(tokens, away);
        Files.createDirectory(tokens);
        try {
            refused(send(file, "G97/binh", "mat"), 5, "token-missing");
        } finally {
            Files.delete(tokens);
            Files.move(away, tokens);
        }
    }

    @Test
    @Order(6)
    void what_was_sealed_while_the_gateway_was_down_is_sent_once_when_it_is_back()
            throws Exception {
        one.destroy();
        assertThat(one.waitFor(20, TimeUnit.SECONDS)).isTrue();
        Commands.Result down = send(file, "G97/binh", "mat");
        refused(down, 6, "gateway-unreachable");
        one = world.serve(world.first());
        Commands.Result resumed = world.run(world.first(), "send", "--resume", "--as", "an");
        assertThat(resumed.exit()).as(resumed.output() + resumed.errors()).isIn(0, 7);
        Commands.Result sent = send(file, "G97/binh", "mat");
        assertThat(sent.ok()).as(sent.output() + sent.errors()).isTrue();
        int expected = resumed.ok() && UUID.matcher(resumed.output()).find() ? 2 : 1;
        for (int i = 0; i < 60 && sent() < expected; i++) {
            TimeUnit.MILLISECONDS.sleep(250);
        }
        assertThat(sent()).isEqualTo(expected);
    }

    @Test
    @Order(7)
    void a_taken_port_and_a_held_folder_stop_the_start_with_words() throws Exception {
        Commands.Result second =
                world.run(world.first(), "serve", "--home", world.first().home().toString());
        assertThat(second.exit()).as(second.errors()).isEqualTo(6);
        assertThat(second.errors()).contains("data-locked").doesNotContain("\tat ");
        two.destroy();
        assertThat(two.waitFor(20, TimeUnit.SECONDS)).isTrue();
        try (ServerSocket taken =
                new ServerSocket(world.second().port(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            Commands.Result result =
                    world.run(world.second(), "serve", "--home", world.second().home().toString());
            assertThat(result.exit()).as(result.errors()).isEqualTo(6);
            assertThat(result.errors()).contains("port-taken").doesNotContain("\tat ");
        }
        two = world.serve(world.second());
    }

    @Test
    @Order(8)
    void a_ciphertext_changed_or_cut_on_the_gateway_is_not_opened_and_fsck_names_it()
            throws Exception {
        Path large = folder.resolve("lớn.txt");
        Files.writeString(large, "Dòng của một tệp lớn.\n".repeat(100_000));
        Commands.Result sent = send(large, "G97/binh", "mat");
        Matcher matcher = UUID.matcher(sent.output());
        assertThat(matcher.find()).as(sent.output() + sent.errors()).isTrue();
        String id = matcher.group();
        world.await(world.second(), id, "inbox", "--as", "binh", "--json");
        flip(largest(world.second().home().resolve("data").resolve("blobs")));
        Path into = folder.resolve("changed");
        refused(open(id, into), 4, "ciphertext-changed");
        cut(largest(world.second().home().resolve("data").resolve("blobs")));
        refused(open(id, into), 4, "ciphertext-changed");
        assertThat(into).doesNotExist();
        two.destroy();
        assertThat(two.waitFor(20, TimeUnit.SECONDS)).isTrue();
        Commands.Result fsck =
                world.run(world.second(), "fsck", "--home", world.second().home().toString());
        assertThat(fsck.exit()).isEqualTo(4);
        assertThat(fsck.output().toLowerCase(Locale.ROOT)).contains("blob");
    }

    @Test
    @Order(9)
    void a_gateway_whose_disk_is_full_refuses_and_goes_on_when_there_is_room() throws Exception {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        one.destroy();
        assertThat(one.waitFor(20, TimeUnit.SECONDS)).isTrue();
        Path data = world.first().home().resolve("data");
        Path kept = world.first().home().resolve("data.kept");
        Files.move(data, kept);
        Files.createDirectory(data);
        shell("mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", data.toString());
        try {
            shell("cp", "-a", kept + "/.", data.toString());
            one = world.serve(world.first());
            Path ballast = data.resolve("ballast");
            Path large = folder.resolve("rất lớn.bin");
            byte[] block = new byte[1 << 20];
            new java.util.Random(7).nextBytes(block);
            try (var out = Files.newOutputStream(large)) {
                for (int i = 0; i < 30; i++) {
                    out.write(block);
                }
            }
            Files.write(ballast, new byte[80 << 20]);
            Commands.Result full = send(large, "G97/binh", "mat");
            assertThat(full.ok()).isFalse();
            assertThat(full.errors()).contains("disk-full").doesNotContain("\tat ");
            Files.delete(ballast);
            Commands.Result again = world.run(world.first(), "send", "--resume", "--as", "an");
            assertThat(again.exit()).as(again.output() + again.errors()).isZero();
        } finally {
            one.destroy();
            assertThat(one.waitFor(20, TimeUnit.SECONDS)).isTrue();
            shell("umount", data.toString());
        }
    }

    private static void shell(String... words) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(words))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(process.waitFor()).as(String.join(" ", words)).isZero();
    }

    private static Path largest(Path blobs) throws IOException {
        try (Stream<Path> files = Files.walk(blobs)) {
            return files.filter(Files::isRegularFile)
                    .max(java.util.Comparator.comparingLong(f -> f.toFile().length()))
                    .orElseThrow();
        }
    }

    private Commands.Result open(String id, Path into) throws Exception {
        return world.run(world.second(), "open", id, "--into", into.toString(), "--as", "binh");
    }

    private static void cut(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(bytes.length() / 2);
        }
    }

    private static void flip(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long middle = bytes.length() / 2;
            bytes.seek(middle);
            int value = bytes.read();
            bytes.seek(middle);
            bytes.write(value ^ 1);
        }
    }
}
