package vn.antin.cli.desk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.Group;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.OutsideCertificate;
import vn.antin.crypto.json.JsonObject;
import vn.antin.sdk.enrol.OutsideAuthorities;

/**
 * Authorities outside the project that vouch for holders of adopted cards: {@code outside-ca add},
 * {@code list}, {@code remove}. A file in the home; asks no gateway.
 */
@Command(name = "outside-ca", sortOptions = false, mixinStandardHelpOptions = false)
public final class OutsideCaCommand extends Group {
    private static final int MAX_FILE = 1 << 16;

    private OutsideCaCommand() {}

    /** The group with its commands. */
    public static CommandLine line(Context context) {
        return new CommandLine(new OutsideCaCommand())
                .addSubcommand(new Add(context))
                .addSubcommand(new Show(context))
                .addSubcommand(new Remove(context));
    }

    private static JsonObject json(X509Certificate authority) {
        return JsonObject.builder()
                .put("subject", authority.getSubjectX500Principal().getName())
                .put("validUntil", authority.getNotAfter().toInstant())
                .put("sha256", Certificates.fingerprint(authority).hex())
                .build();
    }

    private static void show(Terminal terminal, X509Certificate authority) {
        terminal.facts(
                List.of(
                        List.of(
                                terminal.text("word.outside-ca"),
                                authority.getSubjectX500Principal().getName()),
                        List.of(
                                terminal.text("word.issued-by"),
                                authority.getIssuerX500Principal().getName()),
                        List.of(
                                terminal.text("word.valid-until"),
                                terminal.moment(authority.getNotAfter().toInstant())),
                        List.of(
                                "SHA-256",
                                Fingerprint.grouped(Certificates.fingerprint(authority).hex()))));
    }

    /** What they have in common. */
    abstract static class Local implements Callable<Integer> {
        private final Context context;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                order = 110,
                descriptionKey = "global.help")
        boolean help;

        Local(Context context) {
            this.context = context;
        }

        final Context context() {
            return context;
        }

        final OutsideAuthorities authorities() {
            return new OutsideAuthorities(context.profiles().home());
        }

        @Override
        public final Integer call() throws IOException {
            run(context.terminal());
            return ExitCode.OK.number();
        }

        abstract void run(Terminal terminal) throws IOException;
    }

    /** Adds one after its fingerprint was compared. */
    @Command(name = "add", sortOptions = false)
    static final class Add extends Local {
        @Parameters(paramLabel = "FILE", descriptionKey = "outside-ca.file")
        private Path file = Path.of("");

        @Option(
                names = "--fingerprint",
                paramLabel = "HEX",
                descriptionKey = "outside-ca.fingerprint")
        private @Nullable String fingerprint;

        Add(Context context) {
            super(context);
        }

        @Override
        void run(Terminal terminal) throws IOException {
            X509Certificate authority = read();
            if (!terminal.json()) {
                show(terminal, authority);
            }
            Fingerprint.confirm(
                    terminal,
                    fingerprint,
                    "outside-ca.confirm",
                    Certificates.fingerprint(authority).hex());
            authorities().add(authority);
            if (terminal.json()) {
                terminal.result(json(authority));
            } else {
                terminal.say("outside-ca.added", authorities().file());
            }
        }

        private X509Certificate read() throws IOException {
            byte[] bytes = Input.file(file, MAX_FILE);
            try {
                X509Certificate authority = certificate(bytes);
                OutsideCertificate.checkAuthority(authority, context().clock().instant());
                return authority;
            } catch (CertificateProblem e) {
                throw new CliProblem(e, Code.BAD_OUTSIDE_CA, file, Errors.certificate(e.reason()));
            }
        }

        private X509Certificate certificate(byte[] bytes) throws CertificateProblem {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            if (!text.contains("-----BEGIN")) {
                return Certificates.parse(bytes);
            }
            List<X509Certificate> all = Certificates.parsePem(text);
            if (all.size() != 1) {
                throw new CliProblem(
                        Code.BAD_OUTSIDE_CA,
                        file,
                        Errors.certificate(CertificateProblem.Reason.MALFORMED));
            }
            return all.getFirst();
        }
    }

    /** Lists them. */
    @Command(name = "list", sortOptions = false)
    static final class Show extends Local {
        Show(Context context) {
            super(context);
        }

        @Override
        void run(Terminal terminal) throws IOException {
            List<X509Certificate> all = authorities().list();
            if (terminal.json()) {
                terminal.result(
                        JsonObject.builder()
                                .putObjects(
                                        "authorities",
                                        all.stream().map(OutsideCaCommand::json).toList())
                                .build());
                return;
            }
            if (all.isEmpty()) {
                terminal.say("outside-ca.none");
            }
            all.forEach(each -> show(terminal, each));
        }
    }

    /** Takes one away. */
    @Command(name = "remove", sortOptions = false)
    static final class Remove extends Local {
        @Option(
                names = "--fingerprint",
                required = true,
                paramLabel = "HEX",
                descriptionKey = "outside-ca.gone")
        private String fingerprint = "";

        Remove(Context context) {
            super(context);
        }

        @Override
        void run(Terminal terminal) throws IOException {
            String plain = Fingerprint.plain(fingerprint);
            List<Digest> known = new ArrayList<>();
            authorities().list().forEach(each -> known.add(Certificates.fingerprint(each)));
            Digest found =
                    known.stream()
                            .filter(each -> each.hex().equals(plain))
                            .findFirst()
                            .orElseThrow(
                                    () -> new CliProblem(Code.UNKNOWN_OUTSIDE_CA, fingerprint));
            boolean gone = authorities().remove(found);
            if (terminal.json()) {
                terminal.result(
                        JsonObject.builder().put("sha256", plain).put("removed", gone).build());
            } else {
                terminal.say("outside-ca.removed");
            }
        }
    }
}
