package vn.antin.cli.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.document.Urgency;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.label.Level;

/** Reads what people type and the small files that they name. */
public final class Input {
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter VIETNAMESE =
            DateTimeFormatter.ofPattern("d/M/uuuu", Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    /** Those of persons. */
    private static final Commitment[] ROLES = {
        Commitment.PROOF_OF_CREATION, Commitment.PROOF_OF_APPROVAL, Commitment.PROOF_OF_SENDER
    };

    private static final Path STANDARD_INPUT = Path.of("-");

    private Input() {}

    /** A level by its code or its name; {@code toi-mat} and {@code Tối mật} will do too. */
    public static Level level(String text) {
        return named(Level.values(), text, Level::code, Level::vietnamese)
                .orElseThrow(() ->
                        new CliProblem(
                                Code.UNKNOWN_LEVEL,
                                text,
                                Arrays.stream(Level.values())
                                        .map(level -> level.code() + " = " + level.display())
                                        .collect(Collectors.joining(", "))));
    }

    /** An urgency mark by its code or its name. */
    public static Urgency urgency(String text) {
        return named(Urgency.values(), text, Urgency::code, Urgency::vietnamese)
                .orElseThrow(() ->
                        new CliProblem(
                                Code.UNKNOWN_URGENCY,
                                text,
                                Arrays.stream(Urgency.values())
                                        .map(u -> u.code() + " = " + u.vietnamese())
                                        .collect(Collectors.joining(", "))));
    }

    /** In which role a person signs, by its code or its name. */
    public static Commitment signingRole(String option, String text) {
        return named(ROLES, text, Commitment::role, Commitment::vietnamese)
                .orElseThrow(() ->
                        new CliProblem(
                                Code.BAD_VALUE,
                                option,
                                text,
                                Messages.words("takes.signing-role")));
    }

    /** A role by its code. */
    public static Role role(String text) {
        return Role.ofCode(code(text))
                .orElseThrow(() ->
                        new CliProblem(
                                Code.UNKNOWN_ROLE,
                                text,
                                Arrays.stream(Role.values())
                                        .filter(role -> role != Role.GATEWAY)
                                        .map(role -> role.code() + " = " + role.vietnamese())
                                        .collect(Collectors.joining(", "))));
    }

    /** In any case, composed or not, with spaces, hyphens or underscores. */
    private static <T> Optional<T> named(
            T[] values, String text, Function<T, String> code, Function<T, String> name) {
        String folded = code(text);
        return Arrays.stream(values)
                .filter(v ->
                        folded.equals(code(code.apply(v))) || folded.equals(code(name.apply(v))))
                .findFirst();
    }

    private static String code(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[-\\s]+", "_");
    }

    /** A day, {@code 2027-12-31} or {@code 31/12/2027}. */
    public static LocalDate day(String option, String text) {
        try {
            return LocalDate.parse(text.strip(), text.contains("/") ? VIETNAMESE : ISO);
        } catch (DateTimeException e) {
            throw new CliProblem(e, Code.BAD_DATE, option, text);
        }
    }

    /** An endpoint, {@code H26.01/nva}. */
    public static EndpointId endpoint(String text) {
        try {
            return EndpointId.parse(text.strip());
        } catch (IllegalArgumentException e) {
            throw new CliProblem(e, Code.BAD_ENDPOINT, text);
        }
    }

    /**
     * Requires a file that is there, may be read and is not empty.
     *
     * @throws CliProblem FILE_MISSING, FILE_IS_FOLDER, FILE_UNREADABLE, FILE_EMPTY
     */
    public static void requireFile(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new CliProblem(Code.FILE_IS_FOLDER, file);
        }
        if (!Files.isRegularFile(file)) {
            throw new CliProblem(Code.FILE_MISSING, file);
        }
        if (!Files.isReadable(file)) {
            throw new CliProblem(Code.FILE_UNREADABLE, file);
        }
        if (Files.size(file) == 0) {
            throw new CliProblem(Code.FILE_EMPTY, file);
        }
    }

    /**
     * Requires that nothing is written over.
     *
     * @throws CliProblem FILE_EXISTS
     */
    public static void requireAbsent(Path file) {
        if (Files.exists(file)) {
            throw new CliProblem(Code.FILE_EXISTS, file);
        }
    }

    /**
     * Requires that a file can be made here: nothing is written over.
     *
     * @throws CliProblem FILE_EXISTS, FOLDER_MISSING
     */
    public static void requireNew(Path file) {
        requireAbsent(file);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new CliProblem(Code.FOLDER_MISSING, folder);
        }
    }

    /**
     * The bytes of a file that is there, not empty and at most {@code limit} bytes long; {@code -}
     * is the standard input.
     */
    public static byte[] file(Path file, int limit) throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            return standardInput(limit);
        }
        requireFile(file);
        if (Files.size(file) > limit) {
            throw new CliProblem(Code.FILE_TOO_BIG, file, ProgressBar.size(limit));
        }
        return Files.readAllBytes(file);
    }

    private static byte[] standardInput(int limit) throws IOException {
        byte[] bytes = System.in.readNBytes(limit + 1);
        if (bytes.length == 0) {
            throw new CliProblem(Code.FILE_EMPTY, STANDARD_INPUT);
        }
        if (bytes.length > limit) {
            throw new CliProblem(Code.FILE_TOO_BIG, STANDARD_INPUT, ProgressBar.size(limit));
        }
        return bytes;
    }
}
