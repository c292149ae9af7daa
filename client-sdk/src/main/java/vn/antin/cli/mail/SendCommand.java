package vn.antin.cli.mail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.io.TextWidth;
import vn.antin.cli.io.Times;
import vn.antin.cli.profile.Profiles;
import vn.antin.cli.run.AccountCommand;
import vn.antin.cli.run.Context;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.document.Urgency;
import vn.antin.policies.label.Level;
import vn.antin.sdk.Account;
import vn.antin.sdk.Draft;
import vn.antin.sdk.Outbox;
import vn.antin.sdk.spool.Outgoing;
import vn.antin.sdk.transport.GatewayException;

/** Seals files for recipients and hands them to the gateway. */
@Command(name = "send", sortOptions = false)
public final class SendCommand extends AccountCommand {
    private static final int MAX_MESSAGE = 1 << 20;
    private static final int MAX_TITLE = 8 << 10;

    @Parameters(paramLabel = "FILE", arity = "0..*", descriptionKey = "send.file")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--to", paramLabel = "B", split = ",", descriptionKey = "send.to")
    private List<String> to = new ArrayList<>();

    @Option(names = "--level", paramLabel = "LEVEL", descriptionKey = "send.level")
    private @Nullable String levelText;

    @Option(names = "--title", paramLabel = "TEXT", descriptionKey = "send.title")
    private @Nullable String title;

    @Option(names = "--title-file", paramLabel = "FILE", descriptionKey = "send.title-file")
    private @Nullable Path titleFile;

    @Option(names = "--number", paramLabel = "TEXT", descriptionKey = "send.number")
    private @Nullable String number;

    @Option(names = "--type", paramLabel = "TEXT", descriptionKey = "send.type")
    private String type = "CV";

    @Option(names = "--signatory", paramLabel = "TEXT", descriptionKey = "send.signatory")
    private @Nullable String signatory;

    @Option(names = "--sign-as", paramLabel = "ROLE", descriptionKey = "send.sign-as")
    private String roleText = "author";

    @Option(names = "--agency-seal", descriptionKey = "send.agency-seal")
    private boolean agencySeal;

    @Option(names = "--list-item", paramLabel = "TEXT", descriptionKey = "send.list-item")
    private @Nullable String listItem;

    @Option(names = "--message", paramLabel = "TEXT", descriptionKey = "send.message")
    private @Nullable String message;

    @Option(names = "--message-file", paramLabel = "FILE", descriptionKey = "send.message-file")
    private @Nullable Path messageFile;

    @Option(names = "--urgency", paramLabel = "URGENCY", descriptionKey = "send.urgency")
    private String urgencyText = "thuong";

    @Option(names = "--copies", paramLabel = "N", descriptionKey = "send.copies")
    private int copies = 1;

    @Option(names = "--copying-allowed", descriptionKey = "send.copying-allowed")
    private boolean copyingAllowed;

    @Option(names = "--named-only", descriptionKey = "send.named-only")
    private boolean namedOnly;

    @Option(names = "--return-by", paramLabel = "DATE", descriptionKey = "send.return-by")
    private @Nullable String returnBy;

    @Option(names = "--resume", descriptionKey = "send.resume")
    private boolean resume;

    private Draft draft = Draft.of(Level.MAT, List.of(), List.of());

    /** With the run. */
    public SendCommand(Context context) {
        super(context, Profiles.Use.OFFICER);
    }

    @Override
    protected void prepare() throws IOException {
        if (resume) {
            return;
        }
        if (to.isEmpty()) {
            throw new CliProblem(Code.OPTION_NEEDED, "--to");
        }
        if (levelText == null) {
            throw new CliProblem(Code.OPTION_NEEDED, "--level");
        }
        if (agencySeal && number == null) {
            throw new CliProblem(Code.OPTION_NEEDED, "--number");
        }
        Level level = Input.level(levelText);
        Commitment role = Input.signingRole("--sign-as", roleText);
        Urgency urgency = Input.urgency(urgencyText);
        Optional<LocalDate> back =
                Optional.ofNullable(returnBy).map(day -> Input.day("--return-by", day));
        if (back.isPresent() && back.get().isBefore(today())) {
            throw new CliProblem(Code.DAY_PAST, "--return-by", String.valueOf(returnBy));
        }
        if (copies < 1) {
            throw new CliProblem(
                    Code.BAD_VALUE,
                    "--copies",
                    copies,
                    vn.antin.cli.io.Messages.words("takes.number"));
        }
        for (Path file : files) {
            Input.requireFile(file);
        }
        String text = text();
        if (files.isEmpty() && text.isBlank()) {
            throw new CliProblem(Code.NOTHING_TO_SEND);
        }
        draft =
                new Draft(
                        level,
                        urgency,
                        to,
                        files,
                        text,
                        Optional.ofNullable(number),
                        type,
                        abstractOf(),
                        Optional.ofNullable(signatory),
                        Optional.ofNullable(listItem),
                        copies,
                        copyingAllowed,
                        namedOnly,
                        back,
                        Optional.empty(),
                        role,
                        agencySeal);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(context().clock().instant(), Times.VIETNAM);
    }

    /** Secret for a secret document, and so better in a file than among the words of a command. */
    private Optional<String> abstractOf() throws IOException {
        if (titleFile == null) {
            return Optional.ofNullable(title);
        }
        if (title != null) {
            throw new CliProblem(Code.ONE_OF_TWO, "--title", "--title-file");
        }
        String line =
                new String(Input.file(titleFile, MAX_TITLE), StandardCharsets.UTF_8)
                        .replaceFirst("^\\uFEFF", "")
                        .strip();
        return Optional.of(line);
    }

    private String text() throws IOException {
        if (messageFile != null) {
            return new String(Input.file(messageFile, MAX_MESSAGE), StandardCharsets.UTF_8);
        }
        return message == null ? "" : message;
    }

    @Override
    protected ExitCode run(Account account, Terminal terminal) throws IOException {
        Outbox outbox = account.outbox();
        if (resume) {
            return resume(outbox, terminal);
        }
        if (account.settings().signOnly()) {
            terminal.remark("send.no-copy");
        }
        terminal.consent(
                "consent.send",
                draft.level().display(),
                String.join(", ", draft.recipients()),
                draft.files().size(),
                draft.files().stream()
                        .map(file -> TextWidth.shown(String.valueOf(file.getFileName())))
                        .collect(Collectors.joining(", ")));
        try {
            Outbox.Sent sent = terminal.watched(watcher -> outbox.send(draft, watcher));
            SentReport.show(terminal, sent, draft.level(), draft.urgency());
            if (account.deployment().nested().contains(draft.level())) {
                terminal.remark("send.nested");
            }
            return ExitCode.OK;
        } catch (GatewayException e) {
            if (e.isTemporary() && !outbox.pending().isEmpty()) {
                terminal.remark("send.kept");
            }
            throw e;
        }
    }

    private static ExitCode resume(Outbox outbox, Terminal terminal) throws IOException {
        List<Outgoing> pending = outbox.pending();
        if (pending.isEmpty()) {
            terminal.remark("send.nothing-pending");
        }
        for (Outgoing outgoing : pending) {
            SentReport.show(
                    terminal, terminal.watched(watcher -> outbox.resume(outgoing, watcher)));
        }
        return ExitCode.OK;
    }
}
