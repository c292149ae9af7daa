package vn.antin.cli.card.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.HelpOption;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.ceremony.CeremonyPlan;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.ceremony.CeremonyReceipt;
import vn.antin.crypto.ceremony.CeremonyRecord;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.crypto.tlog.LogProblem;

/** Shows the signed record of a ceremony and verifies approvals, seal and log, offline. */
@Command(name = "show", sortOptions = false)
final class CeremonyShowCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(paramLabel = "FILE", descriptionKey = "ceremony.receipt")
    private Path file = Path.of("");

    @Option(names = "--log-key", paramLabel = "VKEY", descriptionKey = "verify.log-key")
    private @Nullable String logKey;

    @Mixin HelpOption help = new HelpOption();

    CeremonyShowCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        byte[] paper = CeremonyCommand.read(file);
        CeremonyRecord record;
        try {
            if (CeremonyRecord.isBare(paper)) {
                record = CeremonyRecord.parse(paper);
                if (logKey != null || !record.isRestoration()) {
                    throw new CeremonyProblem(CeremonyProblem.Reason.BAD_RECORD_SIGNATURE);
                }
            } else {
                CeremonyReceipt receipt = CeremonyReceipt.parse(paper);
                if (logKey != null) {
                    receipt.verify(key(logKey));
                }
                record = receipt.signed().record();
            }
        } catch (CeremonyProblem e) {
            throw CeremonyCommand.problem(e);
        } catch (LogProblem e) {
            throw new CliProblem(e, Code.LOG_NOT_VERIFIED, String.valueOf(e.getMessage()));
        }
        String seal = Digest.of(record.seal().getEncoded()).hex();
        Terminal terminal = context.terminal();
        CeremonyPlan plan = record.approved().plan();
        CeremonyCommand.mark(terminal, plan);
        if (terminal.json()) {
            terminal.result(
                    JsonObject.builder()
                            .put("record", record.digest().hex())
                            .put("seal", seal)
                            .put("approvals", record.approved().approvals().size())
                            .put("custodians", plan.custodians().size())
                            .put("threshold", plan.threshold())
                            .put("inLog", logKey != null)
                            .build());
            return ExitCode.OK.number();
        }
        terminal.line(record.text(terminal.language().locale()));
        if (record.isRestoration()) {
            terminal.say("ceremony.holds-by-cards", seal);
            return ExitCode.OK.number();
        }
        terminal.say("ceremony.holds", seal);
        terminal.say(logKey == null ? "ceremony.log-not-checked" : "ceremony.in-log");
        return ExitCode.OK.number();
    }

    private static LogKey key(String text) {
        try {
            return LogKey.parse(text.strip());
        } catch (LogProblem | IllegalArgumentException e) {
            throw new CliProblem(e, Code.BAD_LOG_KEY, text);
        }
    }
}
