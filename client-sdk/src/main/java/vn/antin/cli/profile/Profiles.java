package vn.antin.cli.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.crypto.cert.Certificates;
import vn.antin.sdk.spool.DurableFiles;

/** The profiles of a home folder. */
public final class Profiles {
    /** Name of the profile that {@code antin init} makes. */
    public static final String CUSTODIAN = "custodian";

    private static final String NAME = "[a-z0-9][a-z0-9.-]{0,63}";

    private final Path home;

    /** What a command needs, when nobody says whose profile to take. */
    public enum Use {
        /** A person's: sends, receives. */
        OFFICER,
        /** The key custodian's. */
        CUSTODIAN,
        /** Anybody's. */
        ANY
    }

    /** Of this home; it need not exist. */
    public Profiles(Path home) {
        this.home = home;
    }

    /** The home folder: given, else of the environment, else {@code ~/.antin}. */
    public static Path home(@Nullable Path given) {
        if (given != null) {
            return given.toAbsolutePath().normalize();
        }
        String environment = System.getenv("ANTIN_HOME");
        Path home =
                environment == null || environment.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".antin")
                        : Path.of(environment);
        return home.toAbsolutePath().normalize();
    }

    /** The home folder. */
    public Path home() {
        return home;
    }

    /** The names of all profiles, sorted. */
    public List<String> names() throws IOException {
        Path folder = home.resolve("profiles");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(f -> Files.isRegularFile(f.resolve(Profile.FILE)))
                    .map(f -> String.valueOf(f.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    /**
     * The profile with this name, or the only one that fits when none is named.
     *
     * @throws CliProblem NO_PROFILE, UNKNOWN_PROFILE, SEVERAL_PROFILES, PROFILE_DAMAGED
     */
    public Profile choose(Optional<String> name, Use use) throws IOException {
        List<String> all = names();
        if (all.isEmpty()) {
            throw new CliProblem(Code.NO_PROFILE, home);
        }
        if (name.isPresent()) {
            if (!all.contains(name.get())) {
                throw new CliProblem(
                        Code.UNKNOWN_PROFILE, name.get(), home, String.join(", ", all));
            }
            return read(name.get());
        }
        return read(fitting(all, use));
    }

    private static String fitting(List<String> all, Use use) {
        if (all.size() == 1) {
            return all.getFirst();
        }
        if (use == Use.CUSTODIAN && all.contains(CUSTODIAN)) {
            return CUSTODIAN;
        }
        List<String> officers = new ArrayList<>(all);
        officers.remove(CUSTODIAN);
        if (use != Use.CUSTODIAN && officers.size() == 1) {
            return officers.getFirst();
        }
        throw new CliProblem(Code.SEVERAL_PROFILES, String.join(", ", all));
    }

    private Profile read(String name) throws IOException {
        Path folder = folder(name);
        return Profile.parse(name, home, folder, Files.readAllBytes(folder.resolve(Profile.FILE)));
    }

    /** Where a profile is, or would be. */
    public Path folder(String name) {
        if (!name.matches(NAME)) {
            throw new CliProblem(Code.BAD_NAME, name);
        }
        return home.resolve("profiles").resolve(name);
    }

    /**
     * Refuses a name that is taken.
     *
     * @throws CliProblem PROFILE_EXISTS
     */
    public void requireFree(String name) {
        Path file = folder(name).resolve(Profile.FILE);
        if (Files.exists(file)) {
            throw new CliProblem(Code.PROFILE_EXISTS, file);
        }
    }

    /** Writes a new profile, its CA as PEM beside it, in a folder for its owner only. */
    public Path write(Profile profile) throws IOException {
        requireFree(profile.name());
        return rewrite(profile);
    }

    /** The same for a profile that may be there: its holder has another card. */
    public Path rewrite(Profile profile) throws IOException {
        Path folder = DurableFiles.privateFolder(profile.folder());
        DurableFiles.write(
                folder.resolve("ca.pem"),
                Certificates.pem(profile.anchor())
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        Path file = folder.resolve(Profile.FILE);
        DurableFiles.write(file, profile.toJson().canonicalBytes());
        return file;
    }

    /** Where the PIN of a profile is kept when the program has made it, as {@code init} does. */
    public Path secret(String name) {
        return home.resolve("secrets").resolve(folder(name).getFileName() + ".pin");
    }
}
