package vn.antin.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vn.antin.cli.card.Cards;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Table;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.HelpOption;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.check.CheckResult;
import vn.antin.hsm.check.Conformance;
import vn.antin.hsm.check.ConformanceReport;
import vn.antin.hsm.check.ModuleUnderTest;
import vn.antin.hsm.pkcs11.ModuleOptions;
import vn.antin.hsm.provider.ModuleApproval;
import vn.antin.hsm.provider.ProviderRecords;
import vn.antin.hsm.survey.MechanismNames;
import vn.antin.hsm.token.TokenAddress;
import vn.antin.sdk.spool.DurableFiles;

/** Asks a token of any make for everything that the system needs, and reports. */
@Command(name = "conformance", sortOptions = false)
final class ConformanceCommand implements Callable<Integer> {
    private final Context context;

    @Mixin private ModuleOption module = new ModuleOption();

    @Option(names = "--token", required = true, paramLabel = "LABEL", descriptionKey = "hsm.token")
    private String token = "";

    @Option(names = "--serial", paramLabel = "NUMBER", descriptionKey = "hsm.serial")
    private @Nullable String serial;

    @Option(names = "--report", paramLabel = "FILE", descriptionKey = "hsm.report")
    private @Nullable Path report;

    @Mixin HelpOption help = new HelpOption();

    ConformanceCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Terminal terminal = context.terminal();
        if (report != null) {
            Input.requireNew(report);
        }
        MechanismNames names = module.names();
        ProviderRecords records = module.records();
        ConformanceReport result = run(terminal);
        ModuleApproval approval =
                module.approval(records, result.survey(), result.survey().tokens().getFirst());
        if (report != null) {
            DurableFiles.write(
                    report,
                    result.markdown(terminal.language().locale(), approval)
                            .getBytes(StandardCharsets.UTF_8));
        }
        if (terminal.json()) {
            terminal.result(result.toJson(names, approval));
        } else {
            show(terminal, result, approval);
        }
        return (result.passed() ? ExitCode.OK : ExitCode.NOT_VERIFIED).number();
    }

    private ConformanceReport run(Terminal terminal) throws IOException {
        var address =
                new TokenAddress(
                        module.library(),
                        token,
                        Optional.ofNullable(serial),
                        ModuleOptions.parallel(module.initString()));
        terminal.remark("hsm.running");
        try (ModuleUnderTest open =
                ModuleUnderTest.open(address, Cards.pins(context.options().pinFile(), terminal))) {
            return new Conformance(new SecureRandom(), context.clock())
                    .run(open, result -> progress(terminal, result));
        } catch (KeyException e) {
            throw Errors.key(e, token, Cards.others(module.library()));
        }
    }

    /** A person sees where it is; when a module hangs or dies, which check did it. */
    private static void progress(Terminal terminal, CheckResult result) {
        if (terminal.interactive()) {
            terminal.remark("hsm.progress", mark(result), result.id());
        }
    }

    private void show(Terminal terminal, ConformanceReport result, ModuleApproval approval) {
        Locale locale = terminal.language().locale();
        terminal.facts(SurveyCommand.module(terminal, result.survey()));
        terminal.facts(SurveyCommand.approval(terminal, approval, result.at()));
        Table table =
                new Table(
                        List.of(
                                "",
                                terminal.text("column.check"),
                                terminal.text("column.severity"),
                                terminal.text("column.outcome"),
                                terminal.text("column.rule")));
        for (CheckResult each : result.results()) {
            Table unused =
                    table.row(
                            List.of(
                                    mark(each),
                                    each.id(),
                                    each.severity(locale),
                                    each.outcome(locale),
                                    each.rule(locale) + "\n→ " + each.seen(locale)));
        }
        terminal.table(table);
        terminal.line((result.passed() ? "✓ " : "✗ ") + result.judgement(locale));
        if (report != null) {
            terminal.say("hsm.reported", report);
        }
    }

    private static String mark(CheckResult result) {
        if (!result.holds()) {
            return "✗";
        }
        return switch (result.outcome()) {
            case PASSED -> "✓";
            case FAILED -> "!";
            case NOT_SUPPORTED, SKIPPED -> "–";
        };
    }
}
