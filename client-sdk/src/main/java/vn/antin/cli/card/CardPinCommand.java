package vn.antin.cli.card;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.run.Context;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.Pin;
import vn.antin.hsm.piv.PivToken;

/** Gives a card another PIN: by its holder, or by the PUK when it is blocked. */
abstract class CardPinCommand extends ReaderCommand {
    @Option(names = "--new-pin-file", paramLabel = "FILE", descriptionKey = "card.new-pin-file")
    private @Nullable Path newPinFile;

    private CardPinCommand(Context context) {
        super(context);
    }

    /** By the PIN so far. */
    @Command(name = "change-pin", sortOptions = false)
    static final class Change extends CardPinCommand {
        Change(Context context) {
            super(context);
        }

        @Override
        ExitCode run(PivToken token, Terminal terminal) throws IOException {
            try (Pin old = PivCards.pin(token, context().options().pinFile(), terminal);
                    Pin fresh = fresh(terminal)) {
                token.changePin(old, fresh);
            }
            return done(token, terminal, "card.pin-changed");
        }
    }

    /** By the PUK, which the custodian keeps. */
    @Command(name = "unblock", sortOptions = false)
    static final class Unblock extends CardPinCommand {
        @Option(names = "--puk-file", paramLabel = "FILE", descriptionKey = "card.puk-file")
        private @Nullable Path pukFile;

        Unblock(Context context) {
            super(context);
        }

        @Override
        ExitCode run(PivToken token, Terminal terminal) throws IOException {
            try (Pin puk = secret(terminal, pukFile, "card.ask-puk", "--puk-file");
                    Pin fresh = fresh(terminal)) {
                token.unblock(puk, fresh);
            } catch (KeyException e) {
                throw pukProblem(token, e);
            }
            return done(token, terminal, "card.unblocked");
        }

        private static RuntimeException pukProblem(PivToken token, KeyException e) {
            return switch (e.reason()) {
                case PIN_WRONG -> new CliProblem(e, Code.PUK_WRONG, token.reader(), e.triesLeft());
                case PIN_LOCKED -> new CliProblem(e, Code.PUK_LOCKED, token.reader());
                default -> e;
            };
        }
    }

    final Pin fresh(Terminal terminal) throws IOException {
        if (newPinFile != null) {
            return secret(terminal, newPinFile, "card.ask-new", "--new-pin-file");
        }
        char[] first = asked(terminal, "card.ask-new", "--new-pin-file");
        char[] second = asked(terminal, "card.ask-again", "--new-pin-file");
        boolean same = Arrays.equals(first, second);
        Arrays.fill(second, '\0');
        if (!same) {
            Arrays.fill(first, '\0');
            throw new CliProblem(Code.PINS_DIFFER);
        }
        return Pin.owning(first);
    }

    static Pin secret(Terminal terminal, @Nullable Path file, String question, String option)
            throws IOException {
        return file == null
                ? Pin.owning(asked(terminal, question, option))
                : Cards.read(file.toAbsolutePath().normalize());
    }

    private static char[] asked(Terminal terminal, String question, String option) {
        Optional<char[]> typed = terminal.secret(terminal.text(question));
        return typed.orElseThrow(() -> new CliProblem(Code.CANNOT_ASK, option));
    }

    static ExitCode done(PivToken token, Terminal terminal, String key) {
        if (terminal.json()) {
            terminal.result(JsonObject.builder().put("reader", token.reader()).build());
        } else {
            terminal.say(key);
        }
        return ExitCode.OK;
    }
}
