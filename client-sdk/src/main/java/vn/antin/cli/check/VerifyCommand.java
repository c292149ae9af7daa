package vn.antin.cli.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.io.TextWidth;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.HelpOption;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.crypto.tlog.LogProblem;
import vn.antin.policies.label.Level;
import vn.antin.sdk.verify.ReceiptVerifier;

/** Verifies a receipt and the files that it is about, offline, check by check. */
@Command(name = "verify", sortOptions = false)
public final class VerifyCommand implements Callable<Integer> {
    private static final int MAX_RECEIPT = 1 << 20;
    private static final int MAX_ENVELOPE = 32 << 20;
    private static final int MAX_KEYS = 1 << 16;

    private final Context context;

    @Parameters(paramLabel = "FILE", descriptionKey = "verify.file")
    private Path file = Path.of("");

    @Option(
            names = "--log-key",
            required = true,
            paramLabel = "VKEY|FILE",
            descriptionKey = "verify.log-key")
    private List<String> logKeys = new ArrayList<>();

    @Option(names = "--outer", paramLabel = "FILE", descriptionKey = "verify.outer")
    private @Nullable Path outer;

    @Option(names = "--envelope", paramLabel = "FILE", descriptionKey = "verify.envelope")
    private @Nullable Path envelope;

    @Option(names = "--signed-receipt", paramLabel = "FILE", descriptionKey = "verify.signed")
    private @Nullable Path signedReceipt;

    @Mixin HelpOption help = new HelpOption();

    /** With the run. */
    public VerifyCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Terminal terminal = context.terminal();
        List<LogKey> keys = keys();
        byte[] receipt = Input.file(file, MAX_RECEIPT);
        ReceiptVerifier.Report report =
                ReceiptVerifier.verify(
                        receipt,
                        keys,
                        new ReceiptVerifier.Files(
                                read(outer), read(envelope), read(signedReceipt)));
        if (report.evidence().map(Evidence::exercise).orElse(false)) {
            terminal.exercise();
        }
        if (terminal.json()) {
            terminal.result(json(report));
        } else {
            show(terminal, report);
        }
        return (report.passed() ? ExitCode.OK : ExitCode.NOT_VERIFIED).number();
    }

    /** Each is the text of a key, or a file with keys, one a line. */
    private List<LogKey> keys() throws IOException {
        List<LogKey> keys = new ArrayList<>();
        for (String given : logKeys) {
            String text = isFile(given) ? text(Input.file(Path.of(given), MAX_KEYS)) : given;
            try {
                for (String line : text.strip().lines().toList()) {
                    if (!line.isBlank()) {
                        keys.add(LogKey.parse(line.strip()));
                    }
                }
            } catch (LogProblem | IllegalArgumentException e) {
                throw new CliProblem(e, Code.BAD_LOG_KEY, given);
            }
        }
        return keys;
    }

    private static boolean isFile(String given) {
        try {
            return Files.exists(Path.of(given));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static Optional<byte[]> read(@Nullable Path given) throws IOException {
        return given == null ? Optional.empty() : Optional.of(Input.file(given, MAX_ENVELOPE));
    }

    private void show(Terminal terminal, ReceiptVerifier.Report report) {
        terminal.say("verify.title", file);
        String log = report.evidence().map(evidence -> TextWidth.shown(evidence.log())).orElse("–");
        for (ReceiptVerifier.Check check : report.checks()) {
            terminal.line("  " + line(terminal, log, check));
        }
        if (report.passed() && report.evidence().isPresent()) {
            terminal.facts(facts(terminal, report.evidence().get()));
        }
        if (report.wrongKey() && report.evidence().isPresent()) {
            terminal.say("verify.wrong-key", log, report.evidence().get().issuer());
        } else {
            terminal.say(report.passed() ? "verify.passed" : "verify.failed");
        }
    }

    private static String line(Terminal terminal, String log, ReceiptVerifier.Check check) {
        String part = check.part().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return switch (check.outcome()) {
            case PASSED -> "✓ " + terminal.text("check.passed." + part, log);
            case FAILED -> "✗ " + terminal.text("check.failed." + part, log);
            case NOT_REACHED -> "– " + terminal.text("check.not-reached." + part, log);
        };
    }

    private static List<List<String>> facts(Terminal terminal, Evidence evidence) {
        List<List<String>> facts = new ArrayList<>();
        facts.add(
                List.of(
                        terminal.text("word.event"),
                        evidence.event().text(terminal.language().locale())
                                + " ("
                                + evidence.event().etsiName()
                                + ")"));
        facts.add(List.of(terminal.text("word.time"), terminal.moment(evidence.time())));
        facts.add(List.of(terminal.text("word.issuer"), evidence.issuer().toString()));
        facts.add(List.of(terminal.text("word.consignment"), evidence.consignment()));
        facts.add(List.of(terminal.text("word.from"), evidence.sender().toString()));
        evidence.recipient()
                .ifPresent(r -> facts.add(List.of(terminal.text("word.to"), r.toString())));
        facts.add(List.of(terminal.text("word.level"), level(evidence.mark())));
        facts.add(List.of(terminal.text("word.policy"), evidence.policy()));
        evidence.provider()
                .ifPresent(number ->
                        facts.add(
                                List.of(
                                        terminal.text("word.approval"),
                                        number.equals(Evidence.NO_APPROVAL)
                                                ? terminal.text("verify.no-approval")
                                                : number)));
        return facts;
    }

    /** The level that an outer mark stands for, with the mark. */
    private static String level(String mark) {
        return Level.ofOuterMark(mark).map(Level::display).orElse(mark);
    }

    private static JsonObject json(ReceiptVerifier.Report report) {
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("verified", report.passed())
                        .put("wrongKey", report.wrongKey())
                        .putObjects(
                                "checks",
                                report.checks().stream()
                                        .map(check ->
                                                JsonObject.builder()
                                                        .put("part", check.part().name())
                                                        .put("outcome", check.outcome().name())
                                                        .build())
                                        .toList());
        report.evidence().ifPresent(evidence -> json.put("evidence", evidence.toJson()));
        return json.build();
    }
}
