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

/** Suspends an endpoint, and revokes its certificates when asked to. */
@Command(name = "suspend", sortOptions = false)
public final class SuspendCommand extends AccountCommand {
    @Parameters(paramLabel = "ENDPOINT", descriptionKey = "suspend.endpoint")
    private String endpointText = "";

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            descriptionKey = "suspend.reason")
    private String reason = "";

    @Option(names = "--revoke", descriptionKey = "suspend.revoke")
    private boolean revoke;

    /** With the run. */
    public SuspendCommand(Context context) {
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
        account.gateway().suspend(endpoint, new Suspension(reason, revoke));
        if (terminal.json()) {
            terminal.result(
                    JsonObject.builder()
                            .put("endpoint", endpoint.toString())
                            .put("revoked", revoke)
                            .build());
        } else {
            terminal.say(revoke ? "suspend.revoked" : "suspend.done", endpoint);
        }
        return ExitCode.OK;
    }
}
