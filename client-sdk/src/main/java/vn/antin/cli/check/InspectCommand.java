package vn.antin.cli.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.io.TextWidth;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.HelpOption;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.document.Urgency;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.inspect.Inspector;
import vn.antin.crypto.inspect.Part;
import vn.antin.crypto.inspect.Part.Fact;
import vn.antin.policies.label.HandlingFlag;

/** Describes any file of the project in words, without keys and offline. */
@Command(name = "inspect", sortOptions = false)
public final class InspectCommand implements Callable<Integer> {
    private static final int HEAD = 64;
    private static final int STEP = 2;
    private static final int NARROWEST = 64;
    private static final int WIDTH = 100;

    private final Context context;

    @Parameters(paramLabel = "FILE", descriptionKey = "inspect.file")
    private Path file = Path.of("");

    @Mixin HelpOption help = new HelpOption();

    /** With the run. */
    public InspectCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Terminal terminal = context.terminal();
        Part part = read().orElseThrow(() -> new CliProblem(Code.NOTHING_OF_OURS, file));
        if (terminal.json()) {
            terminal.result(part.toJson());
        } else {
            terminal.line(TextWidth.shown(file.toString()));
            show(terminal, part, STEP);
            terminal.remark("inspect.not-trusted");
        }
        return ExitCode.OK.number();
    }

    private Optional<Part> read() throws IOException {
        Input.requireFile(file);
        long size = Files.size(file);
        if (size <= Inspector.MAX_SIZE) {
            return Inspector.inspect(Files.readAllBytes(file));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Inspector.attachment(in.readNBytes(HEAD), size);
        }
    }

    private static void show(Terminal terminal, Part part, int indent) {
        terminal.line(" ".repeat(indent) + terminal.text("inspect.kind." + part.kind().code()));
        int inner = indent + STEP;
        for (Fact fact : part.facts()) {
            String name = terminal.text("inspect.name." + fact.name().code()) + ": ";
            String value = TextWidth.shown(value(terminal, fact));
            int before = inner + TextWidth.of(name);
            List<String> lines = TextWidth.wrap(value, Math.max(NARROWEST, WIDTH - before));
            for (int i = 0; i < lines.size(); i++) {
                String start = i == 0 ? " ".repeat(inner) + name : " ".repeat(before);
                terminal.line(start + lines.get(i));
            }
        }
        part.parts().forEach(each -> show(terminal, each, inner));
    }

    private static String value(Terminal terminal, Fact fact) {
        return switch (fact.form()) {
            case TEXT -> fact.value();
            case WORD -> terminal.text("inspect.word." + fact.value());
            case EVENT ->
                    EvidenceEvent.ofUri(fact.value())
                            .map(event -> event.text(terminal.language().locale()))
                            .orElse(fact.value());
            case TIME -> terminal.moment(Instant.parse(fact.value()));
            case COMMITMENT ->
                    Commitment.ofCode(fact.value()).map(terminal::mark).orElse(fact.value());
            case URGENCY -> Urgency.ofCode(fact.value()).map(terminal::mark).orElse(fact.value());
            case FLAGS ->
                    Arrays.stream(fact.value().split(","))
                            .map(code -> HandlingFlag.ofCode(code).map(terminal::mark).orElse(code))
                            .collect(Collectors.joining("; "));
            case SIZE -> Terminal.size(Long.parseLong(fact.value()));
        };
    }
}
