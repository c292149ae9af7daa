package vn.antin.cli.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.key.KeyException;
import vn.antin.sdk.SdkProblem;
import vn.antin.sdk.spool.SpoolDamaged;
import vn.antin.sdk.transport.GatewayMisbehaved;
import vn.antin.sdk.transport.GatewayProblem;
import vn.antin.sdk.transport.GatewayUnavailable;
import vn.antin.sdk.wire.Problem;
import vn.antin.sdk.wire.ProblemCode;

/** The words and the exit code for everything that can go wrong. */
public final class Errors {
    private static final Pattern FIELD = Pattern.compile("field \"([A-Za-z0-9]{1,64})\"");
    private static final Pattern PLACE = Pattern.compile("\\{[0-9]}");

    private Errors() {}

    /**
     * What to tell.
     *
     * @param gateway address of the gateway in use; may be empty
     */
    public static ErrorReport of(Throwable failure, String gateway) {
        return switch (failure) {
            case CliProblem problem -> ErrorReport.of(problem);
            case SdkProblem problem -> sdk(problem);
            case GatewayProblem problem -> refused(problem.problem());
            case GatewayUnavailable problem -> ErrorReport.of(unavailable(problem, gateway));
            case GatewayMisbehaved problem -> ErrorReport.of(misbehaved(problem));
            case KeyException problem -> ErrorReport.of(key(problem, "", ""));
            case SpoolDamaged problem ->
                    ErrorReport.of(
                            new CliProblem(
                                    problem,
                                    Code.SPOOL_DAMAGED,
                                    String.valueOf(problem.getMessage())));
            case JsonException problem ->
                    ErrorReport.of(new CliProblem(problem, Code.BAD_JSON, detail(problem)));
            case IOException problem -> ErrorReport.of(file(problem));
            default -> ErrorReport.of(internal(failure));
        };
    }

    /** The problem of a token, which is named when it is known. */
    public static CliProblem key(KeyException e, String token, String others) {
        return key(e, token.isEmpty() ? language -> "" : card(token, Optional.empty()), others);
    }

    /** A card as a person knows it: whose it is, when that is known, and its label. */
    public static Words card(String label, Optional<String> holder) {
        return holder.map(person -> Messages.words("card.of", label, person))
                .orElseGet(() -> Messages.words("card.labelled", label));
    }

    /**
     * The problem of a card, named as {@link #card} does. Which other cards there are is not said:
     * only its module could tell, which stays in its helper.
     */
    public static CliProblem key(KeyException e, Words card) {
        return key(e, card, Messages.words("tokens.ask"));
    }

    /** The same, with the labels of the cards that are there. */
    public static CliProblem key(KeyException e, Words card, String others) {
        return key(e, card, tokens(others));
    }

    private static CliProblem key(KeyException e, Words card, Words others) {
        Words name =
                language -> {
                    String words = card.in(language);
                    return words.isEmpty() ? "" : " " + words;
                };
        String detail = String.valueOf(e.getMessage());
        return switch (e.reason()) {
            case TOKEN_MISSING ->
                    e.getCause() instanceof IOException // the library itself does not load
                            ? new CliProblem(e, Code.MODULE_INVALID, detail)
                            : new CliProblem(e, Code.TOKEN_MISSING, name, others, detail);
            case PIN_WRONG -> new CliProblem(e, Code.PIN_WRONG, name, tries(e.triesLeft()));
            case PIN_LOCKED -> new CliProblem(e, Code.PIN_LOCKED, name);
            case PIN_NEEDED -> new CliProblem(e, Code.PIN_NEEDED, name);
            case NO_SUCH_KEY -> new CliProblem(e, Code.KEY_MISSING, name, detail);
            case BUSY -> new CliProblem(e, Code.TOKEN_BUSY, name, detail);
            case DEVICE_FAILURE ->
                    switch (e.getCause()) {
                        case TimeoutException late -> new CliProblem(e, Code.TOKEN_SILENT, name);
                        case IOException ended -> new CliProblem(e, Code.TOKEN_CRASHED, name);
                        case null, default -> new CliProblem(e, Code.TOKEN_FAILURE, name, detail);
                    };
            case BAD_INPUT, UNSUPPORTED -> new CliProblem(e, Code.TOKEN_FAILURE, name, detail);
        };
    }

    private static Words tokens(String others) {
        return others.isEmpty()
                ? Messages.words("tokens.none")
                : Messages.words("tokens.some", others);
    }

    private static Words tries(int left) {
        return left < 0 ? Messages.words("tries.unknown") : Messages.words("tries.left", left);
    }

    private static ErrorReport sdk(SdkProblem problem) {
        return ErrorReport.of(
                exit(problem.code()),
                problem.code().text(),
                problem.vietnamese(),
                problem.english());
    }

    private static ExitCode exit(SdkProblem.Code code) {
        return switch (code) {
            case UNKNOWN_RECIPIENT, AMBIGUOUS_RECIPIENT -> ExitCode.NOT_FOUND;
            case MODULE_UNAPPROVED,
                    RECIPIENT_WITHOUT_KEY,
                    NO_KEM_KEY,
                    NO_OWN_KEM_KEY,
                    RECIPIENT_SUSPENDED,
                    TITLE_NOT_ALLOWED,
                    NOT_OPENED,
                    NO_RECEIPT_REQUESTED ->
                    ExitCode.REFUSED;
            case SELF_RECIPIENT, NOTHING_TO_SEND -> ExitCode.USAGE;
            case RECIPIENT_CERTIFICATE,
                    ANCHOR_CHANGED,
                    NOT_AUTHENTIC,
                    BAD_SEAL,
                    ATTACHMENT_TAMPERED,
                    EVIDENCE_INVALID,
                    LOG_KEY_MISSING,
                    PAGES_DIFFER ->
                    ExitCode.NOT_VERIFIED;
            case CARD_INCOMPLETE -> ExitCode.TOKEN;
            case FILE_MISSING,
                    FILE_EMPTY,
                    FILE_TOO_BIG,
                    FILE_UNREADABLE,
                    FILE_CHANGED,
                    DOCUMENT_INVALID,
                    NAME_NOT_SAFE,
                    OPENED_BEFORE,
                    TARGET_EXISTS ->
                    ExitCode.BAD_FILE;
            default -> ExitCode.OTHER;
        };
    }

    private static ErrorReport refused(Problem problem) {
        return new ErrorReport(
                exit(problem.code()),
                problem.code().code(),
                sentence(problem.detail(), problem.code().vietnamese())
                        + hint(problem, Language.VI),
                sentence(problem.detailEn(), problem.code().english()) + hint(problem, Language.EN),
                problem.reasons());
    }

    /**
     * What the gateway says of this very case; what its kind of problem is called when it says
     * nothing, or left a place in its sentence unfilled.
     */
    private static String sentence(String detail, String title) {
        String said = detail.isBlank() || PLACE.matcher(detail).find() ? title : detail.strip();
        return said.matches("(?s).*[.!?:]") ? said : said + ".";
    }

    /** What to do, unless the gateway's own sentence says it: "hãy" begins an advice. */
    private static String hint(Problem problem, Language language) {
        if (problem.detail().toLowerCase(Locale.ROOT).contains("hãy ")
                && !PLACE.matcher(problem.detail()).find()) {
            return "";
        }
        return switch (problem.code()) {
            case CLOCK,
                    NOT_ENROLLED,
                    SUSPENDED,
                    UNAUTHENTICATED,
                    CERTIFICATE,
                    UNAVAILABLE,
                    DISK_FULL,
                    INTERNAL,
                    FORBIDDEN,
                    NOT_FOUND ->
                    " " + Messages.text(language, "hint." + problem.code().code());
            default -> "";
        };
    }

    private static ExitCode exit(ProblemCode code) {
        return switch (code) {
            case POLICY_DENIED, FORBIDDEN, NOT_ENROLLED, SUSPENDED -> ExitCode.REFUSED;
            case UNAUTHENTICATED -> ExitCode.TOKEN;
            case NOT_FOUND -> ExitCode.NOT_FOUND;
            case MALFORMED, CONFLICT, TOO_LARGE -> ExitCode.BAD_FILE;
            case DIGEST_MISMATCH, BAD_SIGNATURE, CERTIFICATE, CLOCK -> ExitCode.NOT_VERIFIED;
            case OFFSET_MISMATCH, RANGE_NOT_SATISFIABLE, INTERNAL, UNAVAILABLE, DISK_FULL ->
                    ExitCode.NETWORK;
        };
    }

    private static CliProblem unavailable(GatewayUnavailable e, String gateway) {
        String address = gateway.isEmpty() ? "" : " " + gateway;
        Code code =
                switch (e.reason()) {
                    case CANNOT_CONNECT -> Code.GATEWAY_UNREACHABLE;
                    case TIMEOUT -> Code.GATEWAY_SILENT;
                    case BROKEN -> Code.GATEWAY_BROKE_OFF;
                    case CERTIFICATE_REFUSED -> Code.CERTIFICATE_REFUSED;
                };
        return new CliProblem(e, code, address);
    }

    private static CliProblem misbehaved(GatewayMisbehaved e) {
        return switch (e.reason()) {
            case CERTIFICATE ->
                    new CliProblem(
                            e,
                            Code.GATEWAY_NOT_TRUSTED,
                            e.certificate()
                                    .map(Errors::certificate)
                                    .orElse(Messages.words("gateway.untrusted")));
            case WRONG_ENDPOINT -> new CliProblem(e, Code.GATEWAY_OTHER);
            case BAD_ANSWER -> new CliProblem(e, Code.GATEWAY_ODD, String.valueOf(e.getMessage()));
            case DIGEST_MISMATCH -> new CliProblem(e, Code.CIPHERTEXT_CHANGED);
        };
    }

    /** Why a certificate does not hold, in the words of the SDK. */
    public static Words certificate(CertificateProblem.Reason reason) {
        SdkProblem.Words words = SdkProblem.words(reason);
        return language -> words.in(language.locale());
    }

    /** What is wrong with the bytes of a file; the parsers say it to developers only. */
    public static Words detail(Exception failure) {
        Matcher field = FIELD.matcher(String.valueOf(failure.getMessage()));
        return field.find()
                ? Messages.words("detail.field", field.group(1))
                : Messages.words("detail.form");
    }

    private static CliProblem file(IOException e) {
        if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("no space left")) {
            return new CliProblem(e, Code.DISK_FULL, path(e));
        }
        return switch (e) {
            case NoSuchFileException missing -> new CliProblem(e, Code.FILE_MISSING, path(e));
            case FileAlreadyExistsException there -> new CliProblem(e, Code.FILE_EXISTS, path(e));
            case AccessDeniedException denied -> new CliProblem(e, Code.FILE_UNREADABLE, path(e));
            case FileSystemException other -> new CliProblem(e, Code.CANNOT_WRITE, path(e));
            default -> internal(e);
        };
    }

    private static String path(IOException e) {
        return e instanceof FileSystemException file && file.getFile() != null
                ? file.getFile()
                : "?";
    }

    private static CliProblem internal(Throwable failure) {
        return new CliProblem(
                failure,
                Code.INTERNAL,
                failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }
}
