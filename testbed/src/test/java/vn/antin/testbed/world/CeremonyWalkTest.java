package vn.antin.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three custodians hold a ceremony by the commands that they would type; two must approve. */
class CeremonyWalkTest {
    /** Needs ceremony.json; OpenSSL checks the seal under the record that is in it. */
    private static final String VERIFY =
            """
            set -e
            sed 's/.*"record":\\(.*\\),"salt":"[^"]*","signature":.*/\\1/' ceremony.json > record
            sed 's/.*"signature":"\\([^"]*\\)","type":"antin-ceremony-receipt".*/\\1/' \\
              ceremony.json | openssl base64 -d -A > signature
            sed 's/.*"seal":"\\([^"]*\\)".*/\\1/' record |
              openssl base64 -d -A | openssl pkey -pubin -inform DER -out seal.pem
            (printf 'antin-ceremony-record-v1\\n'; tr -d '\\n' < record) |
              openssl dgst -sha256 -verify seal.pem -signature signature
            """;

    @TempDir private Path folder = Path.of("");

    private static String[] with(String[] words, String... more) {
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }

    private static String[] init(Agency agency, Path plan) {
        return new String[] {
            "init",
            "--home",
            agency.home().toString(),
            "--organization",
            agency.organization(),
            "--name",
            agency.name(),
            "--premises",
            agency.premises(),
            "--listen",
            "127.0.0.1:" + agency.port(),
            "--module",
            Agency.SOFTHSM.toString(),
            "--exercise",
            "--custodian-token",
            "kc-an",
            "--ceremony",
            plan.toString()
        };
    }

    /** Makes the token of the gateway, and tells its serial number. */
    static String token(World world, Agency agency) throws IOException, InterruptedException {
        String made =
                world.must(
                                agency,
                                "ceremony",
                                "token",
                                "--module",
                                Agency.SOFTHSM.toString(),
                                "--token",
                                "gw-" + agency.organization(),
                                "--json")
                        .output();
        return made.replaceFirst("(?s).*\"serial\":\"([^\"]+)\".*", "$1");
    }

    private String sh(String script, Path where) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("sh", "-c", script)
                        .directory(where.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private void backUpAndRestore(
            World world, Agency agency, String serial, List<String> files, Path receipt)
            throws Exception {
        String module = Agency.SOFTHSM.toString();
        Path secrets = agency.home().resolve("secrets");
        String plan = folder.resolve("backup-plan.json").toString();
        world.must(
                agency,
                with(
                        new String[] {
                            "ceremony",
                            "plan",
                            "--back-up",
                            "--exercise",
                            "--serial",
                            serial,
                            "--recoverable",
                            "ca,storage",
                            "--organization",
                            agency.organization(),
                            "--out",
                            plan
                        },
                        files.toArray(String[]::new)));
        Path backup = folder.resolve("backup.json");
        Path officer = folder.resolve("safe.pin");
        Files.move(secrets.resolve("gateway.pin.so"), officer);
        Path other = Files.writeString(secrets.resolve("gateway-cu.pin.so"), "x");
        assertThat(world.must(agency, "fsck", "--home", agency.home().toString()).output())
                .contains("[officer-pin-here]", "gateway-cu.pin.so");
        Files.delete(other);
        assertThat(world.must(agency, "fsck", "--home", agency.home().toString()).output())
                .doesNotContain("CẢNH BÁO");
        Path made = agency.home().resolve("ceremony.json");
        Path away = Files.move(made, folder.resolve("away.json"));
        assertThat(world.must(agency, "fsck", "--home", agency.home().toString()).output())
                .contains("Không phát hiện", "[ceremony-record-missing]", made.toString());
        var _ = Files.move(away, made);
        String[] words = {
            "ceremony",
            "backup",
            plan,
            "--module",
            module,
            "--out",
            backup.toString(),
            "--pin-file",
            secrets.resolve("gateway.pin").toString(),
            "--so-pin-file",
            officer.toString()
        };
        strangersAreRefused(world, agency, serial, words);
        for (String name : List.of("binh", "cuong")) {
            String out = folder.resolve(name + "-approves-backup.json").toString();
            world.must(
                    agency,
                    "ceremony",
                    "approve",
                    plan,
                    "--module",
                    module,
                    "--card",
                    "kc-" + name,
                    "--pin-file",
                    secrets.resolve("kc-" + name + ".pin").toString(),
                    "--yes",
                    "--out",
                    out);
            words = with(words, "--approval", out);
        }
        assertThat(world.must(agency, words).output()).contains("ca, storage", "Biên bản");
        approvedOnce(world, agency, words);
        assertThat(world.must(agency, "fsck", "--home", agency.home().toString()).output())
                .contains("Không phát hiện", "[ceremony-not-logged]", "back-up-");
        logged(world, agency);
        approvedOnce(world, agency, words);

        world.must(
                agency,
                "ceremony",
                "custodian",
                "--module",
                module,
                "--card",
                "second",
                "--name",
                "Thiết bị thứ hai",
                "--init-token",
                "--out",
                folder.resolve("second.json").toString());
        String shown =
                world.must(agency, "ceremony", "show", receipt.toString(), "--json").output();
        String seal = shown.replaceFirst("(?s).*\"seal\":\"([0-9a-f]{64})\".*", "$1");
        String[] restore = {
            "ceremony",
            "restore",
            backup.toString(),
            "--module",
            module,
            "--token",
            "second",
            "--pin-file",
            secrets.resolve("second.pin").toString(),
            "--card",
            "kc-an",
            "--card-pin-file",
            secrets.resolve("kc-an.pin").toString()
        };
        assertThat(world.run(agency, with(restore, "--seal", "0".repeat(64))).exit()).isEqualTo(4);
        Commands.Result alone = world.run(agency, with(restore, "--seal", seal));
        assertThat(alone.exit()).as(alone.errors()).isEqualTo(4);
        assertThat(alone.errors()).contains("Mới có 1 người");
        restore =
                with(
                        restore,
                        "--seal",
                        seal,
                        "--card",
                        "kc-binh",
                        "--card-pin-file",
                        secrets.resolve("kc-binh.pin").toString());
        assertThat(world.must(agency, restore).output()).contains("ca, storage");
        restoreIsRecorded(world, agency);
        assertThat(world.must(agency, restore).output()).contains("đều đã có");
    }

    /** On paper and as a file that the cards signed; no seal is there yet. */
    private static void restoreIsRecorded(World world, Agency agency) throws Exception {
        Path record;
        try (var all = Files.list(agency.home().resolve("ceremonies"))) {
            record =
                    all.filter(each -> each.getFileName().toString().startsWith("restore-"))
                            .filter(each -> each.toString().endsWith(".json"))
                            .findFirst()
                            .orElseThrow();
        }
        assertThat(Files.readString(Path.of(record.toString().replace(".json", ".txt"))))
                .startsWith("BẢN DÙNG THỬ")
                .contains("BIÊN BẢN KHÔI PHỤC KHÓA", "second", "1. ca", "2. storage")
                .contains("Người thứ an", "Người thứ binh")
                .doesNotContain("Người thứ cuong");
        assertThat(world.must(agency, "ceremony", "show", record.toString()).output())
                .contains("BIÊN BẢN KHÔI PHỤC KHÓA", "Thẻ của những người quản lý khóa đã ký");
        String held = Files.readString(record);
        Files.writeString(record, held.replace("\"token\":\"second\"", "\"token\":\"third\""));
        assertThat(world.run(agency, "ceremony", "show", record.toString()).exit()).isEqualTo(4);
        assertThat(world.run(agency, "fsck", "--home", agency.home().toString()).output())
                .contains("[CEREMONY]", "is not what custodians signed");
        Files.writeString(record, held);
    }

    /**
     * Whoever has both PINs and plans a backup for himself gets none: not alone, and not with
     * several cards of the custodians' names.
     */
    private void strangersAreRefused(World world, Agency agency, String serial, String[] backUp)
            throws Exception {
        List<String> cards = new ArrayList<>();
        for (String name : List.of("mallory", "eve")) {
            Path card = folder.resolve(name + ".json");
            cards.addAll(List.of("--custodian", card.toString()));
            world.must(
                    agency,
                    "ceremony",
                    "custodian",
                    "--module",
                    Agency.SOFTHSM.toString(),
                    "--card",
                    "kc-" + name,
                    "--name",
                    name.equals("eve") ? "Người thứ binh" : "Người thứ an",
                    "--init-token",
                    "--out",
                    card.toString());
        }
        String plan = folder.resolve("mallory-plan.json").toString();
        String[] planned = {
            "ceremony",
            "plan",
            "--back-up",
            "--exercise",
            "--serial",
            serial,
            "--recoverable",
            "ca,storage",
            "--organization",
            agency.organization(),
            "--out",
            plan
        };
        Commands.Result alone =
                world.run(agency, with(planned, cards.subList(0, 2).toArray(String[]::new)));
        assertThat(alone.exit()).as(alone.errors()).isEqualTo(3);
        assertThat(alone.errors()).contains("LỖI [one-custodian]", "ERROR [one-custodian]");
        assertThat(Path.of(plan)).doesNotExist();
        world.must(agency, with(planned, cards.toArray(String[]::new)));
        String[] words = backUp;
        for (String name : List.of("mallory", "eve")) {
            String approval = folder.resolve(name + "-approves.json").toString();
            world.must(
                    agency,
                    "ceremony",
                    "approve",
                    plan,
                    "--module",
                    Agency.SOFTHSM.toString(),
                    "--card",
                    "kc-" + name,
                    "--pin-file",
                    agency.home().resolve("secrets/kc-" + name + ".pin").toString(),
                    "--yes",
                    "--out",
                    approval);
            words = with(words, "--approval", approval);
        }
        words[2] = plan;
        Commands.Result refused = world.run(agency, words);
        assertThat(refused.exit()).as(refused.errors()).isEqualTo(4);
        assertThat(refused.errors()).contains("không phải người quản lý khóa của lễ tạo");
        assertThat(folder.resolve("backup.json")).doesNotExist();
        assertThat(agency.home().resolve("ceremonies")).doesNotExist();
    }

    /** One approval makes one backup: the plan is spent by its record, and by its receipt. */
    private void approvedOnce(World world, Agency agency, String[] backUp) throws Exception {
        String[] again = backUp.clone();
        Path other = folder.resolve("second-backup.json");
        again[List.of(again).indexOf("--out") + 1] = other.toString();
        Commands.Result refused = world.run(agency, again);
        assertThat(refused.exit()).as(refused.errors()).isEqualTo(4);
        assertThat(refused.errors()).contains("Kế hoạch này đã được thực hiện", "back-up-");
        assertThat(other).doesNotExist();
    }

    /** The record of the backup comes into the log when the gateway starts, once. */
    private void logged(World world, Agency agency) throws Exception {
        Path ceremonies = agency.home().resolve("ceremonies");
        for (int start = 0; start < 2; start++) {
            Process serving = world.serve(agency);
            serving.destroy();
            assertThat(serving.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        List<Path> files;
        try (var all = Files.list(ceremonies)) {
            files = all.sorted().toList();
        }
        assertThat(files).hasSize(2);
        assertThat(files.getFirst().toString()).endsWith(".receipt.json");
        assertThat(Files.readString(files.getLast()))
                .startsWith("BẢN DÙNG THỬ – KHÔNG DÙNG CHO BÍ MẬT NHÀ NƯỚC\n")
                .contains("BIÊN BẢN SAO LƯU KHÓA", "Người thứ binh", "2/3");
        assertThat(world.must(agency, "ceremony", "show", files.getFirst().toString()).output())
                .contains("BIÊN BẢN SAO LƯU KHÓA");
        assertThat(world.must(agency, "fsck", "--home", agency.home().toString()).output())
                .contains("Không phát hiện");
    }

    @Test
    void two_of_three_custodians_found_a_gateway_and_one_cannot() throws Exception {
        try (World world = new World(folder)) {
            Agency agency = world.first();
            String module = Agency.SOFTHSM.toString();
            List<String> files = new ArrayList<>();
            for (String name : List.of("an", "binh", "cuong")) {
                Path file = folder.resolve(name + ".json");
                files.addAll(List.of("--custodian", file.toString()));
                world.must(
                        agency,
                        "ceremony",
                        "custodian",
                        "--module",
                        module,
                        "--card",
                        "kc-" + name,
                        "--name",
                        "Người thứ " + name,
                        "--init-token",
                        "--out",
                        file.toString());
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
            String serial = token(world, agency);
            Path plan = folder.resolve("plan.json");
            String[] planned =
                    with(
                            new String[] {
                                "ceremony",
                                "plan",
                                "--exercise",
                                "--organization",
                                agency.organization(),
                                "--serial",
                                serial,
                                "--out",
                                plan.toString()
                            },
                            files.toArray(String[]::new));
            assertThat(world.run(agency, with(planned, "--threshold", "1")).exit()).isEqualTo(2);
            planned = with(planned, "--recoverable", "ca,storage");
            assertThat(world.must(agency, with(planned, "--threshold", "2")).output())
                    .startsWith("BẢN DÙNG THỬ")
                    .contains("KẾ HOẠCH", "Người thứ binh", "2/3", serial);

            String[] init = init(agency, plan);
            for (String name : List.of("an", "cuong")) {
                Path pin = agency.home().resolve("secrets/kc-" + name + ".pin");
                String out = folder.resolve(name + "-approves.json").toString();
                init = with(init, "--approval", out);
                world.must(
                        agency,
                        "ceremony",
                        "approve",
                        plan.toString(),
                        "--module",
                        module,
                        "--card",
                        "kc-" + name,
                        "--pin-file",
                        pin.toString(),
                        "--yes",
                        "--out",
                        out);
                if (name.equals("an")) {
                    Commands.Result alone = world.run(agency, init);
                    assertThat(alone.exit()).as(alone.errors()).isEqualTo(4);
                    assertThat(alone.errors()).contains("Mới có 1 người", "needs 2");
                    assertThat(agency.home().resolve("data")).doesNotExist();
                }
            }
            init =
                    with(
                            init,
                            "--custodian-pin-file",
                            agency.home().resolve("secrets/kc-an.pin").toString());
            assertThat(world.run(agency, with(init, "--init-token")).errors())
                    .contains("LỖI [plan-of-token]");
            assertThat(world.must(agency, init).output())
                    .contains("CẢNH BÁO: ", "gateway.pin.so", "WARNING: ");

            Path receipt = agency.home().resolve("ceremony.json");
            assertThat(Files.readString(agency.home().resolve("ceremony.txt")))
                    .startsWith("BẢN DÙNG THỬ – KHÔNG DÙNG CHO BÍ MẬT NHÀ NƯỚC\n")
                    .contains("\nBIÊN BẢN TẠO KHÓA CỦA CỔNG\n")
                    .contains("Người thứ an", "Người thứ cuong", "2/3");
            assertThat(world.must(agency, "ceremony", "show", receipt.toString()).output())
                    .contains("Các bản chấp thuận hợp lệ");
            assertThat(sh(VERIFY, agency.home())).contains("Verified OK");
            assertThat(world.must(agency, "fsck", "--home", agency.home().toString()).output())
                    .contains("Không phát hiện", "CẢNH BÁO", "[officer-pin-here]");
            String held = Files.readString(receipt);
            Files.writeString(receipt, held.replace("Người thứ cuong", "Người thứ dung"));
            assertThat(world.run(agency, "fsck", "--home", agency.home().toString()).output())
                    .contains("[CEREMONY]", "ceremony.json is not the record in the log");
            Files.writeString(receipt, held);

            Process serving = world.serve(agency);
            String key =
                    world.must(
                                    agency,
                                    "log",
                                    "key",
                                    "--as",
                                    "custodian",
                                    "--pin-file",
                                    agency.home().resolve("secrets/kc-an.pin").toString())
                            .output()
                            .lines()
                            .filter(line -> line.contains("log.antin/"))
                            .findFirst()
                            .orElseThrow()
                            .strip();
            String vkey = key.substring(key.indexOf("log.antin/"));
            assertThat(
                            world.must(
                                            agency,
                                            "ceremony",
                                            "show",
                                            receipt.toString(),
                                            "--log-key",
                                            vkey)
                                    .output())
                    .contains("Biên bản có trong nhật ký");
            serving.destroy();
            assertThat(serving.waitFor(30, TimeUnit.SECONDS)).isTrue();
            backUpAndRestore(world, agency, serial, files, receipt);
            assertThat(
                            world.must(agency, "ceremony", "show", receipt.toString(), "--json")
                                    .output())
                    .contains("\"exercise\":true", "\"threshold\":2");
            unmarkedIsRefused(world, agency);

            Path forged = folder.resolve("forged.json");
            Files.writeString(
                    forged, Files.readString(receipt).replace("Người thứ cuong", "Người thứ dung"));
            assertThat(world.run(agency, "ceremony", "show", forged.toString()).exit()).isNotZero();
        }
    }

    /** The mark of an exercise is edited away. */
    private static void unmarkedIsRefused(World world, Agency agency) throws Exception {
        Path configuration = agency.home().resolve("gateway.json");
        String before = Files.readString(configuration);
        Files.writeString(configuration, before.replace("\"exercise\":true", "\"exercise\":false"));
        Commands.Result refused = world.run(agency, "serve", "--home", agency.home().toString());
        assertThat(refused.exit()).isEqualTo(8);
        assertThat(refused.errors())
                .contains("LỖI [exercise-changed]", "mãi là cổng dùng thử")
                .contains("ERROR [exercise-changed]");
        assertThat(world.run(agency, "fsck", "--home", agency.home().toString()).output())
                .contains("[EXERCISE]", "the ceremony at entry");
        Files.writeString(configuration, before);
    }

    /** The process is killed as soon as it has noted which keys it makes. */
    @Test
    void init_that_was_killed_while_it_made_keys_is_repeated() throws Exception {
        try (World world = new World(folder)) {
            Agency agency = world.first();
            Path note = agency.home().resolve("init.keys");
            String[] plain = init(agency, Path.of(""));
            String[] init = with(Arrays.copyOf(plain, plain.length - 4), "--init-token");
            var killed = CompletableFuture.supplyAsync(() -> run(world, init));
            while (!Files.exists(note) && !killed.isDone()) {
                Thread.onSpinWait();
            }
            // The command line is the only process that this one has started.
            ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
            assertThat(killed.get(60, TimeUnit.SECONDS).exit()).isEqualTo(137);
            assertThat(note).exists();
            assertThat(agency.home().resolve("gateway.json")).doesNotExist();
            world.must(agency, init);
            assertThat(note).doesNotExist();
            assertThat(agency.home().resolve("init.unfinished")).doesNotExist();
            assertThat(world.must(agency, "fsck", "--home", agency.home().toString()).output())
                    .contains("Không phát hiện");
        }
    }

    /** A folder in the place of the printed record stops it at its very end. */
    @Test
    void init_that_fails_leaves_no_key_in_a_token_that_was_there_before() throws Exception {
        try (World world = new World(folder)) {
            Agency agency = world.first();
            Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
            Path configuration = agency.home().resolve("softhsm2.conf");
            Files.writeString(
                    configuration,
                    "directories.tokendir = " + elsewhere + "\nobjectstore.backend = file\n");
            world.must(
                    agency,
                    "ceremony",
                    "custodian",
                    "--module",
                    Agency.SOFTHSM.toString(),
                    "--card",
                    "kc-an",
                    "--name",
                    "Người thứ an",
                    "--init-token",
                    "--out",
                    folder.resolve("an.json").toString());
            Path pin = agency.home().resolve("secrets/gw.pin");
            Files.writeString(pin, "123456");
            assertThat(
                            Files.setPosixFilePermissions(
                                    pin, PosixFilePermissions.fromString("rw-------")))
                    .exists();
            assertThat(
                            sh(
                                    "SOFTHSM2_CONF="
                                            + configuration
                                            + " softhsm2-util --init-token --free --label gw"
                                            + " --pin 123456 --so-pin 12345678",
                                    folder))
                    .contains("has been initialized");
            String[] plain = init(agency, Path.of(""));
            String[] init = Arrays.copyOf(plain, plain.length - 2);
            init =
                    with(
                            init,
                            "--custodian-pin-file",
                            agency.home().resolve("secrets/kc-an.pin").toString(),
                            "--token-label",
                            "gw",
                            "--pin-file",
                            pin.toString());
            Path inTheWay = Files.createDirectory(agency.home().resolve("ceremony.txt"));
            assertThat(world.run(agency, init).exit()).isNotZero();
            assertThat(agency.home().resolve("init.keys")).doesNotExist();
            assertThat(agency.home().resolve("data")).doesNotExist();
            assertThat(inTheWay).isDirectory();
            Files.delete(inTheWay);
            world.must(agency, init);
        }
    }

    private static Commands.Result run(World world, String[] words) {
        try {
            return world.run(world.first(), words);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
