package vn.antin.cli.card.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import vn.antin.cli.card.Cards;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.io.Words;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.Group;
import vn.antin.crypto.ceremony.CeremonyPlan;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenInfo;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.ceremony.CustodianCard;
import vn.antin.hsm.helper.HelperVault;
import vn.antin.sdk.spool.DurableFiles;

/** Key ceremonies of several custodians: token, plan, approve, show, backup, restore. */
@Command(name = "ceremony", sortOptions = false, mixinStandardHelpOptions = false)
public final class CeremonyCommand extends Group {
    private static final int MAX_PAPER = 1 << 20;

    private CeremonyCommand() {}

    /** The group with its commands. */
    public static CommandLine line(Context context) {
        return new CommandLine(new CeremonyCommand())
                .addSubcommand(new CeremonyTokenCommand(context))
                .addSubcommand(new CeremonyCustodianCommand(context))
                .addSubcommand(new CeremonyPlanCommand(context))
                .addSubcommand(new CeremonyApproveCommand(context))
                .addSubcommand(new CeremonyShowCommand(context))
                .addSubcommand(new CeremonyBackupCommand(context))
                .addSubcommand(new CeremonyRestoreCommand(context));
    }

    /**
     * A person's card, its module in a helper process, since some hang when the card is taken out;
     * the PIN is in the file or asked for.
     */
    static HelperVault card(TokenConfig card, Optional<Path> pinFile, Context context)
            throws IOException {
        return Cards.open(card, TokenOptions.card(), pinFile, context.terminal());
    }

    /**
     * Whether it is a card on which the module makes no keys: they must be there.
     *
     * @throws CliProblem CUSTODIAN_CARD_MISSING
     */
    static boolean hasKeysOnly(TokenConfig card) {
        List<TokenInfo> there =
                Cards.tokens(card.module(), card.tokenLabel()).stream()
                        .filter(info -> info.label().equals(card.tokenLabel()))
                        .filter(info -> card.serial().map(info.serial()::equals).orElse(true))
                        .toList();
        if (there.isEmpty()) {
            throw new CliProblem(Code.CUSTODIAN_CARD_MISSING, card.tokenLabel());
        }
        return there.stream().anyMatch(info -> CustodianCard.hasKeysOnly(info.manufacturer()));
    }

    /** The serial number of the one token with this label, without its PIN. */
    static String serial(TokenConfig token) {
        try {
            List<String> serials =
                    Cards.tokens(token.module(), token.tokenLabel()).stream()
                            .filter(info -> info.label().equals(token.tokenLabel()))
                            .map(TokenInfo::serial)
                            .toList();
            if (serials.size() != 1) {
                throw new KeyException(
                        KeyException.Reason.TOKEN_MISSING,
                        serials.size() + " tokens have the label",
                        null);
            }
            return serials.getFirst();
        } catch (KeyException e) {
            throw Errors.key(e, token.tokenLabel(), "");
        }
    }

    static byte[] read(Path paper) throws IOException {
        return Input.file(paper, MAX_PAPER);
    }

    /** Writes a new paper for its owner only. */
    static void write(Path file, byte[] paper) throws IOException {
        Input.requireNew(file);
        DurableFiles.write(file, paper);
    }

    static CliProblem problem(CeremonyProblem e) {
        Words words = language -> e.text(language.locale());
        return new CliProblem(e, Code.CEREMONY, words);
    }

    /** People read the mark of an exercise in the paper's own text, scripts in this field. */
    static void mark(Terminal terminal, CeremonyPlan plan) {
        if (plan.exercise() && terminal.json()) {
            terminal.exercise();
        }
    }
}
