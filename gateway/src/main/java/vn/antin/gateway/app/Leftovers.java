package vn.antin.gateway.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an attempt to make a gateway leaves in its folder when it fails: nothing, so that the next
 * attempt starts as this one did.
 */
final class Leftovers {
    private static final String TOKEN_FOLDER = "directories.tokendir";

    private final Path home;
    private final Set<Path> before;

    private Leftovers(Path home, Set<Path> before) {
        this.home = home;
        this.before = before;
    }

    /** Remembers what there is before the attempt. */
    static Leftovers of(Path home) throws IOException {
        Path folder = home.toAbsolutePath().normalize();
        return new Leftovers(folder, new HashSet<>(all(folder)));
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
