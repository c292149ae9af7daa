package vn.antin.cli.desk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.profile.Profiles;
import vn.antin.cli.run.AccountCommand;
import vn.antin.cli.run.Context;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.json.JsonObject;
import vn.antin.sdk.Account;
import vn.antin.sdk.spool.DurableFiles;
import vn.antin.sdk.transport.GatewayMisbehaved;
import vn.antin.sdk.wire.PeerCard;
import vn.antin.sdk.wire.SignedPeerCard;

/** Writes the gateway's own card, to be carried to a peer. */
@Command(name = "export", sortOptions = false)
public final class PeerExportCommand extends AccountCommand {
    @Parameters(paramLabel = "FILE", descriptionKey = "peer.export.file")
    private Path file = Path.of("");

    @Option(names = "--overwrite", descriptionKey = "peer.export.overwrite")
    private boolean overwrite;

    /** With the run. */
    public PeerExportCommand(Context context) {
        super(context, Profiles.Use.CUSTODIAN);
    }

    @Override
    protected void prepare() {
        if (!overwrite) {
            Input.requireNew(file);
        }
    }

    @Override
    protected ExitCode run(Account account, Terminal terminal) throws IOException {
        SignedPeerCard signed = account.gateway().peers().self();
        PeerCard card =
                signed.verified()
                        .orElseThrow(() ->
                                new GatewayMisbehaved(
                                        GatewayMisbehaved.Reason.BAD_ANSWER,
                                        "the own card is not signed by its authority",
                                        null));
        try (OutputStream out =
                Channels.newOutputStream(
                        DurableFiles.open(
                                file,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING))) {
            out.write(signed.toJson().canonicalBytes());
        }
        String fingerprint = Certificates.fingerprint(card.ca()).hex();
        if (terminal.json()) {
            terminal.result(
                    JsonObject.builder()
                            .put("gateway", card.gateway().toString())
                            .put("file", file.toString())
                            .put("fingerprint", fingerprint)
                            .build());
        } else {
            terminal.say("peer.exported", card.gateway(), file);
            terminal.line("  SHA-256 " + Fingerprint.grouped(fingerprint));
            terminal.say("peer.read-aloud");
        }
        return ExitCode.OK;
    }
}
