package vn.antin.cli.mail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Table;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.io.Times;
import vn.antin.cli.profile.Profiles;
import vn.antin.cli.run.AccountCommand;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.Countersigners;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.document.DocumentCard;
import vn.antin.crypto.json.JsonObject;
import vn.antin.policies.label.HandlingFlag;
import vn.antin.sdk.Account;
import vn.antin.sdk.Inbox;
import vn.antin.sdk.OpenedDocument;
import vn.antin.sdk.OpenedDocument.RoleClaim;

/** Fetches, verifies and opens a consignment into a folder for its owner only. */
@Command(name = "open", sortOptions = false)
public final class OpenCommand extends AccountCommand {
    @Parameters(paramLabel = "ID", descriptionKey = "open.id")
    private String id = "";

    @Option(names = "--into", paramLabel = "DIR", descriptionKey = "open.into")
    private @Nullable Path into;

    @Option(names = "--label-xml", paramLabel = "FILE", descriptionKey = "open.label-xml")
    private @Nullable Path labelXml;

    /** With the run. */
    public OpenCommand(Context context) {
        super(context, Profiles.Use.OFFICER);
    }

    @Override
    protected void prepare() {
        id = Consignments.checked(id);
        if (labelXml != null) {
            Input.requireAbsent(labelXml);
        }
    }

    @Override
    protected ExitCode run(Account account, Terminal terminal) throws IOException {
        String consignment = Consignments.find(account, id);
        Path target = target(account, consignment);
        OpenedDocument opened =
                terminal.watched(watcher -> account.inbox().open(consignment, target, watcher));
        if (labelXml != null) {
            LabelFile.write(labelXml, opened);
        }
        if (terminal.json()) {
            terminal.result(json(consignment, opened));
        } else {
            show(terminal, consignment, opened);
        }
        return opened.pagesMatch() ? ExitCode.OK : ExitCode.NOT_VERIFIED;
    }

    /**
     * The folder named if it is new or holds a document (which is refused), else one in it; by
     * default one beside the profile.
     */
    private Path target(Account account, String consignment) {
        if (into == null) {
            return account.settings().folder().resolve("documents").resolve(consignment);
        }
        Path given = into.toAbsolutePath().normalize();
        return Files.isDirectory(given) && !Inbox.holdsDocument(given)
                ? given.resolve(consignment)
                : given;
    }

    private static void show(Terminal terminal, String consignment, OpenedDocument opened) {
        terminal.say("open.done");
        terminal.facts(facts(terminal, consignment, opened));
        if (!opened.files().isEmpty()) {
            terminal.table(files(terminal, opened));
        }
        if (!opened.text().isBlank()) {
            terminal.say("open.text");
        }
        terminal.say(opened.pagesMatch() ? "open.check" : "open.pages-differ");
        if (opened.receiptRequested() && opened.pagesMatch()) {
            terminal.say("open.next", Consignments.brief(consignment));
        }
    }

    private static List<List<String>> facts(
            Terminal terminal, String consignment, OpenedDocument opened) {
        DocumentCard card = opened.card();
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of(terminal.text("word.consignment"), consignment));
        facts.add(
                List.of(
                        terminal.text("word.from"),
                        opened.author().commonName()
                                + ", "
                                + opened.author().organizationName()
                                + " ("
                                + opened.author().endpoint()
                                + ")"));
        facts.add(List.of(terminal.text("word.signed"), terminal.moment(opened.signedAt())));
        opened.signed()
                .commitment()
                .ifPresent(c ->
                        facts.add(List.of(terminal.text("word.commitment"), terminal.mark(c))));
        if (opened.role() != RoleClaim.HELD) {
            facts.add(
                    List.of(
                            terminal.text("word.role-claim"),
                            terminal.text("role." + opened.role().code())));
        }
        opened.stampedAt()
                .ifPresent(at ->
                        facts.add(List.of(terminal.text("word.stamped"), terminal.moment(at))));
        facts.addAll(Countersigners.facts(terminal, opened.signed().countersignatures()));
        if (opened.signed().oldAlgorithm()) {
            facts.add(
                    List.of(terminal.text("word.algorithm"), terminal.text("open.old-algorithm")));
        }
        opened.heldAt()
                .ifPresent(at ->
                        facts.add(
                                List.of(
                                        terminal.text("word.held"),
                                        terminal.text("open.held", terminal.moment(at)))));
        facts.add(List.of(terminal.text("word.level"), card.level().display()));
        facts.add(List.of(terminal.text("word.urgency"), terminal.mark(card.urgency())));
        card.number().ifPresent(n -> facts.add(List.of(terminal.text("word.number"), n)));
        facts.add(List.of(terminal.text("word.type"), card.type()));
        card.title().ifPresent(t -> facts.add(List.of(terminal.text("word.title"), t)));
        card.signatory().ifPresent(s -> facts.add(List.of(terminal.text("word.signatory"), s)));
        facts.add(List.of(terminal.text("word.copies"), Integer.toString(card.copies())));
        facts.add(List.of(terminal.text("word.handling"), handling(terminal, card)));
        facts.add(List.of(terminal.text("word.folder"), opened.folder().toString()));
        return facts;
    }

    private static String handling(Terminal terminal, DocumentCard card) {
        List<String> marks = new ArrayList<>();
        if (card.namedOnly()) {
            marks.add(terminal.mark(HandlingFlag.NAMED_ONLY));
        }
        card.returnBy()
                .ifPresent(day ->
                        marks.add(
                                terminal.mark(HandlingFlag.RETURN)
                                        + " ("
                                        + Times.day(day, terminal.language())
                                        + ")"));
        marks.add(
                card.copyingAllowed()
                        ? terminal.mark(HandlingFlag.COPYING_ALLOWED)
                        : terminal.text("open.no-copying"));
        if (card.exercise()) {
            marks.add(terminal.mark(HandlingFlag.EXERCISE));
        }
        return String.join("; ", marks);
    }

    private static Table files(Terminal terminal, OpenedDocument opened) {
        Table table =
                new Table(
                        List.of(
                                terminal.text("column.file"),
                                terminal.text("column.size"),
                                terminal.text("column.pages"),
                                "SHA-256"));
        for (OpenedDocument.OpenedFile file : opened.files()) {
            table.row(
                    List.of(
                            file.name(),
                            Long.toString(file.size()),
                            pages(file),
                            "✓ " + Consignments.brief(file.sha256())));
        }
        return table;
    }

    private static String pages(OpenedDocument.OpenedFile file) {
        String mark = file.pagesMatch() ? "✓ " : "✗ ";
        return file.declaredPages().isEmpty()
                ? "–"
                : mark + text(file.countedPages()) + " / " + text(file.declaredPages());
    }

    private static String text(OptionalInt count) {
        return count.isPresent() ? Integer.toString(count.getAsInt()) : "?";
    }

    private static JsonObject json(String consignment, OpenedDocument opened) {
        DocumentCard card = opened.card();
        return JsonObject.builder()
                .put("consignment", consignment)
                .put("folder", opened.folder().toString())
                .put("author", opened.author().endpoint().toString())
                .put("authorName", opened.author().commonName())
                .put("signedAt", opened.signedAt())
                .putIfPresent("stampedAt", opened.stampedAt().map(Instant::toString))
                .putIfPresent("commitment", opened.signed().commitment().map(Commitment::code))
                .put("role", opened.role().code())
                .putObjects(
                        "countersignatures",
                        Countersigners.json(opened.signed().countersignatures()))
                .put("oldAlgorithm", opened.signed().oldAlgorithm())
                .put("level", card.level().code())
                .put("urgency", card.urgency().code())
                .putIfPresent("number", card.number())
                .put("documentType", card.type())
                .putIfPresent("title", card.title())
                .put("copies", card.copies())
                .put("copyingAllowed", card.copyingAllowed())
                .put("receiptRequested", opened.receiptRequested())
                .put("pagesMatch", opened.pagesMatch())
                .putObjects("files", opened.files().stream().map(OpenCommand::json).toList())
                .build();
    }

    private static JsonObject json(OpenedDocument.OpenedFile file) {
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("name", file.name())
                        .put("size", file.size())
                        .put("sha256", file.sha256().hex())
                        .put("pagesMatch", file.pagesMatch());
        file.declaredPages().ifPresent(n -> json.put("declaredPages", n));
        file.countedPages().ifPresent(n -> json.put("countedPages", n));
        return json.build();
    }
}
