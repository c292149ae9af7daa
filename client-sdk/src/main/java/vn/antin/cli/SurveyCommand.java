package vn.antin.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vn.antin.cli.card.Cards;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Table;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.HelpOption;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.pkcs11.MechanismInfo;
import vn.antin.hsm.pkcs11.ModuleInfo;
import vn.antin.hsm.provider.ModuleApproval;
import vn.antin.hsm.provider.ProviderRecords;
import vn.antin.hsm.survey.Finding;
import vn.antin.hsm.survey.MechanismNames;
import vn.antin.hsm.survey.Survey;
import vn.antin.hsm.survey.TokenFlag;

/** Shows what a PKCS#11 module says of itself, and what that means. Needs no PIN. */
@Command(name = "survey", sortOptions = false)
final class SurveyCommand implements Callable<Integer> {
    private final Context context;

    @Mixin private ModuleOption module = new ModuleOption();

    @Option(names = "--token", paramLabel = "LABEL", descriptionKey = "hsm.token.one")
    private @Nullable String token;

    @Mixin HelpOption help = new HelpOption();

    SurveyCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Terminal terminal = context.terminal();
        MechanismNames known = module.names();
        ProviderRecords records = module.records();
        Survey survey;
        terminal.remark("hsm.asking", module.library());
        try {
            survey = Survey.of(module.library(), module.initString(), Optional.ofNullable(token));
        } catch (KeyException e) {
            throw Errors.key(e, token == null ? "" : token, Cards.others(module.library()));
        }
        Function<Survey.Entry, ModuleApproval> approval =
                entry -> module.approval(records, survey, entry);
        Instant now = context.clock().instant();
        if (terminal.json()) {
            terminal.result(survey.toJson(known, approval.andThen(found -> found.toJson(now))));
        } else {
            show(terminal, survey, known, approval, now);
        }
        return ExitCode.OK.number();
    }

    private static void show(
            Terminal terminal,
            Survey survey,
            MechanismNames names,
            Function<Survey.Entry, ModuleApproval> approval,
            Instant now) {
        terminal.facts(module(terminal, survey));
        for (Survey.Entry each : survey.tokens()) {
            terminal.line("");
            terminal.facts(token(terminal, each));
            terminal.facts(approval(terminal, approval.apply(each), now));
            terminal.table(mechanisms(terminal, each, names));
            for (Finding finding : each.findings()) {
                terminal.line(
                        "  "
                                + mark(finding.grade())
                                + " "
                                + finding.text(terminal.language().locale()));
            }
        }
        if (survey.tokens().isEmpty()) {
            terminal.say("hsm.no-tokens");
        }
    }

    static List<List<String>> module(Terminal terminal, Survey survey) {
        ModuleInfo info = survey.module();
        return List.of(
                List.of(terminal.text("word.module"), survey.path().toString()),
                List.of(
                        terminal.text("word.library"),
                        info.manufacturer() + ", " + info.description() + " " + info.version()),
                List.of(terminal.text("word.cryptoki"), info.cryptoki()));
    }

    private static List<List<String>> token(Terminal terminal, Survey.Entry entry) {
        var facts = new ArrayList<List<String>>();
        var token = entry.token();
        ModuleInfo.Limits limits = entry.limits();
        facts.add(
                List.of(
                        terminal.text("word.slot"),
                        entry.slot().number() + ", " + entry.slot().description()));
        facts.add(List.of(terminal.text("word.token"), token.label()));
        facts.add(List.of(terminal.text("word.serial"), token.serial()));
        facts.add(
                List.of(
                        terminal.text("word.model"),
                        token.manufacturer() + ", " + token.model() + ", " + token.firmware()));
        facts.add(
                List.of(
                        terminal.text("word.flags"),
                        TokenFlag.of(token.flags()).stream()
                                .map(TokenFlag::name)
                                .collect(Collectors.joining(", "))));
        facts.add(
                List.of(
                        terminal.text("word.sessions"),
                        limit(terminal, limits.maxSessions())
                                + " / "
                                + limit(terminal, limits.maxWritingSessions())));
        facts.add(
                List.of(terminal.text("word.pin-length"), limits.minPin() + "-" + limits.maxPin()));
        return facts;
    }

    static List<List<String>> approval(Terminal terminal, ModuleApproval approval, Instant now) {
        return List.of(
                List.of(
                        terminal.text("word.library-hash"),
                        approval.module().librarySha256().hex()),
                List.of(
                        terminal.text("word.approval"),
                        approval.state(now, terminal.language().locale())));
    }

    private static String limit(Terminal terminal, long sessions) {
        if (sessions == 0) {
            return terminal.text("hsm.unlimited");
        }
        return sessions < 0 ? terminal.text("hsm.not-told") : Long.toString(sessions);
    }

    private static Table mechanisms(Terminal terminal, Survey.Entry entry, MechanismNames names) {
        Table table =
                new Table(
                        List.of(
                                terminal.text("column.mechanism"),
                                terminal.text("column.key-size"),
                                terminal.text("column.uses")));
        for (MechanismInfo each : entry.mechanisms()) {
            Table unused =
                    table.row(
                            List.of(
                                    names.name(each),
                                    sizes(each),
                                    each.uses().stream()
                                            .map(Enum::name)
                                            .collect(Collectors.joining(" "))));
        }
        return table;
    }

    private static String sizes(MechanismInfo mechanism) {
        if (mechanism.minKey() <= 0 && mechanism.maxKey() <= 0) {
            return "";
        }
        return mechanism.minKey()
                + "-"
                + (mechanism.maxKey() < 0 ? "∞" : Long.toString(mechanism.maxKey()));
    }

    private static String mark(Finding.Grade grade) {
        return switch (grade) {
            case GOOD -> "✓";
            case LACKING -> "–";
            case NOTE -> "i";
            case WARNING -> "✗";
        };
    }
}
