package vn.antin.cli.card.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.HelpOption;
import vn.antin.crypto.ceremony.Approval;
import vn.antin.crypto.ceremony.CeremonyPlan;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.ceremony.CustodianCard;
import vn.antin.hsm.helper.HelperVault;

/** A custodian approves a plan with the own card, after the plan was shown. */
@Command(name = "approve", sortOptions = false)
final class CeremonyApproveCommand implements Callable<Integer> {
    private static final Set<String> YES = Set.of("có", "co", "yes");

    private final Context context;

    @Parameters(paramLabel = "PLAN", descriptionKey = "ceremony.plan")
    private Path plan = Path.of("");

    @Mixin private CardOption card = new CardOption();

    @Option(names = "--yes", descriptionKey = "ceremony.yes")
    private boolean yes;

    @Option(names = "--out", required = true, paramLabel = "FILE", descriptionKey = "ceremony.out")
    private Path out = Path.of("");

    @Mixin HelpOption help = new HelpOption();

    CeremonyApproveCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Input.requireNew(out);
        CeremonyPlan asked = CeremonyPlan.parse(CeremonyCommand.read(plan));
        Terminal terminal = context.terminal();
        CeremonyCommand.mark(terminal, asked);
        if (!terminal.json()) {
            terminal.line(asked.text(terminal.language().locale()));
        }
        if (!yes && !consents(terminal)) {
            terminal.remark("ceremony.not-approved");
            return ExitCode.OTHER.number();
        }
        Approval approval = sign(asked);
        CeremonyCommand.write(out, approval.toBytes());
        if (terminal.json()) {
            terminal.result(
                    JsonObject.builder()
                            .put("file", out.toString())
                            .put("plan", approval.plan().hex())
                            .put("custodian", approval.custodian())
                            .build());
        } else {
            terminal.say("ceremony.approved", approval.custodian(), out);
        }
        return ExitCode.OK.number();
    }

    private static boolean consents(Terminal terminal) {
        String answer = terminal.ask(terminal.text("ceremony.consent"), "--yes");
        return YES.contains(answer.toLowerCase(Locale.ROOT));
    }

    private Approval sign(CeremonyPlan asked) throws IOException {
        TokenConfig token = card.token();
        try (HelperVault vault =
                CeremonyCommand.card(token, context.options().pinFile(), context)) {
            return CustodianCard.withKeys(vault).approve(asked, context.clock().instant());
        } catch (CeremonyProblem e) {
            throw CeremonyCommand.problem(e);
        } catch (KeyException e) {
            throw Errors.key(e, token.tokenLabel(), "");
        }
    }
}
