package vn.antin.cli.desk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.antin.cli.io.CardRecord;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.profile.Profiles;
import vn.antin.cli.run.AccountCommand;
import vn.antin.cli.run.Context;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.RevocationReason;
import vn.antin.crypto.json.JsonObject;
import vn.antin.sdk.Account;
import vn.antin.sdk.wire.DirectoryEntry;
import vn.antin.sdk.wire.Suspension;

/** Ends an endpoint: its certificates are revoked; the card itself is not needed for it. */
@Command(name = "retire", sortOptions = false)
public final class RetireCommand extends AccountCommand {
    @Parameters(paramLabel = "ENDPOINT", descriptionKey = "suspend.endpoint")
    private String endpointText = "";

    @Option(names = "--why", required = true, paramLabel = "WHY", descriptionKey = "retire.why")
    private String why = "";

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            descriptionKey = "suspend.reason")
    private String reason = "";

    private RevocationReason cause = RevocationReason.CESSATION_OF_OPERATION;

    /** With the run. */
    public RetireCommand(Context context) {
        super(context, Profiles.Use.CUSTODIAN);
    }

    @Override
    protected void prepare() {
        EndpointId unused = Input.endpoint(endpointText);
        if (reason.isBlank()) {
            throw new CliProblem(Code.OPTION_NEEDED, "--reason");
        }
        cause =
                switch (why) {
                    case "left" -> RevocationReason.CESSATION_OF_OPERATION;
                    case "superseded" -> RevocationReason.SUPERSEDED;
                    case "compromised" -> RevocationReason.KEY_COMPROMISE;
                    default ->
                            throw new CliProblem(
                                    Code.BAD_VALUE, "--why", why, "left, superseded, compromised");
                };
    }

    @Override
    protected ExitCode run(Account account, Terminal terminal) throws IOException {
        EndpointId endpoint = Input.endpoint(endpointText);
        Optional<DirectoryEntry> entry =
                account.gateway().directory(endpoint.toString()).stream()
                        .filter(each -> each.endpoint().equals(endpoint))
                        .findFirst();
        account.gateway().suspend(endpoint, new Suspension(reason, true, Optional.of(cause)));
        Path record =
                CardRecord.of(
                                CardRecord.Kind.RETIRE,
                                account.clock().instant(),
                                account.deployment().exercise())
                        .person(
                                endpoint,
                                entry.map(DirectoryEntry::name).orElse("-"),
                                entry.map(DirectoryEntry::organizationName).orElse("-"))
                        .custodian(account.settings().endpoint())
                        .superseded(entry.flatMap(DirectoryEntry::authenticationCertificate))
                        .fact("record.cause", why)
                        .fact("record.reason", reason)
                        .write(context().profiles().home(), endpoint.name());
        if (terminal.json()) {
            terminal.result(
                    JsonObject.builder()
                            .put("endpoint", endpoint.toString())
                            .put("cause", cause.code())
                            .put("record", record.toString())
                            .build());
            return ExitCode.OK;
        }
        terminal.say("retire.done", endpoint);
        terminal.facts(List.of(List.of(terminal.text("word.record"), record.toString())));
        terminal.remark("retire.waiting");
        return ExitCode.OK;
    }
}
