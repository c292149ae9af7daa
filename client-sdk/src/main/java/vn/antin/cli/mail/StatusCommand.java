package vn.antin.cli.mail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Language;
import vn.antin.cli.io.Table;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.profile.Profiles;
import vn.antin.cli.run.AccountCommand;
import vn.antin.cli.run.Context;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.seal.ConsignmentNote;
import vn.antin.sdk.Account;
import vn.antin.sdk.Tracking;
import vn.antin.sdk.wire.Mailbox;

/** Shows how far a consignment has come, with every proof checked anew. */
@Command(name = "status", sortOptions = false)
public final class StatusCommand extends AccountCommand {
    @Parameters(paramLabel = "ID", descriptionKey = "status.id")
    private String id = "";

    /** With the run. */
    public StatusCommand(Context context) {
        super(context, Profiles.Use.OFFICER);
    }

    @Override
    protected void prepare() {
        id = Consignments.checked(id);
    }

    @Override
    protected ExitCode run(Account account, Terminal terminal) throws IOException {
        Tracking.Timeline timeline = account.tracking().timeline(Consignments.find(account, id));
        if (terminal.json()) {
            terminal.result(json(timeline));
        } else {
            show(terminal, timeline);
        }
        return timeline.allVerified() ? ExitCode.OK : ExitCode.NOT_VERIFIED;
    }

    private static void show(Terminal terminal, Tracking.Timeline timeline) {
        ConsignmentNote note = timeline.note();
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of(terminal.text("word.consignment"), note.id()));
        facts.add(List.of(terminal.text("word.from"), note.sender().toString()));
        facts.add(List.of(terminal.text("word.level"), note.label().level().display()));
        facts.add(List.of(terminal.text("word.urgency"), terminal.mark(note.urgency())));
        facts.add(List.of(terminal.text("word.sent"), terminal.moment(note.sentAt())));
        note.receiptDeadline()
                .ifPresent(at ->
                        facts.add(List.of(terminal.text("word.deadline"), terminal.moment(at))));
        terminal.facts(facts);
        terminal.table(recipients(terminal, timeline));
        terminal.say("status.evidence");
        terminal.table(evidence(terminal, timeline));
        for (Tracking.Signature signature : timeline.signatures()) {
            terminal.line(signature(terminal, signature));
        }
        terminal.say(timeline.allVerified() ? "status.verified" : "status.not-verified");
    }

    private static Table recipients(Terminal terminal, Tracking.Timeline timeline) {
        Table table =
                new Table(
                        List.of(
                                terminal.text("column.to"),
                                terminal.text("column.state"),
                                terminal.text("column.since")));
        for (Mailbox.RecipientState recipient : timeline.recipients()) {
            table.row(
                    List.of(
                            recipient.name() + " (" + recipient.recipient() + ")",
                            Consignments.state(terminal, recipient.state()),
                            terminal.moment(recipient.since())));
        }
        return table;
    }

    private static Table evidence(Terminal terminal, Tracking.Timeline timeline) {
        Table table =
                new Table(
                        List.of(
                                terminal.text("column.time"),
                                terminal.text("column.event"),
                                terminal.text("column.issuer"),
                                terminal.text("column.to"),
                                terminal.text("column.proof")));
        for (Tracking.Step step : timeline.steps()) {
            Evidence evidence = step.evidence();
            table.row(
                    List.of(
                            terminal.moment(evidence.time()),
                            event(terminal, evidence),
                            evidence.issuer().toString(),
                            evidence.recipient().map(Object::toString).orElse("–"),
                            proof(terminal, step)));
        }
        return table;
    }

    /** In both languages, that of this run first: the words of a proof. */
    private static String event(Terminal terminal, Evidence evidence) {
        EvidenceEvent event = evidence.event();
        String reasons =
                evidence.reasons().isEmpty()
                        ? ""
                        : "\n[" + String.join(", ", evidence.reasons()) + "]";
        Language first = terminal.language();
        Language second = first == Language.VI ? Language.EN : Language.VI;
        return event.text(first.locale())
                + "\n"
                + event.text(second.locale())
                + "\n"
                + event.etsiName()
                + reasons;
    }

    private static String proof(Terminal terminal, Tracking.Step step) {
        return step.problem()
                .map(problem -> "✗ " + problem.words(terminal.language().locale()))
                .orElseGet(() ->
                        "✓ " + terminal.text("status.entry", step.receipt().logProof().index()));
    }

    private static String signature(Terminal terminal, Tracking.Signature signature) {
        if (signature.problem().isPresent()) {
            return "✗ "
                    + terminal.text(
                            "status.bad-signature",
                            signature.recipient(),
                            signature.problem().get().in(terminal.language().locale()));
        }
        return "✓ "
                + terminal.text(
                        signature.againstOriginal() ? "status.signed-original" : "status.signed",
                        signature.name().orElse(""),
                        signature.recipient(),
                        signature.at().map(terminal::moment).orElse(""));
    }

    private static JsonObject json(Tracking.Timeline timeline) {
        return JsonObject.builder()
                .put("consignment", timeline.note().id())
                .put("sender", timeline.note().sender().toString())
                .put("level", timeline.note().label().level().code())
                .put("sentAt", timeline.note().sentAt())
                .put("verified", timeline.allVerified())
                .putObjects(
                        "recipients",
                        timeline.recipients().stream()
                                .map(Mailbox.RecipientState::toJson)
                                .collect(Collectors.toList()))
                .putObjects("evidence", timeline.steps().stream().map(StatusCommand::json).toList())
                .putObjects(
                        "signedReceipts",
                        timeline.signatures().stream().map(StatusCommand::json).toList())
                .build();
    }

    private static JsonObject json(Tracking.Step step) {
        return JsonObject.builder()
                .put("event", step.evidence().event().etsiName())
                .put("time", step.evidence().time())
                .put("issuer", step.evidence().issuer().toString())
                .putIfPresent("recipient", step.evidence().recipient().map(Object::toString))
                .putStrings("reasons", step.evidence().reasons())
                .put("verified", step.problem().isEmpty())
                .putIfPresent("problem", step.problem().map(p -> p.code().text()))
                .build();
    }

    private static JsonObject json(Tracking.Signature signature) {
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("recipient", signature.recipient().toString())
                        .putIfPresent("name", signature.name())
                        .put("againstOriginal", signature.againstOriginal())
                        .put("verified", signature.problem().isEmpty())
                        .putIfPresent("problem", signature.problem().map(p -> p.key()));
        signature.at().ifPresent(at -> json.put("at", at));
        return json.build();
    }
}
