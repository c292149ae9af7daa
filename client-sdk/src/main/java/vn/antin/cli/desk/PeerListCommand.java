package vn.antin.cli.desk;

import java.util.List;
import picocli.CommandLine.Command;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Table;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.profile.Profiles;
import vn.antin.cli.run.AccountCommand;
import vn.antin.cli.run.Context;
import vn.antin.crypto.cert.Certificates;
import vn.antin.sdk.Account;
import vn.antin.sdk.wire.PeerCard;

/** Lists the peers of the gateway. */
@Command(name = "list", sortOptions = false)
public final class PeerListCommand extends AccountCommand {
    /** With the run. */
    public PeerListCommand(Context context) {
        super(context, Profiles.Use.CUSTODIAN);
    }

    @Override
    protected ExitCode run(Account account, Terminal terminal) {
        PeerCard.Listing listing = account.gateway().peers();
        if (terminal.json()) {
            terminal.result(listing.toJson());
            return ExitCode.OK;
        }
        if (listing.peers().isEmpty()) {
            terminal.say("peer.none");
            return ExitCode.OK;
        }
        Table table =
                new Table(
                        List.of(
                                terminal.text("word.gateway"),
                                terminal.text("word.agency"),
                                terminal.text("word.address"),
                                terminal.text("word.premises"),
                                terminal.text("word.channel"),
                                "SHA-256"));
        for (PeerCard.Peer peer : listing.peers()) {
            PeerCard card = peer.card();
            table.row(
                    List.of(
                            card.gateway().toString(),
                            card.organizationName(),
                            card.url().toString(),
                            card.premises(),
                            peer.channelProfile(),
                            Certificates.fingerprint(card.ca()).hex().substring(0, 16) + "…"));
        }
        terminal.table(table);
        return ExitCode.OK;
    }
}
