package vn.antin.cli.card.ceremony;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import vn.antin.cli.card.Cards;

/** Which PKCS#11 module. */
final class LibraryOption {
    @Option(
            names = "--module",
            required = true,
            paramLabel = "LIBRARY",
            descriptionKey = "hsm.module")
    private Path module = Path.of("");

    /** The library, which is there. */
    Path library() {
        Cards.requireModule(module);
        return module;
    }
}
