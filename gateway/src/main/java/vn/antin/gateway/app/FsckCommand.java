package vn.antin.gateway.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
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
import vn.antin.gateway.ceremony.CeremonyFiles;
import vn.antin.gateway.ceremony.CeremonyInbox;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.ops.Alarm;
import vn.antin.gateway.ops.SelfTestFile;
import vn.antin.gateway.store.Fsck;
import vn.antin.gateway.store.SqliteStore;
import vn.antin.gateway.store.disk.DiskBlobStore;
import vn.antin.gateway.store.disk.DurableStep;
import vn.antin.hsm.TokenVault;

/** Checks evidence, states, log and blobs against each other; changes nothing. */
@Command(name = "fsck", mixinStandardHelpOptions = true)
final class FsckCommand implements Callable<Integer> {
    private static final Locale VIETNAMESE = Locale.forLanguageTag("vi");

    private static final String RECORD_MISSING = "ceremony-record-missing";
    private static final String PAPER_CHANGED = "ceremony-paper-changed";

    @Option(names = "--home", required = true, paramLabel = "DIR", descriptionKey = "home")
    private Path home = Path.of("");

    @Option(names = "--json", descriptionKey = "json")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
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
                    new ArrayList<>(
                            new Fsck(store, blobs)
                                    .run(
                                            Startup.certificate(vault, KeyLabel.CA),
                                            config.exercise()));
            files(config, store).stream()
                    .map(each -> new Fsck.Finding(Fsck.Finding.Kind.CEREMONY, each))
                    .forEach(findings::add);
            new SelfTestFile(config.data())
                            .problems(
                                    config.endpoint().toString(),
                                    vault.signer(KeyLabel.SEAL).publicKey())
                            .stream()
                            .map(each -> new Fsck.Finding(Fsck.Finding.Kind.SELF_TEST, each))
                            .forEach(findings::add);
            List<Warning> warnings = warnings(config, store);
            if (json) {
                out.println(report(findings, warnings, config.exercise()));
            } else {
                if (config.exercise()) {
                    out.print(CipherModule.EXERCISE_BANNER);
                }
                tell(out, findings, Main.HelpLanguage.of(spec));
                warn(out, warnings, Main.HelpLanguage.of(spec));
            }
            out.flush();
            return findings.isEmpty() ? 0 : 4;
        }
    }

    private static List<String> files(GatewayConfig config, SqliteStore store) throws IOException {
        try {
            return CeremonyFiles.differences(config.home(), store.ceremonies(), store.logKey());
        } catch (StoreException e) {
            return List.of("the files of ceremonies were not compared: " + e.getMessage());
        }
    }

    /** A file that should not lie there for long, or should be there. */
    private record Warning(String code, String vietnamese, String english, Path file) {
        static Warning of(Alarm alarm, Path file) {
            return new Warning(alarm.code(), alarm.vietnamese(), alarm.english(), file);
        }

        static Warning of(String code, Path file) {
            return new Warning(code, words(code, VIETNAMESE), words(code, Locale.ENGLISH), file);
        }
    }

    private static List<Warning> warnings(GatewayConfig config, SqliteStore store)
            throws IOException {
        List<Warning> warnings = new ArrayList<>();
        for (Path each : Tokens.officerPins(config)) {
            warnings.add(Warning.of(Alarm.OFFICER_PIN_HERE, each));
        }
        for (Path each : CeremonyInbox.waiting(config.home())) {
            warnings.add(Warning.of(Alarm.CEREMONY_NOT_LOGGED, each));
        }
        Path record = config.home().resolve("ceremony.json");
        if (!Files.exists(record) && hasMaking(store)) {
            warnings.add(Warning.of(RECORD_MISSING, record));
        }
        for (Path each : CeremonyFiles.changedPapers(config.home())) {
            warnings.add(Warning.of(PAPER_CHANGED, each));
        }
        return warnings;
    }

    private static boolean hasMaking(SqliteStore store) {
        try {
            return store.ceremonies().stream().anyMatch(each -> each.signed().record().isMaking());
        } catch (StoreException e) {
            return false; // a finding already
        }
    }

    /** What is no finding, and a person should mend. */
    private static void warn(PrintWriter out, List<Warning> warnings, Locale language) {
        for (Warning each : warnings) {
            out.println(
                    (language.equals(Locale.ENGLISH)
                                    ? "WARNING: " + each.english()
                                    : "CẢNH BÁO: " + each.vietnamese())
                            + " ["
                            + each.code()
                            + "]");
            out.println("  " + each.file());
        }
    }

    private static String report(
            List<Fsck.Finding> findings, List<Warning> warnings, boolean exercise) {
        JsonObject report =
                JsonObject.builder()
                        .put("exercise", exercise)
                        .putObjects(
                                "warnings",
                                warnings.stream()
                                        .map(each ->
                                                JsonObject.builder()
                                                        .put("alarm", each.code())
                                                        .put("vi", each.vietnamese())
                                                        .put("en", each.english())
                                                        .put("file", each.file().toString())
                                                        .build())
                                        .toList())
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
