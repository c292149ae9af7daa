package vn.antin.cli.card.ceremony;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vn.antin.hsm.TokenConfig;

/** Which card, for the commands of a ceremony that one custodian runs. */
final class CardOption {
    @Mixin private LibraryOption module = new LibraryOption();

    @Option(
            names = "--card",
            required = true,
            paramLabel = "LABEL",
            descriptionKey = "ceremony.card")
    private String card = "";

    @Option(names = "--serial", paramLabel = "NUMBER", descriptionKey = "hsm.serial")
    private @Nullable String serial;

    TokenConfig token() {
        return new TokenConfig(module.library(), card, Optional.ofNullable(serial));
    }
}
