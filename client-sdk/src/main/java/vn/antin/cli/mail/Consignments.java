package vn.antin.cli.mail;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Terminal;
import vn.antin.crypto.bytes.Digest;
import vn.antin.policies.label.Level;
import vn.antin.sdk.Account;
import vn.antin.sdk.wire.Mailbox;

/** Names of consignments as people type and read them. */
final class Consignments {
    private static final int SHORT = 8;
    private static final int SHOWN = 5;
    private static final String PART = "[0-9a-f-]{4,36}";
    private static final String WHOLE =
            "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private Consignments() {}

    /** Refuses what cannot be the beginning of an id. */
    static String checked(String text) {
        String id = text.strip().toLowerCase(Locale.ROOT);
        if (!id.matches(PART)) {
            throw new CliProblem(Code.BAD_ID, text);
        }
        return id;
    }

    /**
     * The id that begins like this, in the inbox or the outbox.
     *
     * @throws CliProblem UNKNOWN_ID, AMBIGUOUS_ID
     */
    static String find(Account account, String beginning) {
        if (beginning.matches(WHOLE)) {
            return beginning;
        }
        TreeSet<String> found = new TreeSet<>();
        Stream.concat(
                        account.inbox().list(0).stream().map(Mailbox.InboxItem::consignment),
                        account.outbox().list(0).stream().map(Mailbox.OutboxItem::consignment))
                .filter(id -> id.startsWith(beginning))
                .forEach(found::add);
        if (found.isEmpty()) {
            throw new CliProblem(Code.UNKNOWN_ID, beginning);
        }
        if (found.size() > 1) {
            List<String> some = found.stream().limit(SHOWN).toList();
            throw new CliProblem(Code.AMBIGUOUS_ID, beginning, String.join(", ", some));
        }
        return found.first();
    }

    /** As in tables. */
    static String brief(String id) {
        return id.substring(0, Math.min(SHORT, id.length()));
    }

    /** As in tables. */
    static String brief(Digest digest) {
        return digest.hex().substring(0, 2 * SHORT) + "…";
    }

    /** How far it has come. */
    static String state(Terminal terminal, Mailbox.DeliveryState state) {
        return terminal.text("state." + state.name().toLowerCase(Locale.ROOT));
    }

    /** A level is never shown in a translation only. */
    static String level(Level level) {
        return level.display();
    }
}
