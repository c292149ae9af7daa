package vn.antin.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Gateways are killed while a token that PKCS#11 can write gets new keys: the same command goes on,
 * each renewal happens once, old documents stay readable, and the store is sound.
 */
class RenewalKillTest {
    private static final int ROUNDS = Integer.getInteger("antin.kill.rounds", 1);
    private static final long SEED = 20261122;
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final String[] RENEW = {
        "card", "renew", "--as", "custodian", "--card", "card-binh", "--name", "binh", "--json"
    };

    @TempDir Path folder;

    @Test
    void a_renewal_is_carried_on_over_a_gateway_that_is_killed() throws Exception {
        Random random = new Random(SEED);
        try (World world = new World(folder)) {
            world.found(world.first());
            world.found(world.second());
            Process _ = world.serve(world.first());
            Process two = world.serve(world.second());
            world.enrol(world.first(), "an", "Nguyễn Văn An", "Văn phòng", "mat");
            world.enrol(world.second(), "binh", "Trần Thị Bình", "Vụ Kế hoạch", "mat");
            world.befriend();
            Path file = Files.writeString(folder.resolve("cũ.txt"), "Nội dung cũ\n");
            String old = send(world, file);
            String last = "";
            for (int round = 0; round < ROUNDS; round++) {
                CompletableFuture<Commands.Result> renewing = renewing(world);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(5_000));
                two.destroyForcibly().waitFor();
                Commands.Result result = renewing.get(2, TimeUnit.MINUTES);
                two = world.serve(world.second());
                if (!result.ok()) {
                    result = world.must(world.second(), RENEW);
                }
                assertThat(serial(result)).isNotEqualTo(last);
                last = serial(result);
                opens(world, old, "old-" + round);
                opens(world, send(world, file), "new-" + round);
            }
            assertThat(world.second().home().resolve("renewals").resolve("binh")).doesNotExist();
            try (var records = Files.list(world.second().home().resolve("records"))) {
                assertThat(records.filter(each -> each.toString().contains("-renew-binh")))
                        .hasSize(ROUNDS);
            }
            two.destroy();
            assertThat(two.waitFor(20, TimeUnit.SECONDS)).isTrue();
            world.must(world.second(), "fsck", "--home", world.second().home().toString());
        }
    }

    private static CompletableFuture<Commands.Result> renewing(World world) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return world.run(world.second(), RENEW);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String serial(Commands.Result result) {
        Matcher serial = Pattern.compile("\"serial\":\"([0-9a-f]+)\"").matcher(result.output());
        assertThat(serial.find()).as(result.output() + result.errors()).isTrue();
        return serial.group(1);
    }

    private static String send(World world, Path file) throws Exception {
        Commands.Result sent =
                world.must(
                        world.first(),
                        "send",
                        file.toString(),
                        "--to",
                        "G97/binh",
                        "--level",
                        "mat",
                        "--as",
                        "an");
        Matcher id = UUID.matcher(sent.output());
        assertThat(id.find()).as(sent.output()).isTrue();
        world.await(world.second(), id.group(), "inbox", "--as", "binh", "--json");
        return id.group();
    }

    private void opens(World world, String id, String into) throws Exception {
        Path opened = folder.resolve(into);
        Commands.Result _ =
                world.must(world.second(), "open", id, "--into", opened.toString(), "--as", "binh");
        assertThat(opened.resolve("cũ.txt")).hasContent("Nội dung cũ\n");
    }
}
