package vn.antin.cli.desk;

import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.profile.Profiles;
import vn.antin.cli.run.AccountCommand;
import vn.antin.cli.run.Context;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.tlog.Checkpoint;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.crypto.tlog.LogProblem;
import vn.antin.crypto.tlog.SignedCheckpoint;
import vn.antin.sdk.Account;

/** Shows the signed checkpoint of the gateway's log, after its signature was checked. */
@Command(name = "checkpoint", sortOptions = false)
public final class LogCheckpointCommand extends AccountCommand {
    /** With the run. */
    public LogCheckpointCommand(Context context) {
        super(context, Profiles.Use.ANY);
    }

    @Override
    protected boolean plain() {
        return true;
    }

    @Override
    protected ExitCode run(Account account, Terminal terminal) {
        EndpointId gateway = account.settings().gateway();
        LogKey key =
                account.trust()
                        .logKey(gateway)
                        .orElseThrow(() -> new CliProblem(Code.UNKNOWN_LOG, gateway));
        byte[] note = account.gateway().checkpoint();
        Checkpoint checkpoint;
        try {
            checkpoint = SignedCheckpoint.verify(note, key);
        } catch (LogProblem e) {
            throw new CliProblem(e, Code.LOG_NOT_VERIFIED, String.valueOf(e.getMessage()));
        }
        String text = new String(note, StandardCharsets.UTF_8);
        if (terminal.json()) {
            terminal.result(
                    JsonObject.builder()
                            .put("origin", checkpoint.origin())
                            .put("size", checkpoint.size())
                            .put("root", checkpoint.root().hex())
                            .put("note", text)
                            .build());
        } else {
            terminal.line(text.stripTrailing());
            terminal.remark("log.verified", checkpoint.origin(), checkpoint.size());
        }
        return ExitCode.OK;
    }
}
