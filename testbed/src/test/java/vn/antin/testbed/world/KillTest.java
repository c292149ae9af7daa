package vn.antin.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateways killed at any moment of a sending lose nothing and deliver nothing twice. */
class KillTest {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final int ROUNDS = Integer.getInteger("antin.kill.rounds", 3);
    private static final long SEED = Long.getLong("antin.kill.seed", 20261122);

    @TempDir private static Path folder = Path.of("/nonexistent");

    @Test
    void whatever_is_killed_and_when_each_document_arrives_once_and_fsck_is_content()
            throws Exception {
        Random random = new Random(SEED);
        try (World world = new World(folder)) {
            world.found(world.first());
            world.found(world.second());
            Process one = world.serve(world.first());
            Process two = world.serve(world.second());
            world.enrol(world.first(), "an", "Nguyễn Văn An", "Văn phòng", "mat");
            world.enrol(world.second(), "binh", "Trần Thị Bình", "Vụ Kế hoạch", "mat");
            world.befriend();
            Path file = folder.resolve("vừa.txt");
            Files.writeString(file, "Một tệp đủ lớn để đi bên cạnh bì.\n".repeat(60_000));
            Set<String> accepted = new HashSet<>();
            for (int round = 0; round < ROUNDS; round++) {
                CompletableFuture<Commands.Result> sending = sending(world, file);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(4_000));
                if (random.nextBoolean()) {
                    one.destroyForcibly().waitFor();
                    one = world.serve(world.first());
                } else {
                    two.destroyForcibly().waitFor();
                    two = world.serve(world.second());
                }
                Commands.Result result = sending.get(2, TimeUnit.MINUTES);
                if (result.ok()) {
                    accepted.addAll(ids(result));
                }
            }
            Commands.Result resumed =
                    world.run(world.first(), "send", "--resume", "--as", "an", "--json");
            accepted.addAll(ids(resumed));
            // A sending that was cut off before it was sealed has left nothing to go on with.
            assertThat(accepted).as("documents").isNotEmpty();
            for (String id : accepted) {
                world.await(world.second(), id, "inbox", "--as", "binh", "--json");
                world.await(
                        world.first(), "ContentConsignment", "status", id, "--as", "an", "--json");
            }
            List<String> arrived =
                    ids(world.must(world.second(), "inbox", "--as", "binh", "--json"));
            assertThat(arrived).containsExactlyInAnyOrderElementsOf(accepted);
            one.destroy();
            two.destroy();
            assertThat(one.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(two.waitFor(20, TimeUnit.SECONDS)).isTrue();
            world.must(world.first(), "fsck", "--home", world.first().home().toString());
            world.must(world.second(), "fsck", "--home", world.second().home().toString());
        }
    }

    private static CompletableFuture<Commands.Result> sending(World world, Path file) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return world.run(
                        world.first(),
                        "send",
                        file.toString(),
                        "--to",
                        "G97/binh",
                        "--level",
                        "mat",
                        "--as",
                        "an",
                        "--json");
            } catch (java.io.IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** The consignments that stand as such in the JSON of a command. */
    private static List<String> ids(Commands.Result result) {
        return Pattern.compile("\"consignment\":\"(" + UUID.pattern() + ")\"")
                .matcher(result.output())
                .results()
                .map((MatchResult match) -> match.group(1))
                .distinct()
                .toList();
    }
}
