package vn.antin.cli.desk;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Table;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.io.Times;
import vn.antin.cli.profile.Profiles;
import vn.antin.cli.run.AccountCommand;
import vn.antin.cli.run.Context;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.policies.clearance.EndpointKind;
import vn.antin.sdk.Account;
import vn.antin.sdk.wire.DirectoryEntry;

/** Looks up who can be written to. */
@Command(name = "directory", sortOptions = false)
public final class DirectoryCommand extends AccountCommand {
    @Parameters(paramLabel = "QUERY", arity = "0..1", descriptionKey = "directory.query")
    private String query = "";

    /** With the run. */
    public DirectoryCommand(Context context) {
        super(context, Profiles.Use.ANY);
    }

    @Override
    protected ExitCode run(Account account, Terminal terminal) {
        List<DirectoryEntry> entries = account.gateway().directory(query);
        if (terminal.json()) {
            terminal.result(new DirectoryEntry.Page(entries).toJson());
        } else if (entries.isEmpty()) {
            terminal.say("directory.empty", query);
        } else {
            terminal.table(table(terminal, entries));
            if (entries.stream().anyMatch(entry -> !entry.orders().isEmpty())) {
                terminal.say("directory.orders");
                terminal.table(orders(terminal, entries));
            }
        }
        return entries.isEmpty() && !query.isEmpty() ? ExitCode.NOT_FOUND : ExitCode.OK;
    }

    private static Table table(Terminal terminal, List<DirectoryEntry> entries) {
        Table table =
                new Table(
                        List.of(
                                terminal.text("column.endpoint"),
                                terminal.text("column.name"),
                                terminal.text("column.unit"),
                                terminal.text("column.agency"),
                                terminal.text("column.clearance"),
                                terminal.text("column.state")));
        for (DirectoryEntry entry : entries) {
            table.row(
                    List.of(
                            entry.endpoint().toString(),
                            entry.name(),
                            entry.unit().orElse("–"),
                            entry.organizationName(),
                            entry.clearance().map(c -> clearance(terminal, c)).orElse("–"),
                            state(terminal, entry)));
        }
        return table;
    }

    private static Table orders(Terminal terminal, List<DirectoryEntry> entries) {
        Table table =
                new Table(
                        List.of(
                                terminal.text("column.endpoint"),
                                terminal.text("column.time"),
                                terminal.text("column.order"),
                                terminal.text("column.custodian"),
                                terminal.text("column.reason")));
        for (DirectoryEntry entry : entries) {
            for (DirectoryEntry.Order order : entry.orders()) {
                table.row(
                        List.of(
                                entry.endpoint().toString(),
                                terminal.moment(order.at()),
                                terminal.text("order." + order.act()),
                                order.custodian()
                                        .map(EndpointId::toString)
                                        .orElse(terminal.text("order.machine")),
                                order.reason().orElse("–")));
            }
        }
        return table;
    }

    private static String state(Terminal terminal, DirectoryEntry entry) {
        String state = terminal.text("entry." + entry.state().name().toLowerCase(Locale.ROOT));
        boolean signOnly =
                entry.kind() != EndpointKind.GATEWAY && entry.encryptionCertificate().isEmpty();
        return signOnly ? terminal.text("entry.sign-only", state) : state;
    }

    private static String clearance(Terminal terminal, DirectoryEntry.ClearanceLine clearance) {
        return terminal.text(
                "directory.clearance",
                clearance.level().display(),
                Times.day(clearance.validUntil(), terminal.language()));
    }
}
