package vn.antin.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import vn.antin.cli.card.Cards;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Language;
import vn.antin.hsm.provider.ModuleApproval;
import vn.antin.hsm.provider.ModuleIdentity;
import vn.antin.hsm.provider.ProviderProblem;
import vn.antin.hsm.provider.ProviderRecords;
import vn.antin.hsm.survey.MechanismNames;
import vn.antin.hsm.survey.Survey;

/** Which module is examined, and what is known of it. */
final class ModuleOption {
    private static final int MAX_NAMES = 1 << 20;

    @Option(
            names = "--module",
            required = true,
            paramLabel = "LIBRARY",
            descriptionKey = "hsm.module")
    private Path module = Path.of("");

    @Option(names = "--init-string", paramLabel = "TEXT", descriptionKey = "hsm.init-string")
    private @Nullable String initString;

    @Option(names = "--mechanism-names", paramLabel = "FILE", descriptionKey = "hsm.names")
    private @Nullable Path names;

    @Option(names = "--providers", paramLabel = "FILE", descriptionKey = "hsm.providers")
    private @Nullable Path providers;

    /** The library, which is there. */
    Path library() {
        Cards.requireModule(module);
        return module;
    }

    Optional<String> initString() {
        return Optional.ofNullable(initString);
    }

    MechanismNames names() throws IOException {
        if (names == null) {
            return MechanismNames.shipped();
        }
        try {
            return MechanismNames.shipped().with(Input.file(names, MAX_NAMES));
        } catch (IllegalArgumentException e) {
            throw new CliProblem(e, Code.BAD_NAMES, names, String.valueOf(e.getMessage()));
        }
    }

    ProviderRecords records() throws IOException {
        if (providers == null) {
            return ProviderRecords.NONE;
        }
        try {
            return ProviderRecords.parse(Input.file(providers, ProviderRecords.MAX_SIZE));
        } catch (ProviderProblem e) {
            throw new CliProblem(
                    e,
                    Code.BAD_PROVIDERS,
                    providers,
                    e.text(Language.VI.locale()),
                    e.text(Language.EN.locale()));
        }
    }

    /** What the records say of a token in this module. */
    ModuleApproval approval(ProviderRecords records, Survey survey, Survey.Entry entry) {
        return records.of(
                ModuleIdentity.of(survey.module(), entry.token(), ModuleIdentity.hash(module)));
    }
}
