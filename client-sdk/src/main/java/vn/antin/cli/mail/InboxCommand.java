package vn.antin.cli.mail;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Table;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.profile.Profiles;
import vn.antin.cli.run.AccountCommand;
import vn.antin.cli.run.Context;
import vn.antin.sdk.Account;
import vn.antin.sdk.transport.EventStream;
import vn.antin.sdk.wire.EventMessage;
import vn.antin.sdk.wire.Mailbox;

/** Shows what came in, and waits for more when asked to. */
@Command(name = "inbox", sortOptions = false)
public final class InboxCommand extends AccountCommand {
    private static final Duration WAIT = Duration.ofSeconds(30);

    @Option(names = "--after", paramLabel = "N", descriptionKey = "inbox.after")
    private long after;

    @Option(names = "--follow", descriptionKey = "inbox.follow")
    private boolean follow;

    @Option(names = "--wait", paramLabel = "SECONDS", descriptionKey = "inbox.wait")
    private long seconds;

    /** With the run. */
    public InboxCommand(Context context) {
        super(context, Profiles.Use.OFFICER);
    }

    @Override
    protected ExitCode run(Account account, Terminal terminal) throws IOException {
        List<Mailbox.InboxItem> items = account.inbox().list(after);
        if (terminal.json() && !follow) {
            terminal.result(new Mailbox.InboxPage(items).toJson());
            return ExitCode.OK;
        }
        show(terminal, items);
        if (follow) {
            follow(account, terminal, last(items, after));
        }
        return ExitCode.OK;
    }

    private static long last(List<Mailbox.InboxItem> items, long before) {
        return items.isEmpty() ? before : items.getLast().seq();
    }

    private static void show(Terminal terminal, List<Mailbox.InboxItem> items) {
        if (terminal.json()) {
            items.forEach(item -> terminal.result(item.toJson()));
        } else if (items.isEmpty()) {
            terminal.say("inbox.empty");
        } else {
            terminal.table(table(terminal, items));
        }
    }

    private static Table table(Terminal terminal, List<Mailbox.InboxItem> items) {
        Table table =
                new Table(
                        List.of(
                                terminal.text("column.number"),
                                terminal.text("column.consignment"),
                                terminal.text("column.from"),
                                terminal.text("column.level"),
                                terminal.text("column.urgency"),
                                terminal.text("column.arrived"),
                                terminal.text("column.deadline"),
                                terminal.text("column.state")));
        for (Mailbox.InboxItem item : items) {
            table.row(
                    List.of(
                            Long.toString(item.seq()),
                            Consignments.brief(item.consignment()),
                            item.senderName() + "\n" + item.sender(),
                            item.level().display(),
                            terminal.mark(item.urgency()),
                            terminal.moment(item.arrivedAt()),
                            item.receiptDeadline().map(terminal::moment).orElse("–"),
                            Consignments.state(terminal, item.state())));
        }
        return table;
    }

    /** Until it is interrupted, or the time to wait is over. */
    private void follow(Account account, Terminal terminal, long shown) {
        terminal.remark("inbox.waiting");
        long seen = shown;
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        try (EventStream events = account.gateway().events(0)) {
            while (!Thread.currentThread().isInterrupted()) {
                long left = end - System.nanoTime();
                if (seconds > 0 && left <= 0) {
                    return;
                }
                Duration wait =
                        seconds > 0 && left < WAIT.toNanos() ? Duration.ofNanos(left) : WAIT;
                Optional<EventMessage> event = events.next(wait);
                if (event.isPresent() && event.get().kind() == EventMessage.Kind.CONSIGNMENT) {
                    List<Mailbox.InboxItem> items = account.inbox().list(seen);
                    if (!items.isEmpty()) {
                        show(terminal, items);
                        seen = last(items, seen);
                    }
                }
            }
        }
    }
}
