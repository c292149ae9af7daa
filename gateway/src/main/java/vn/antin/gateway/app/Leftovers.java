package vn.antin.gateway.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import vn.antin.crypto.json.JsonObject;
import vn.antin.sdk.spool.DurableFiles;

/**
 * What an attempt to make a gateway leaves in its folder when it fails: nothing, so that the next
 * attempt starts as this one did. An attempt that was killed leaves two notes, of what was there
 * before and of the keys that it was making, by which the next one cleans up.
 */
final class Leftovers {
    private static final String TOKEN_FOLDER = "directories.tokendir";
    private static final String FILES = "init.unfinished";
    private static final String KEYS = "init.keys";

    private final Path home;
    private final Set<Path> before;

    private Leftovers(Path home, Set<Path> before) {
        this.home = home;
        this.before = before;
    }

    /** Remembers what there is before the attempt. */
    static Leftovers of(Path home) throws IOException {
        Path folder = home.toAbsolutePath().normalize();
        Path note = folder.resolve(FILES);
        if (!Files.exists(note)) {
            return new Leftovers(folder, new HashSet<>(all(folder)));
        }
        Set<Path> before = new HashSet<>();
        for (String each : JsonObject.parse(Files.readAllBytes(note)).strings("before")) {
            before.add(folder.resolve(each).normalize());
        }
        return new Leftovers(folder, before);
    }

    /**
     * Removes what an attempt left that was killed, if there was one.
     *
     * @param softHsm value of SOFTHSM2_CONF; a token elsewhere is kept, with its PINs
     */
    void mend(String softHsm) throws IOException {
        if (Files.exists(home.resolve(FILES))) {
            remove(holdTokens(softHsm) ? List.of() : kept(List.of(home.resolve("secrets"))));
        }
    }

    /** These files, and the notes. */
    List<Path> kept(List<Path> more) throws IOException {
        List<Path> kept = new ArrayList<>(List.of(home.resolve(FILES), home.resolve(KEYS)));
        for (Path each : more) {
            kept.addAll(all(each));
        }
        return kept;
    }

    /** Notes what was there before; the folder must be there. */
    void note() throws IOException {
        JsonObject note =
                JsonObject.builder()
                        .putStrings(
                                "before",
                                before.stream()
                                        .map(path -> home.relativize(path).toString())
                                        .sorted()
                                        .toList())
                        .build();
        DurableFiles.write(home.resolve(FILES), note.canonicalBytes());
    }

    /** Notes which keys will be made in a token that has none of them. */
    void note(String serial, List<String> keys) throws IOException {
        DurableFiles.write(
                home.resolve(KEYS),
                JsonObject.builder()
                        .put("serial", serial)
                        .putStrings("keys", keys)
                        .build()
                        .canonicalBytes());
    }

    /** Keys in this token that an earlier attempt was making. */
    List<String> unfinishedKeys(String serial) throws IOException {
        Path note = home.resolve(KEYS);
        if (!Files.exists(note)) {
            return List.of();
        }
        JsonObject keys = JsonObject.parse(Files.readAllBytes(note));
        return keys.string("serial").equals(serial) ? keys.strings("keys") : List.of();
    }

    /** The attempt succeeded. */
    void done() throws IOException {
        Files.deleteIfExists(home.resolve(KEYS));
        Files.deleteIfExists(home.resolve(FILES));
    }

    /** Removes what came since, but for the files to keep and the folders that they lie in. */
    void remove(Collection<Path> kept) throws IOException {
        List<Path> keep = kept.stream().map(file -> file.toAbsolutePath().normalize()).toList();
        for (Path path : all(home)) {
            if (!before.contains(path) && keep.stream().noneMatch(k -> k.startsWith(path))) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** The folder and everything in it, the deepest first. */
    private static List<Path> all(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }

    /**
     * Whether tokens that SoftHSM makes lie in this folder, and so are removed with the rest.
     *
     * @param configuration value of SOFTHSM2_CONF; may be empty
     */
    boolean holdTokens(String configuration) throws IOException {
        if (configuration.isEmpty() || !Files.isReadable(Path.of(configuration))) {
            return false;
        }
        for (String line : Files.readAllLines(Path.of(configuration))) {
            String[] parts = line.split("=", 2);
            if (parts.length == 2 && parts[0].strip().equals(TOKEN_FOLDER)) {
                return Path.of(parts[1].strip()).toAbsolutePath().normalize().startsWith(home);
            }
        }
        return false;
    }
}
