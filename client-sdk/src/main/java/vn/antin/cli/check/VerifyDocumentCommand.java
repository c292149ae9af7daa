package vn.antin.cli.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Messages;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.Countersigners;
import vn.antin.cli.run.HelpOption;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.cert.VerifiedIdentity;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.longterm.LongTermProblem;
import vn.antin.crypto.longterm.LongTermSignature;

/** Verifies a signed document by what is inside it and an authority's certificate, offline. */
@Command(name = "verify-document", sortOptions = false)
public final class VerifyDocumentCommand implements Callable<Integer> {
    private static final int MAX_DOCUMENT = 16 << 20;
    private static final int MAX_ANCHORS = 1 << 16;
    private static final int MAX_CRL = 8 << 20;

    private final Context context;

    @Parameters(paramLabel = "FILE", descriptionKey = "verify-document.file")
    private Path file = Path.of("");

    @Option(
            names = "--anchor",
            required = true,
            paramLabel = "FILE",
            descriptionKey = "verify-document.anchor")
    private Path anchor = Path.of("");

    @Option(names = "--crl", paramLabel = "FILE", descriptionKey = "verify-document.crl")
    private List<Path> lists = new ArrayList<>();

    @Option(names = "--at", paramLabel = "TIME", descriptionKey = "verify-document.at")
    private @Nullable String at;

    @Mixin HelpOption help = new HelpOption();

    /** With the run. */
    public VerifyDocumentCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Terminal terminal = context.terminal();
        Optional<Instant> time = Optional.ofNullable(at).map(VerifyDocumentCommand::instant);
        TrustStore trust = new TrustStore(anchors(), List.of(), crls());
        byte[] document = Input.file(file, MAX_DOCUMENT);
        try {
            LongTermSignature verified =
                    LongTermSignature.verify(document, trust, time, context.clock().instant());
            if (terminal.json()) {
                terminal.result(json(verified));
            } else {
                terminal.say("verify-document.passed", file);
                terminal.facts(facts(terminal, verified));
                terminal.remark(
                        verified.listsAsOf().isAfter(verified.judgedAt())
                                ? "verify-document.lists-after"
                                : "verify-document.lists-before",
                        terminal.moment(verified.listsAsOf()));
            }
            return ExitCode.OK.number();
        } catch (LongTermProblem e) {
            refused(terminal, e);
            return ExitCode.NOT_VERIFIED.number();
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text.strip());
        } catch (DateTimeException e) {
            throw new CliProblem(e, Code.BAD_VALUE, "--at", text, Messages.words("takes.instant"));
        }
    }

    private List<X509Certificate> anchors() throws IOException {
        byte[] bytes = Input.file(anchor, MAX_ANCHORS);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        try {
            List<X509Certificate> all =
                    text.contains("-----BEGIN")
                            ? Certificates.parsePem(text)
                            : List.of(Certificates.parse(bytes));
            if (all.isEmpty()) {
                throw new CliProblem(
                        Code.BAD_OUTSIDE_CA,
                        anchor,
                        Errors.certificate(CertificateProblem.Reason.MALFORMED));
            }
            return all;
        } catch (CertificateProblem e) {
            throw new CliProblem(e, Code.BAD_OUTSIDE_CA, anchor, Errors.certificate(e.reason()));
        }
    }

    private List<X509CRL> crls() throws IOException {
        List<X509CRL> all = new ArrayList<>();
        for (Path list : lists) {
            byte[] bytes = Input.file(list, MAX_CRL);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            try {
                if (text.contains("-----BEGIN")) {
                    all.addAll(Certificates.parseCrlPem(text));
                } else {
                    all.add(Certificates.parseCrl(bytes));
                }
            } catch (CertificateProblem e) {
                throw new CliProblem(e, Code.NOTHING_OF_OURS, list);
            }
        }
        return all;
    }

    private void refused(Terminal terminal, LongTermProblem problem) {
        String code = problem.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (terminal.json()) {
            JsonObject.Builder json =
                    JsonObject.builder().put("verified", false).put("reason", code);
            terminal.result(
                    json.putIfPresent("certificate", problem.certificateProblem().map(Enum::name))
                            .build());
            return;
        }
        terminal.say("verify-document.failed", file);
        Object detail =
                problem.certificateProblem()
                        .map(Errors::certificate)
                        .<Object>map(w -> w)
                        .orElse("");
        terminal.line("  " + terminal.text("verify-document.reason." + code, detail));
    }

    private static List<List<String>> facts(Terminal terminal, LongTermSignature verified) {
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of(terminal.text("word.from"), name(verified.author())));
        facts.add(List.of(terminal.text("word.signed"), terminal.moment(verified.signedAt())));
        verified.commitment()
                .ifPresent(c ->
                        facts.add(List.of(terminal.text("word.commitment"), terminal.mark(c))));
        facts.add(List.of(terminal.text("word.stamped"), terminal.moment(verified.stampedAt())));
        facts.addAll(Countersigners.facts(terminal, verified.countersignatures()));
        facts.add(List.of(terminal.text("word.level"), verified.label().level().display()));
        if (verified.isOldAlgorithm()) {
            facts.add(
                    List.of(terminal.text("word.algorithm"), terminal.text("open.old-algorithm")));
        }
        facts.add(
                List.of(
                        terminal.text("verify-document.judged"),
                        terminal.moment(verified.judgedAt())));
        return facts;
    }

    private static String name(VerifiedIdentity signer) {
        return signer.commonName() + " (" + signer.endpoint() + ")";
    }

    private static JsonObject json(LongTermSignature verified) {
        return JsonObject.builder()
                .put("verified", true)
                .put("author", verified.author().endpoint().toString())
                .put("authorName", verified.author().commonName())
                .put("signedAt", verified.signedAt())
                .put("stampedAt", verified.stampedAt())
                .put("judgedAt", verified.judgedAt())
                .put("listsAsOf", verified.listsAsOf())
                .putIfPresent("commitment", verified.commitment().map(Commitment::code))
                .put("oldAlgorithm", verified.isOldAlgorithm())
                .putObjects("countersignatures", Countersigners.json(verified.countersignatures()))
                .build();
    }
}
