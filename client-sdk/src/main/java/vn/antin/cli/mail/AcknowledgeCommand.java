package vn.antin.cli.mail;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.io.TextWidth;
import vn.antin.cli.profile.Profiles;
import vn.antin.cli.run.AccountCommand;
import vn.antin.cli.run.Context;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.json.JsonObject;
import vn.antin.sdk.Account;

/** Signs for a consignment with the card (ký nhận). */
@Command(name = "acknowledge", sortOptions = false)
public final class AcknowledgeCommand extends AccountCommand {
    @Parameters(paramLabel = "ID", descriptionKey = "acknowledge.id")
    private String id = "";

    /** With the run. */
    public AcknowledgeCommand(Context context) {
        super(context, Profiles.Use.OFFICER);
    }

    @Override
    protected void prepare() {
        id = Consignments.checked(id);
    }

    @Override
    protected ExitCode run(Account account, Terminal terminal) throws IOException {
        String consignment = Consignments.find(account, id);
        account.inbox().list(0).stream()
                .filter(item -> item.consignment().equals(consignment))
                .forEach(item ->
                        terminal.consent(
                                "consent.acknowledge",
                                consignment,
                                item.level().display(),
                                TextWidth.shown(item.senderName()),
                                item.sender()));
        List<EvidenceReceipt> receipts =
                terminal.watched(watcher -> account.inbox().acknowledge(consignment, watcher));
        if (terminal.json()) {
            terminal.result(json(consignment, receipts));
        } else {
            show(terminal, consignment, receipts);
        }
        return ExitCode.OK;
    }

    private static void show(
            Terminal terminal, String consignment, List<EvidenceReceipt> receipts) {
        terminal.say("acknowledge.done", consignment);
        for (EvidenceReceipt receipt : receipts) {
            Evidence evidence = receipt.evidence();
            terminal.say(
                    "acknowledge.evidence",
                    evidence.event().text(terminal.language().locale()),
                    terminal.moment(evidence.time()),
                    receipt.logProof().index(),
                    evidence.log());
        }
    }

    private static JsonObject json(String consignment, List<EvidenceReceipt> receipts) {
        return JsonObject.builder()
                .put("consignment", consignment)
                .putObjects("receipts", receipts.stream().map(EvidenceReceipt::toJson).toList())
                .build();
    }
}
