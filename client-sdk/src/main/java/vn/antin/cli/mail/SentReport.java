package vn.antin.cli.mail;

import java.util.ArrayList;
import java.util.List;
import vn.antin.cli.io.Terminal;
import vn.antin.crypto.document.Urgency;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.json.JsonObject;
import vn.antin.policies.label.Level;
import vn.antin.sdk.Outbox;

/** Tells that the gateway has taken a consignment over. */
final class SentReport {
    private SentReport() {}

    static void show(Terminal terminal, Outbox.Sent sent, Level level, Urgency urgency) {
        show(
                terminal,
                sent,
                List.of(
                        List.of(terminal.text("word.level"), level.display()),
                        List.of(terminal.text("word.urgency"), terminal.mark(urgency))));
    }

    static void show(Terminal terminal, Outbox.Sent sent) {
        show(
                terminal,
                sent,
                sent.receipts().stream()
                        .flatMap(r -> Level.ofOuterMark(r.evidence().mark()).stream())
                        .distinct()
                        .map(level -> List.of(terminal.text("word.level"), level.display()))
                        .toList());
    }

    private static void show(Terminal terminal, Outbox.Sent sent, List<List<String>> more) {
        if (terminal.json()) {
            terminal.result(json(sent));
            return;
        }
        terminal.say("send.done");
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of(terminal.text("word.consignment"), sent.consignment()));
        facts.addAll(more);
        for (EvidenceReceipt receipt : sent.receipts()) {
            Evidence evidence = receipt.evidence();
            evidence.recipient()
                    .ifPresent(r -> facts.add(List.of(terminal.text("word.to"), r.toString())));
            facts.add(
                    List.of(
                            terminal.text("word.accepted"),
                            terminal.text(
                                    "send.accepted",
                                    evidence.issuer(),
                                    terminal.moment(evidence.time()),
                                    receipt.logProof().index(),
                                    evidence.log())));
        }
        terminal.facts(facts);
        terminal.say("send.next", Consignments.brief(sent.consignment()));
    }

    private static JsonObject json(Outbox.Sent sent) {
        return JsonObject.builder()
                .put("consignment", sent.consignment())
                .putObjects(
                        "receipts", sent.receipts().stream().map(EvidenceReceipt::toJson).toList())
                .build();
    }
}
