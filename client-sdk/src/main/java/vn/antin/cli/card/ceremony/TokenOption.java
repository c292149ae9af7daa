package vn.antin.cli.card.ceremony;

import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vn.antin.hsm.TokenConfig;

/** Which token of a gateway, for the commands that make one or restore into one. */
final class TokenOption {
    @Mixin private LibraryOption module = new LibraryOption();

    @Option(
            names = "--token",
            required = true,
            paramLabel = "LABEL",
            descriptionKey = "ceremony.target")
    private String token = "";

    LibraryOption module() {
        return module;
    }

    TokenConfig token() {
        return new TokenConfig(module.library(), token, Optional.empty());
    }
}
