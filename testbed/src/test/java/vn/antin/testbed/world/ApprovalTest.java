package vn.antin.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.json.JsonObject;

/**
 * A gateway in production and one that is an exercise, by the commands that people type: which
 * approval lets state secrets through, and where the mark of an exercise stands. The tests follow
 * each other in one world.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApprovalTest {
    private static final String BANNER = "BẢN DÙNG THỬ – KHÔNG DÙNG CHO BÍ MẬT NHÀ NƯỚC";
    private static final String UNAPPROVED = "chưa được phê duyệt dùng cho bí mật nhà nước";

    @TempDir private static Path folder = Path.of("/nonexistent");

    private World world = unset();
    private Process real = unset();
    private Path file = Path.of("");

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // set before the first test
    private static <T> T unset() {
        return null;
    }

    @BeforeAll
    void found() throws Exception {
        world = new World(folder);
        world.foundForProduction(world.first());
        world.found(world.second());
        real = world.serve(world.first());
        world.serve(world.second());
        for (Agency agency : List.of(world.first(), world.second())) {
            world.enrol(agency, "an", "Nguyễn Văn An", "Văn phòng", "toi_mat");
            world.enrol(agency, "binh", "Trần Thị Bình", "Văn phòng", "toi_mat");
        }
        file = Files.writeString(folder.resolve("a.txt"), "Nội dung\n");
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private Commands.Result send(Agency agency, String level) throws Exception {
        return world.run(
                agency,
                "send",
                file.toString(),
                "--to",
                agency.organization() + "/binh",
                "--level",
                level,
                "--as",
                "an",
                "--json");
    }

    /** Writes a record for SoftHSM as this test found it, and starts the gateway again. */
    private void approve(String level, Instant until) throws Exception {
        JsonObject survey =
                JsonObject.parse(
                        world.must(
                                        world.first(),
                                        "hsm",
                                        "survey",
                                        "--module",
                                        Agency.SOFTHSM.toString(),
                                        "--token",
                                        "gw-H98",
                                        "--json")
                                .output()
                                .getBytes(StandardCharsets.UTF_8));
        JsonObject module = survey.objects("tokens").getFirst().object("approval").object("module");
        JsonObject record =
                JsonObject.builder()
                        .put("approvalNumber", "12/GP-THU")
                        .put("authority", "Bài thử")
                        .put("validFrom", until.minus(Duration.ofDays(30)))
                        .put("validUntil", until)
                        .putStrings("levels", List.of(level))
                        .put("module", module)
                        .build();
        Files.write(
                records(),
                JsonObject.builder()
                        .put("version", 1)
                        .putObjects("providers", List.of(record))
                        .build()
                        .canonicalBytes());
        real.destroy();
        assertThat(real.waitFor(20, TimeUnit.SECONDS)).isTrue();
        real = world.serve(world.first());
    }

    private Path records() {
        return world.first().home().resolve("providers.json");
    }

    private String log() throws IOException {
        return Files.readString(world.first().log());
    }

    @Test
    @Order(1)
    void without_a_record_a_gateway_in_production_says_so_and_refuses_a_state_secret()
            throws Exception {
        assertThat(log()).contains(UNAPPROVED).doesNotContain(BANNER);
        Commands.Result refused = send(world.first(), "mat");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.errors())
                .contains("module-unapproved")
                .contains("Mật (C)")
                .contains("không có bản ghi phê duyệt mô-đun nào");
        Commands.Result plain = send(world.first(), "khong_mat");
        assertThat(plain.exit()).as(plain.errors()).isZero();
        Commands.Result inbox = world.must(world.first(), "inbox", "--as", "binh", "--lang", "vi");
        assertThat(inbox.errors()).contains(UNAPPROVED);
        assertThat(inbox.output()).doesNotContain(BANNER);
    }

    @Test
    @Order(2)
    void a_record_that_has_ended_or_is_for_another_level_is_no_approval() throws Exception {
        approve("mat", Instant.parse("2025-12-31T17:00:00Z"));
        assertThat(log()).contains("phê duyệt 12/GP-THU hết hiệu lực lúc");
        Commands.Result ended = send(world.first(), "mat");
        assertThat(ended.exit()).isEqualTo(3);
        assertThat(ended.errors()).contains("12/GP-THU hết hiệu lực lúc");
        approve("mat", Instant.now().plus(Duration.ofHours(1)));
        Commands.Result higher = send(world.first(), "toi_mat");
        assertThat(higher.exit()).isEqualTo(3);
        assertThat(higher.errors()).contains("không phê duyệt nào cho độ Tối mật (B)");
    }

    @Test
    @Order(3)
    void with_a_record_the_level_is_sent_and_the_evidence_names_the_approval() throws Exception {
        assertThat(log()).contains("được phê duyệt cho Mật (C) theo số 12/GP-THU");
        Commands.Result sent = send(world.first(), "mat");
        assertThat(sent.exit()).as(sent.errors()).isZero();
        assertThat(sent.output()).doesNotContain("exercise");
        Commands.Result survey =
                world.must(
                        world.first(),
                        "hsm",
                        "survey",
                        "--module",
                        Agency.SOFTHSM.toString(),
                        "--providers",
                        records().toString(),
                        "--lang",
                        "vi");
        assertThat(survey.output())
                .contains("SHA-256 của thư viện")
                .contains("được phê duyệt cho Mật (C)");
        Commands.Result wrong =
                world.run(
                        world.first(),
                        "hsm",
                        "survey",
                        "--module",
                        Agency.SOFTHSM.toString(),
                        "--providers",
                        file.toString());
        assertThat(wrong.exit()).isEqualTo(8);
        assertThat(wrong.errors()).contains("không hợp lệ").contains("is not valid");
    }

    @Test
    @Order(4)
    void the_module_of_an_officers_card_needs_a_record_of_its_own() throws Exception {
        Path other = folder.resolve("libsofthsm2.so");
        Files.write(other, Files.readAllBytes(Agency.SOFTHSM));
        Files.write(other, new byte[1], StandardOpenOption.APPEND);
        Path profile =
                world.first().home().resolve("profiles").resolve("an").resolve("profile.json");
        String before = Files.readString(profile);
        assertThat(before).contains(Agency.SOFTHSM.toString());
        Files.writeString(profile, before.replace(Agency.SOFTHSM.toString(), other.toString()));
        Commands.Result refused = send(world.first(), "mat");
        Files.writeString(profile, before);
        assertThat(refused.exit()).as(refused.errors()).isEqualTo(3);
        assertThat(refused.errors())
                .contains("module-unapproved")
                .contains("phê duyệt 12/GP-THU là của mô-đun khác");
        assertThat(send(world.first(), "mat").exit()).isZero();
    }

    @Test
    @Order(5)
    void an_exercise_and_a_gateway_in_production_refuse_each_other() throws Exception {
        for (Agency agency : List.of(world.first(), world.second())) {
            Path card = folder.resolve(agency.organization() + ".json");
            world.must(agency, "peer", "export", card.toString(), "--as", "custodian");
            Agency other = agency.equals(world.first()) ? world.second() : world.first();
            Commands.Result added =
                    world.run(
                            other,
                            "peer",
                            "add",
                            card.toString(),
                            "--channel",
                            "CO_YEU",
                            "--fingerprint",
                            PeerFile.fingerprint(card),
                            "--as",
                            "custodian");
            assertThat(added.exit()).as(added.errors()).isEqualTo(3);
            assertThat(added.errors()).contains("dùng thử").contains("exercise");
        }
    }

    @Test
    @Order(6)
    void everything_that_an_exercise_shows_prints_or_keeps_carries_the_mark() throws Exception {
        Agency trial = world.second();
        assertThat(Files.readString(trial.log())).contains(BANNER).contains(UNAPPROVED);
        assertThat(Files.readString(trial.home().resolve("ceremony.txt"))).startsWith(BANNER);
        Commands.Result sent = send(trial, "mat");
        assertThat(sent.exit()).as(sent.errors()).isZero();
        JsonObject answer = JsonObject.parse(sent.output().getBytes(StandardCharsets.UTF_8));
        assertThat(answer.bool("exercise")).isTrue();
        String id = answer.string("consignment");
        Path into = folder.resolve("opened");
        Path receipts = Files.createDirectories(folder.resolve("receipts"));
        for (List<String> words :
                List.of(
                        List.of("inbox", "--as", "binh"),
                        List.of("open", id, "--into", into.toString(), "--as", "binh"),
                        List.of("acknowledge", id, "--as", "binh"),
                        List.of("status", id, "--as", "an"),
                        List.of("receipts", id, "--into", receipts.toString(), "--as", "an"),
                        List.of("registers", "outgoing", "--as", "custodian"),
                        List.of("directory", "--as", "an"))) {
            List<String> vietnamese = new java.util.ArrayList<>(words);
            vietnamese.addAll(List.of("--lang", "vi"));
            Commands.Result shown = world.must(trial, vietnamese.toArray(String[]::new));
            assertThat(shown.output()).as(words.toString()).startsWith(BANNER);
        }
        Commands.Result inbox = world.must(trial, "inbox", "--as", "binh", "--json");
        assertThat(inbox.output()).contains("\"exercise\":true");
        Commands.Result key = world.must(trial, "log", "key", "--as", "an");
        assertThat(key.output()).doesNotContain("TRIAL").doesNotContain("BẢN");
        assertThat(key.errors()).contains("–");
        try (var files = Files.list(receipts)) {
            Path receipt =
                    files.filter(f -> f.toString().endsWith(".json")).findFirst().orElseThrow();
            Commands.Result verified =
                    world.must(
                            trial,
                            "verify",
                            receipt.toString(),
                            "--log-key",
                            key.output().strip(),
                            "--lang",
                            "vi");
            assertThat(verified.output())
                    .startsWith(BANNER)
                    .contains("không có phê duyệt nào có hiệu lực");
        }
    }
}
