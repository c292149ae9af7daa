package vn.antin.cli.desk;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.profile.Profiles;
import vn.antin.cli.run.AccountCommand;
import vn.antin.cli.run.Context;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.json.JsonObject;
import vn.antin.sdk.Account;
import vn.antin.sdk.wire.Suspension;

/** Lifts the suspension of an endpoint. */
@Command(name = "resume", sortOptions = false)
public final class ResumeCommand extends AccountCommand {
    @Parameters(paramLabel = "ENDPOINT", descriptionKey = "suspend.endpoint")
    private String endpointText = "";

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            descriptionKey = "suspend.reason")
    private String reason = "";

    /** With the run. */
    public ResumeCommand(Context context) {
        super(context, Profiles.Use.CUSTODIAN);
    }

    @Override
    protected void prepare() {
        EndpointId unused = Input.endpoint(endpointText);
        if (reason.isBlank()) {
            throw new CliProblem(Code.OPTION_NEEDED, "--reason");
        }
    }

    @Override
    protected ExitCode run(Account account, Terminal terminal) {
        EndpointId endpoint = Input.endpoint(endpointText);
        account.gateway().resume(endpoint, new Suspension.Resumption(reason));
        if (terminal.json()) {
            terminal.result(
                    JsonObject.builder()
                            .put("endpoint", endpoint.toString())
                            .put("resumed", true)
                            .build());
        } else {
            terminal.say("resume.done", endpoint);
        }
        return ExitCode.OK;
    }
}
