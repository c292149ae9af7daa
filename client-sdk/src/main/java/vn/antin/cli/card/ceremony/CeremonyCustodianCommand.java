package vn.antin.cli.card.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vn.antin.cli.card.NewCard;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.HelpOption;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.ceremony.Custodian;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.ceremony.CustodianCard;
import vn.antin.hsm.helper.HelperVault;

/** Makes the custodian file of a person with the person's own card. */
@Command(name = "custodian", sortOptions = false)
final class CeremonyCustodianCommand implements Callable<Integer> {
    private final Context context;

    @Mixin private CardOption card = new CardOption();

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            descriptionKey = "ceremony.name")
    private String name = "";

    @Option(names = "--init-token", descriptionKey = "ceremony.init-token")
    private boolean initToken;

    @Option(names = "--out", required = true, paramLabel = "FILE", descriptionKey = "ceremony.out")
    private Path out = Path.of("");

    @Mixin HelpOption help = new HelpOption();

    CeremonyCustodianCommand(Context context) {
        this.context = context;
    }

    private Custodian introduced(TokenConfig token, Optional<Path> pinFile) throws IOException {
        try {
            boolean keysOnly = CeremonyCommand.hasKeysOnly(token);
            try (HelperVault vault = CeremonyCommand.card(token, pinFile, context)) {
                CustodianCard person =
                        keysOnly
                                ? CustodianCard.withKeys(vault)
                                : CustodianCard.administered(vault, vault.admin());
                return person.introduce(name);
            }
        } catch (KeyException e) {
            throw Errors.key(e, token.tokenLabel(), "");
        }
    }

    @Override
    public Integer call() throws IOException {
        Input.requireNew(out);
        if (!Custodian.isName(name)) {
            throw new CliProblem(Code.BAD_PERSON, name);
        }
        TokenConfig token = card.token();
        Optional<Path> pinFile = context.options().pinFile();
        if (initToken) {
            Path pin = pinFile.orElseGet(() -> context.profiles().secret(token.tokenLabel()));
            String unused = NewCard.make(token, pin);
            pinFile = Optional.of(pin);
        }
        Custodian person = introduced(token, pinFile);
        CeremonyCommand.write(out, person.toBytes());
        String fingerprint = Digest.of(person.signature().getEncoded()).hex();
        Terminal terminal = context.terminal();
        if (terminal.json()) {
            JsonObject.Builder result =
                    JsonObject.builder()
                            .put("file", out.toString())
                            .put("fingerprint", fingerprint);
            terminal.result(
                    initToken
                            ? result.put("pin", pinFile.orElseThrow().toString())
                                    .put(
                                            "officerPin",
                                            NewCard.officerFile(pinFile.orElseThrow()).toString())
                                    .build()
                            : result.build());
            return ExitCode.OK.number();
        }
        terminal.say("ceremony.introduced", out);
        terminal.facts(List.of(List.of("SHA-256", fingerprint)));
        terminal.remark("ceremony.compare");
        if (initToken) {
            Path pin = pinFile.orElseThrow();
            terminal.say("ceremony.custodian-pins", pin, NewCard.officerFile(pin));
        }
        return ExitCode.OK.number();
    }
}
