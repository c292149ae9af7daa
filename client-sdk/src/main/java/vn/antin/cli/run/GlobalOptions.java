package vn.antin.cli.run;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Language;
import vn.antin.cli.profile.Profiles;

/** The options that every command takes, before or after its name. */
public final class GlobalOptions {
    @Option(
            names = "--home",
            scope = ScopeType.INHERIT,
            order = 101,
            paramLabel = "DIR",
            descriptionKey = "global.home")
    private @Nullable Path home;

    @Option(
            names = "--as",
            scope = ScopeType.INHERIT,
            order = 102,
            paramLabel = "NAME",
            descriptionKey = "global.as")
    private @Nullable String profile;

    @Option(
            names = "--lang",
            scope = ScopeType.INHERIT,
            order = 103,
            paramLabel = "vi|en",
            descriptionKey = "global.lang")
    private String language = "vi";

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            order = 104,
            descriptionKey = "global.json")
    private boolean json;

    @Option(
            names = "--pin-file",
            scope = ScopeType.INHERIT,
            order = 105,
            paramLabel = "FILE",
            descriptionKey = "global.pin-file")
    private @Nullable Path pinFile;

    /** For picocli. */
    public GlobalOptions() {}

    /** The home folder. */
    public Path home() {
        return Profiles.home(home);
    }

    /** The profile that was named. */
    public Optional<String> profile() {
        return Optional.ofNullable(profile);
    }

    /**
     * The language.
     *
     * @throws CliProblem BAD_VALUE
     */
    public Language language() {
        return Language.ofCode(language)
                .orElseThrow(() -> new CliProblem(Code.BAD_VALUE, "--lang", language, "vi | en"));
    }

    /** Whether results are wanted as JSON. */
    public boolean json() {
        return json;
    }

    /** The file with the PIN. */
    public Optional<Path> pinFile() {
        return Optional.ofNullable(pinFile);
    }
}
