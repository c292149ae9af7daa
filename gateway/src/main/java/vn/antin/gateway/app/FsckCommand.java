package vn.antin.gateway.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.gateway.store.Fsck;
import vn.antin.gateway.store.SqliteStore;
import vn.antin.gateway.store.disk.DiskBlobStore;
import vn.antin.gateway.store.disk.DurableStep;
import vn.antin.hsm.TokenVault;

/** Checks evidence, states, log and blobs against each other; changes nothing. */
@Command(name = "fsck", mixinStandardHelpOptions = true)
final class FsckCommand implements Callable<Integer> {
    private static final Locale VIETNAMESE = Locale.forLanguageTag("vi");

    @Option(names = "--home", required = true, paramLabel = "DIR", descriptionKey = "home")
    private Path home = Path.of("");

    @Option(names = "--json", descriptionKey = "json")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        GatewayConfig config = GatewayConfig.read(home);
        PrintWriter out = spec.commandLine().getOut();
        InstantSource clock = InstantSource.system();
        try (TokenVault vault = Startup.openToken(config);
                SqliteStore store = Startup.openStore(config, vault, clock)) {
            DiskBlobStore blobs =
                    new DiskBlobStore(
                            config.data(),
                            config.limits().freeSpace() / 2,
                            DurableStep.Listener.NONE);
            List<Fsck.Finding> findings =
                    new Fsck(store, blobs)
                            .run(Startup.certificate(vault, KeyLabel.CA), config.exercise());
            if (json) {
                out.println(report(findings, config.exercise()));
            } else {
                if (config.exercise()) {
                    out.print(CipherModule.EXERCISE_BANNER);
                }
                tell(out, findings, Main.HelpLanguage.of(spec));
            }
            out.flush();
            return findings.isEmpty() ? 0 : 4;
        }
    }

    private static String report(List<Fsck.Finding> findings, boolean exercise) {
        JsonObject report =
                JsonObject.builder()
                        .put("exercise", exercise)
                        .putObjects(
                                "findings",
                                findings.stream()
                                        .map(finding ->
                                                JsonObject.builder()
                                                        .put("kind", finding.kind().toString())
                                                        .put(
                                                                "vi",
                                                                words(finding.kind(), VIETNAMESE))
                                                        .put(
                                                                "en",
                                                                words(
                                                                        finding.kind(),
                                                                        Locale.ENGLISH))
                                                        .put("what", finding.what())
                                                        .build())
                                        .toList())
                        .build();
        return new String(report.canonicalBytes(), StandardCharsets.UTF_8);
    }

    /** What sort of thing it is; where it is stands in the finding itself. */
    static String words(Fsck.Finding.Kind kind, Locale language) {
        return words(kind.name(), language);
    }

    private static String words(String key, Locale language) {
        return ResourceBundle.getBundle(
                        "vn.antin.gateway.app.findings",
                        language,
                        ResourceBundle.Control.getNoFallbackControl(
                                ResourceBundle.Control.FORMAT_PROPERTIES))
                .getString(key);
    }

    private static void tell(PrintWriter out, List<Fsck.Finding> findings, Locale language) {
        for (Fsck.Finding finding : findings) {
            out.println(words(finding.kind(), language) + " [" + finding.kind() + "]");
            out.println("  " + finding.what());
        }
        out.println(
                findings.isEmpty()
                        ? words("nothing", language)
                        : words("count", language) + ": " + findings.size());
    }
}
