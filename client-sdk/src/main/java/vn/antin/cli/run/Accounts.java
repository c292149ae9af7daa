package vn.antin.cli.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.profile.Profile;
import vn.antin.sdk.Account;

/** Opens accounts: the card of the profile, then the connection to its gateway. */
public interface Accounts {
    /** Work with an open account. */
    @FunctionalInterface
    interface Task {
        /** Does it. */
        ExitCode run(Account account) throws IOException;
    }

    /**
     * Opens, works, closes.
     *
     * @param profile whose
     * @param pinFile where the PIN is; when absent it is asked for
     * @throws vn.antin.cli.io.CliProblem when the card cannot be used
     * @throws vn.antin.sdk.transport.GatewayException when the gateway cannot be used
     */
    ExitCode with(Profile profile, Optional<Path> pinFile, Terminal terminal, Task task)
            throws IOException;
}
