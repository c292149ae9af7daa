package vn.antin.cli.card.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import vn.antin.cli.card.NewCard;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.HelpOption;
import vn.antin.crypto.json.JsonObject;
import vn.antin.hsm.TokenConfig;

/** Makes the empty token of a gateway, whose serial number the plan then names. */
@Command(name = "token", sortOptions = false)
final class CeremonyTokenCommand implements Callable<Integer> {
    private final Context context;

    @Mixin private TokenOption token = new TokenOption();

    @Mixin HelpOption help = new HelpOption();

    CeremonyTokenCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        TokenConfig asked = token.token();
        Path pin =
                context.options()
                        .pinFile()
                        .orElseGet(() -> context.profiles().home().resolve("secrets/gateway.pin"));
        String serial = NewCard.make(asked, pin, CliProblem.Code.TOKEN_TAKEN);
        Path officer = NewCard.officerFile(pin);
        Terminal terminal = context.terminal();
        if (terminal.json()) {
            terminal.result(
                    JsonObject.builder()
                            .put("token", asked.tokenLabel())
                            .put("serial", serial)
                            .put("pin", pin.toString())
                            .put("officerPin", officer.toString())
                            .build());
            return ExitCode.OK.number();
        }
        terminal.say("ceremony.token-made", asked.tokenLabel(), serial);
        terminal.say("ceremony.token-pins", pin, officer);
        return ExitCode.OK.number();
    }
}
