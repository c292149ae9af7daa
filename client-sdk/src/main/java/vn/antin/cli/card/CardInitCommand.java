package vn.antin.cli.card;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.antin.cli.io.CardRecord;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.run.Context;
import vn.antin.crypto.json.JsonObject;
import vn.antin.hsm.piv.PivToken;

/** Sets up a new card: random PIN, PUK and management key in files for the custodian's safe. */
@Command(name = "init", sortOptions = false)
final class CardInitCommand extends ReaderCommand {
    @Option(names = "--name", required = true, paramLabel = "NAME", descriptionKey = "enrol.name")
    private String name = "";

    @Option(names = "--card-pin-file", paramLabel = "FILE", descriptionKey = "card.pin-file")
    private @Nullable Path pinFile;

    CardInitCommand(Context context) {
        super(context);
    }

    @Override
    ExitCode run(PivToken token, Terminal terminal) throws IOException {
        Path pin =
                pinFile == null
                        ? context().profiles().secret(name)
                        : pinFile.toAbsolutePath().normalize();
        PivCards.initialise(token, pin, new SecureRandom());
        Path puk = PivCards.pukFile(pin);
        Path management = PivCards.managementFile(pin);
        Path record =
                CardRecord.of(CardRecord.Kind.INIT, context().clock().instant(), false)
                        .card(token.guid(), Optional.empty())
                        .fact("record.person", name)
                        .write(context().profiles().home(), name);
        if (terminal.json()) {
            terminal.result(
                    JsonObject.builder()
                            .put("reader", token.reader())
                            .put("guid", token.guid())
                            .put("pinFile", pin.toString())
                            .put("pukFile", puk.toString())
                            .put("managementFile", management.toString())
                            .put("record", record.toString())
                            .build());
            return ExitCode.OK;
        }
        terminal.say("card.set-up", token.guid());
        terminal.facts(
                List.of(
                        List.of(terminal.text("word.pin-file"), pin.toString()),
                        List.of(terminal.text("word.puk-file"), puk.toString()),
                        List.of(terminal.text("word.management-file"), management.toString()),
                        List.of(terminal.text("word.record"), record.toString())));
        terminal.remark("card.keep");
        return ExitCode.OK;
    }
}
