package vn.antin.cli.desk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.profile.Profiles;
import vn.antin.cli.run.AccountCommand;
import vn.antin.cli.run.Context;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.policies.rule.ChannelProfile;
import vn.antin.sdk.Account;
import vn.antin.sdk.wire.PeerCard;
import vn.antin.sdk.wire.SignedPeerCard;

/** Adds a peer whose card was brought, after its fingerprint was compared. */
@Command(name = "add", sortOptions = false)
public final class PeerAddCommand extends AccountCommand {
    private static final int MAX_CARD = 1 << 16;

    /** The channels that a rule pack can have; the gateway refuses one that its own has not. */
    private static final List<String> CHANNELS =
            List.of(ChannelProfile.CO_YEU, ChannelProfile.LAN_DOC_LAP, ChannelProfile.COURIER);

    @Parameters(paramLabel = "FILE", descriptionKey = "peer.add.file")
    private Path file = Path.of("");

    @Option(
            names = "--channel",
            required = true,
            paramLabel = "PROFILE",
            descriptionKey = "peer.add.channel")
    private String channel = "";

    @Option(names = "--fingerprint", paramLabel = "HEX", descriptionKey = "peer.add.fingerprint")
    private @Nullable String fingerprint;

    @Option(names = "--replace", descriptionKey = "peer.add.replace")
    private boolean replace;

    private @Nullable SignedPeerCard card;

    /** With the run. */
    public PeerAddCommand(Context context) {
        super(context, Profiles.Use.CUSTODIAN);
    }

    @Override
    protected void prepare() throws IOException {
        if (!CHANNELS.contains(channel)) {
            throw new CliProblem(
                    Code.BAD_VALUE, "--channel", channel, String.join(" | ", CHANNELS));
        }
        SignedPeerCard signed = parse(Input.file(file, MAX_CARD));
        PeerCard read = verified(signed);
        Terminal terminal = context().terminal();
        String found = Certificates.fingerprint(read.ca()).hex();
        if (!terminal.json()) {
            show(terminal, read, found);
        }
        Fingerprint.confirm(terminal, fingerprint, "peer.confirm", found);
        card = signed;
    }

    private PeerCard verified(SignedPeerCard signed) {
        return signed.verified()
                .orElseThrow(() -> new CliProblem(Code.PEER_CARD_NOT_VERIFIED, file));
    }

    private SignedPeerCard parse(byte[] bytes) {
        try {
            return SignedPeerCard.fromJson(JsonObject.parse(bytes));
        } catch (JsonException | IllegalArgumentException e) {
            throw new CliProblem(e, Code.BAD_PEER_CARD, file, Errors.detail(e));
        }
    }

    private static void show(Terminal terminal, PeerCard card, String found) {
        terminal.facts(
                List.of(
                        List.of(terminal.text("word.agency"), card.organizationName()),
                        List.of(terminal.text("word.gateway"), card.gateway().toString()),
                        List.of(terminal.text("word.address"), card.url().toString()),
                        List.of(terminal.text("word.premises"), card.premises()),
                        List.of("SHA-256", Fingerprint.grouped(found))));
    }

    @Override
    protected ExitCode run(Account account, Terminal terminal) {
        if (card == null) {
            throw new IllegalStateException("not prepared");
        }
        PeerCard read = verified(card);
        account.gateway().addPeer(new PeerCard.AddPeer(card, channel, replace));
        if (terminal.json()) {
            terminal.result(
                    JsonObject.builder()
                            .put("gateway", read.gateway().toString())
                            .put("channelProfile", channel)
                            .build());
        } else {
            terminal.say("peer.added", read.gateway(), channel);
        }
        return ExitCode.OK;
    }
}
