package vn.antin.cli.card;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.run.Context;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.piv.PivToken;

/** A command for the card in one reader; asks no gateway. */
abstract class ReaderCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--reader", paramLabel = "NAME", descriptionKey = "card.reader")
    private @Nullable String reader;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 110,
            descriptionKey = "global.help")
    boolean help;

    ReaderCommand(Context context) {
        this.context = context;
    }

    final Context context() {
        return context;
    }

    @Override
    public final Integer call() throws IOException {
        prepare();
        String name = PivCards.reader(Optional.ofNullable(reader));
        try (PivToken token = PivToken.open(name)) {
            return run(token, context.terminal()).number();
        } catch (KeyException e) {
            throw Errors.key(e, name, "");
        }
    }

    /** Checks what was typed, before the card is touched. */
    void prepare() throws IOException {}

    /** Does it. */
    abstract ExitCode run(PivToken token, Terminal terminal) throws IOException;
}
