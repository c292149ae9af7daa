package vn.antin.testbed.world;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
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
 * One document through two gateways that are processes of their own, with SoftHSM tokens, by the
 * commands that people type. The tests follow each other: each is a further day in one world.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WalkTest {
    private static final String MARKER = "DAU-HIEU-7f3a91c2-KHONG-DUOC-LO";
    private static final String TITLE = "TRICH-YEU-0b6e44d8-KHONG-DUOC-LO";
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    @TempDir private static Path folder = Path.of("/nonexistent");

    private World world = unset();
    private Process one = unset();
    private Process two = unset();
    private Path small = Path.of("");
    private Path title;
    private Path large = Path.of("");

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
        world.enrol(world.second(), "cuong", "Lê Mạnh Cường", "Vụ Tổ chức", "khong_mat");
        world.befriend();
        small = Files.writeString(folder.resolve("thông báo.txt"), "Nội dung: " + MARKER + "\n");
        title = Files.writeString(folder.resolve("trich-yeu.txt"), TITLE + "\n");
        large = folder.resolve("tệp lớn.txt");
        Files.writeString(large, (MARKER + "\n").repeat(120_000));
        assertThat(Files.size(large)).isGreaterThan(3 << 20);
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private String send(String... files) throws Exception {
        String[] words = new String[files.length + 9];
        words[0] = "send";
        System.arraycopy(files, 0, words, 1, files.length);
        List<String> rest =
                List.of(
                        "--to",
                        "G97/binh",
                        "--level",
                        "mat",
                        "--title-file",
                        title.toString(),
                        "--as",
                        "an");
        for (int i = 0; i < rest.size(); i++) {
            words[1 + files.length + i] = rest.get(i);
        }
        return id(world.must(world.first(), words));
    }

    private static String id(Commands.Result result) {
        Matcher matcher = UUID.matcher(result.output());
        assertThat(matcher.find()).as(result.output()).isTrue();
        return matcher.group();
    }

    private String statusUntil(String id, String event) throws Exception {
        String status = "";
        for (int i = 0; i < 60; i++) {
            status = world.must(world.first(), "status", id, "--as", "an", "--json").output();
            if (status.contains(event)) {
                return status;
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
        throw new AssertionError("no " + event + " in\n" + status);
    }

    private void awaitInbox(String id) throws Exception {
        for (int i = 0; i < 60; i++) {
            if (world.must(world.second(), "inbox", "--as", "binh", "--json")
                    .output()
                    .contains(id)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
        throw new AssertionError("not in the inbox: " + id);
    }

    private String operator(Agency agency, String page) throws Exception {
        Matcher at =
                Pattern.compile("http://127\\.0\\.0\\.1:\\d+/" + page)
                        .matcher(Files.readString(agency.log()));
        assertThat(at.find()).isTrue();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(at.group())).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private long signatures(Agency agency) throws Exception {
        String start = "antin_token_operations_total{operation=\"sign\",result=\"ok\"} ";
        return operator(agency, "metrics")
                .lines()
                .filter(line -> line.startsWith(start))
                .mapToLong(line -> Math.round(Double.parseDouble(line.substring(start.length()))))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(1)
    void a_document_is_delivered_opened_and_signed_for_and_leaves_the_evidence_of_the_page()
            throws Exception {
        long before = signatures(world.first());
        String id = send(small.toString(), large.toString());
        awaitInbox(id);
        assertThat(signatures(world.first())).isGreaterThan(before);
        assertThat(operator(world.first(), "healthz"))
                .contains("\"status\":\"ok\"")
                .doesNotContain(TITLE);
        assertThat(operator(world.first(), "metrics")).doesNotContain(TITLE).doesNotContain(id);
        Path opened = folder.resolve("opened");
        world.must(world.second(), "open", id, "--into", opened.toString(), "--as", "binh");
        assertThat(sameContent(opened, small)).isTrue();
        assertThat(sameContent(opened, large)).isTrue();
        world.must(world.second(), "acknowledge", id, "--as", "binh");
        String status = statusUntil(id, "ContentHandover");
        assertThat(status)
                .contains("SubmissionAcceptance")
                .contains("RelayAcceptance")
                .contains("ContentConsignment")
                .contains("ContentHandover");
        String page = Files.readString(Path.of("..", "docs", "life-of-a-document.md"));
        assertThat(page)
                .contains("| SubmissionAcceptance |")
                .contains("| RelayAcceptance |")
                .contains("| ContentConsignment |")
                .contains("| ContentHandover |");
    }

    @Test
    @Order(2)
    void plaintext_and_titles_never_reach_a_gateway_on_disk_in_logs_or_in_memory()
            throws Exception {
        for (Agency agency : List.of(world.first(), world.second())) {
            Process server = agency.equals(world.first()) ? one : two;
            Path dump = folder.resolve(agency.organization() + ".hprof");
            Process jcmd =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                            .toString(),
                                    Long.toString(server.pid()),
                                    "GC.heap_dump",
                                    "-all",
                                    dump.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            assertThat(jcmd.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(dump).exists();
            assertThat(found(dump, "vn/antin/gateway")).as("the dump is of the gateway").isTrue();
            for (String secret : List.of(MARKER, TITLE)) {
                assertThat(found(dump, secret)).as(agency + " memory " + secret).isFalse();
                assertThat(found(agency.log(), secret)).as(agency + " log " + secret).isFalse();
                try (Stream<Path> files = Files.walk(agency.home().resolve("data"))) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        assertThat(found(file, secret)).as(file + " " + secret).isFalse();
                    }
                }
            }
            Files.delete(dump);
        }
    }

    @Test
    @Order(3)
    void a_recipient_without_clearance_is_refused_before_anything_is_stored() throws Exception {
        long before = blobs();
        Commands.Result refused =
                world.run(
                        world.first(),
                        "send",
                        small.toString(),
                        "--to",
                        "G97/cuong",
                        "--level",
                        "mat",
                        "--as",
                        "an");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.output() + refused.errors()).contains("Mật");
        assertThat(blobs()).isEqualTo(before);
    }

    @Test
    @Order(4)
    void gateways_killed_after_the_acceptance_lose_nothing_and_deliver_once() throws Exception {
        String id = send(small.toString());
        one.destroyForcibly().waitFor();
        two.destroyForcibly().waitFor();
        two = world.serve(world.second());
        one = world.serve(world.first());
        statusUntil(id, "SubmissionAcceptance");
        awaitInbox(id);
        String inbox = world.must(world.second(), "inbox", "--as", "binh", "--json").output();
        assertThat(inbox.split(id, -1)).hasSize(2);
        world.must(
                world.second(),
                "open",
                id,
                "--into",
                folder.resolve("opened-2").toString(),
                "--as",
                "binh");
        world.must(world.second(), "acknowledge", id, "--as", "binh");
        statusUntil(id, "ContentHandover");
    }

    @Test
    @Order(5)
    void a_peer_that_is_down_gets_the_document_when_it_returns() throws Exception {
        two.destroyForcibly().waitFor();
        String id = send(small.toString());
        two = world.serve(world.second());
        awaitInbox(id);
    }

    @Test
    @Order(5)
    void a_clerk_sends_with_the_agencys_seal_and_the_recipient_sees_person_and_agency()
            throws Exception {
        world.must(
                world.first(),
                "enrol",
                "--as",
                "custodian",
                "--card",
                "card-vt",
                "--name",
                "vt",
                "--common-name",
                "Phạm Thị Thư",
                "--role",
                "registry_clerk",
                "--clearance",
                "mat",
                "--clearance-until",
                "2027-12-31",
                "--workstation",
                "MT-vt",
                "--init-token");
        String id = id(world.must(world.first(), sealed("vt", "--number", "17/BC-VP")));
        awaitInbox(id);
        Path into = folder.resolve("đã đóng dấu");
        assertThat(
                        world.must(
                                        world.second(),
                                        "open",
                                        id,
                                        "--into",
                                        into.toString(),
                                        "--as",
                                        "binh")
                                .output())
                .contains("Phạm Thị Thư")
                .doesNotContain("Đối chiếu vai trò")
                .containsPattern("Dấu của cơ quan: +Ủy ban nhân dân tỉnh Mẫu \\(H98/gw\\)");
        Path document = into.resolve("van-ban-da-ky.p7m");
        Path ca = world.second().home().resolve("profiles/binh/ca.pem");
        assertThat(
                        world.must(
                                        world.second(),
                                        "verify-document",
                                        document.toString(),
                                        "--anchor",
                                        ca.toString())
                                .output())
                .contains("Ủy ban nhân dân tỉnh Mẫu (H98/gw)");
        Path mime = folder.resolve("document.eml");
        Process openssl =
                new ProcessBuilder(
                                "openssl",
                                "cms",
                                "-verify",
                                "-binary",
                                "-inform",
                                "DER",
                                "-in",
                                document.toString(),
                                "-CAfile",
                                world.first().home().resolve("profiles/an/ca.pem").toString(),
                                "-out",
                                mime.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(openssl.getInputStream().readAllBytes(), UTF_8);
        assertThat(openssl.waitFor()).as(said).isZero();
        assertThat(Files.readString(mime)).contains("17/BC-VP");

        Commands.Result officer = world.run(world.first(), sealed("an", "--number", "18/BC-VP"));
        assertThat(officer.exit()).isEqualTo(3);
        assertThat(officer.errors()).contains("registry_clerk");
        assertThat(world.run(world.first(), sealed("vt")).exit()).isEqualTo(2);

        String claimed =
                id(
                        world.must(
                                world.first(),
                                "send",
                                small.toString(),
                                "--to",
                                "G97/binh",
                                "--level",
                                "mat",
                                "--sign-as",
                                "approver",
                                "--as",
                                "an"));
        awaitInbox(claimed);
        assertThat(world.must(world.second(), "open", claimed, "--as", "binh").output())
                .containsPattern("Đối chiếu vai trò: +KHÔNG ĐÚNG")
                .containsPattern("Dấu của cơ quan: +không có");
    }

    private String[] sealed(String by, String... more) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "send",
                                small.toString(),
                                "--to",
                                "G97/binh",
                                "--level",
                                "mat",
                                "--agency-seal",
                                "--sign-as",
                                "clerk",
                                "--as",
                                by));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    @Test
    @Order(6)
    void bad_input_is_refused_with_an_exit_code_that_means_something() throws Exception {
        assertThat(
                        world.run(
                                        world.first(),
                                        "send",
                                        small.toString(),
                                        "--to",
                                        "G97/binh",
                                        "--level",
                                        "rat_mat",
                                        "--as",
                                        "an")
                                .exit())
                .isEqualTo(2);
        assertThat(
                        world.run(
                                        world.first(),
                                        "send",
                                        folder.resolve("không có.pdf").toString(),
                                        "--to",
                                        "G97/binh",
                                        "--level",
                                        "mat",
                                        "--as",
                                        "an")
                                .exit())
                .isEqualTo(8);
        Path wrong = folder.resolve("wrong.pin");
        Files.writeString(wrong, "000000");
        Files.setPosixFilePermissions(
                wrong, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        assertThat(
                        world.run(
                                        world.first(),
                                        "inbox",
                                        "--as",
                                        "an",
                                        "--pin-file",
                                        wrong.toString())
                                .exit())
                .isEqualTo(5);
        assertThat(
                        world.run(
                                        world.second(),
                                        "open",
                                        "00000000-0000-4000-8000-000000000000",
                                        "--as",
                                        "binh")
                                .exit())
                .isEqualTo(7);
    }

    @Test
    @Order(6)
    void a_suspension_is_ordered_told_lifted_and_kept_with_its_reasons() throws Exception {
        Agency agency = world.second();
        world.must(agency, "suspend", "G97/cuong", "--reason", "nghỉ phép", "--as", "custodian");
        Commands.Result shut = world.run(agency, "inbox", "--as", "cuong");
        assertThat(shut.exit()).as(shut.errors()).isEqualTo(3);
        assertThat(shut.errors()).contains("G97/custodian").doesNotContain("nghỉ phép");
        world.must(agency, "resume", "G97/cuong", "--reason", "đã về", "--as", "custodian");
        world.must(agency, "inbox", "--as", "cuong");
        assertThat(world.must(agency, "directory", "G97/cuong", "--as", "custodian").output())
                .contains("nghỉ phép", "đã về", "G97/custodian");
        Commands.Result again =
                world.run(agency, "resume", "G97/cuong", "--reason", "khác", "--as", "custodian");
        assertThat(again.ok()).isFalse();
    }

    @Test
    @Order(7)
    void fsck_finds_nothing_wrong_after_all_that() throws Exception {
        one.destroy();
        two.destroy();
        assertThat(one.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(two.waitFor(20, TimeUnit.SECONDS)).isTrue();
        for (Agency agency : List.of(world.first(), world.second())) {
            assertThat(
                            world.must(agency, "fsck", "--home", agency.home().toString(), "--json")
                                    .output())
                    .isEqualTo("{\"exercise\":true,\"findings\":[],\"warnings\":[]}\n");
        }
    }

    @Test
    @Order(5)
    void a_profile_restored_from_an_older_copy_goes_on_sending() throws Exception {
        Path numbers = world.first().home().resolve("profiles/an/spool/sequences.json");
        assertThat(send(small.toString())).isNotEmpty();
        Files.delete(numbers);
        assertThat(send(small.toString())).isNotEmpty();
        assertThat(send(small.toString())).isNotEmpty();
    }

    @Test
    @Order(8)
    void what_the_program_wrote_is_its_owners_only_whatever_the_umask() throws Exception {
        for (Agency agency : List.of(world.first(), world.second())) {
            try (Stream<Path> all = Files.walk(agency.home())) {
                assertThat(all.toList())
                        .hasSizeGreaterThan(20)
                        .allSatisfy(each ->
                                assertThat(
                                                PosixFilePermissions.toString(
                                                        Files.getPosixFilePermissions(each)))
                                        .as(each.toString())
                                        .isEqualTo(
                                                Files.isDirectory(each)
                                                        ? "rwx------"
                                                        : "rw-------"));
            }
        }
    }

    private long blobs() throws IOException {
        Path data = world.first().home().resolve("data");
        try (Stream<Path> files = Files.walk(data.resolve("blobs"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private static boolean sameContent(Path opened, Path original) throws IOException {
        try (Stream<Path> files = Files.walk(opened)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.mismatch(file, original) == -1) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Looks for the text as UTF-8 and as UTF-16 in both byte orders, in pieces of 16 MiB. */
    private static boolean found(Path file, String text) throws IOException {
        List<byte[]> needles =
                List.of(
                        text.getBytes(StandardCharsets.UTF_8),
                        text.getBytes(StandardCharsets.UTF_16LE),
                        text.getBytes(StandardCharsets.UTF_16BE));
        byte[] buffer = new byte[16 << 20];
        try (var in = Files.newInputStream(file)) {
            int kept = 0;
            int n;
            while ((n = in.readNBytes(buffer, kept, buffer.length - kept)) > 0) {
                int end = kept + n;
                String window = new String(buffer, 0, end, StandardCharsets.ISO_8859_1);
                for (byte[] needle : needles) {
                    if (window.contains(new String(needle, StandardCharsets.ISO_8859_1))) {
                        return true;
                    }
                }
                kept = Math.min(end, 256);
                System.arraycopy(buffer, end - kept, buffer, 0, kept);
            }
        }
        return false;
    }
}
