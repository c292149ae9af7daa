package vn.antin.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import vn.antin.hsm.TokenConfig;

/** Which card, for the commands of a ceremony that one custodian runs. */
final class TokenOption {
    @Option(
            names = "--module",
            required = true,
            paramLabel = "LIBRARY",
            descriptionKey = "hsm.module")
    private Path module = Path.of("");

    @Option(
            names = "--card",
            required = true,
            paramLabel = "LABEL",
            descriptionKey = "ceremony.card")
    private String card = "";

    @Option(names = "--serial", paramLabel = "NUMBER", descriptionKey = "hsm.serial")
    private @Nullable String serial;

    TokenConfig token() {
        return new TokenConfig(module, card, Optional.ofNullable(serial));
    }
}
