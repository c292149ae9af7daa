package vn.antin.cli.desk;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
import vn.antin.crypto.tlog.LogKey;
import vn.antin.sdk.Account;

/** Shows the key with which receipts of a gateway's log are verified offline. */
@Command(name = "key", sortOptions = false)
public final class LogKeyCommand extends AccountCommand {
    @Parameters(paramLabel = "GATEWAY", arity = "0..1", descriptionKey = "log.key.gateway")
    private @Nullable String gatewayText;

    /** With the run. */
    public LogKeyCommand(Context context) {
        super(context, Profiles.Use.ANY);
    }

    @Override
    protected void prepare() {
        if (gatewayText != null) {
            EndpointId unused = Input.endpoint(gatewayText);
        }
    }

    @Override
    protected boolean plain() {
        return true;
    }

    @Override
    protected ExitCode run(Account account, Terminal terminal) {
        EndpointId gateway =
                gatewayText == null ? account.settings().gateway() : Input.endpoint(gatewayText);
        LogKey key =
                account.trust()
                        .logKey(gateway)
                        .orElseThrow(() -> new CliProblem(Code.UNKNOWN_LOG, gateway));
        if (terminal.json()) {
            terminal.result(
                    JsonObject.builder()
                            .putObjects(
                                    "logKeys",
                                    List.of(
                                            JsonObject.builder()
                                                    .put("gateway", gateway.toString())
                                                    .put("vkey", key.text())
                                                    .build()))
                            .build());
        } else {
            terminal.line(key.text());
        }
        return ExitCode.OK;
    }
}
