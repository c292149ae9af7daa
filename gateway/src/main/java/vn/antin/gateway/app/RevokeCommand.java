package vn.antin.gateway.app;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import vn.antin.crypto.cert.CertificateIssuer;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.gateway.enrol.Authority;
import vn.antin.gateway.enrol.SuspensionDesk;
import vn.antin.gateway.store.SqliteStore;
import vn.antin.hsm.TokenVault;

/**
 * Suspends or revokes an endpoint at the gateway's own machine, for the case that no key custodian
 * can connect, for example when the custodian's card is the one that was lost.
 */
@Command(name = "revoke", mixinStandardHelpOptions = true)
final class RevokeCommand implements Callable<Integer> {
    @Option(names = "--home", required = true, paramLabel = "DIR", descriptionKey = "home")
    private Path home = Path.of("");

    @Option(names = "--suspend", descriptionKey = "revoke.suspend")
    private boolean suspend;

    @Option(names = "--reason", paramLabel = "TEXT", descriptionKey = "revoke.reason")
    private @Nullable String reason;

    @Parameters(paramLabel = "ENDPOINT", descriptionKey = "revoke.endpoint")
    private String endpoint = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        GatewayConfig config = GatewayConfig.read(home);
        EndpointId id = EndpointId.parse(endpoint);
        InstantSource clock = InstantSource.system();
        try (TokenVault vault = Startup.openToken(config);
                SqliteStore store = Startup.openStore(config, vault, clock)) {
            Authority authority =
                    new Authority(
                            new CertificateIssuer(
                                    Startup.certificate(vault, KeyLabel.CA),
                                    vault.signer(KeyLabel.CA),
                                    new SecureRandom()),
                            store,
                            clock,
                            config.limits().crlLife());
            new SuspensionDesk(
                            config.organization(),
                            store,
                            authority,
                            RevokeCommand::nothing,
                            clock,
                            new SecureRandom())
                    .suspend(id, !suspend, Optional.ofNullable(reason));
        }
        spec.commandLine()
                .getOut()
                .printf("%s: %s%n", id, suspend ? "tạm ngừng / suspended" : "thu hồi / revoked");
        return 0;
    }

    private static void nothing() {
        // The gateway is stopped: nobody holds an older trust.
    }
}
