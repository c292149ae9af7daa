package vn.antin.sdk;

import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.document.DocumentException;
import vn.antin.crypto.receipt.ReceiptProblem;
import vn.antin.crypto.seal.SealProblem;

/**
 * Something that the user can understand and act on stands in the way. Has a stable code and the
 * words in both languages. Arguments may hold names of the user's own files and of persons, never
 * content, keys or PINs.
 */
public final class SdkProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Pattern PLACE = Pattern.compile("\\{([0-9])}");

    /** Said where an argument is missing; a person is never shown a place to fill in. */
    private static final String MISSING = "–";

    /** What stands in the way. The name in lower case with hyphens is the stable code. */
    public enum Code {
        /** Nobody in the directory by this name; {0} name, {1} suggestions. */
        UNKNOWN_RECIPIENT,
        /** Several in the directory by this name; {0} name, {1} who. */
        AMBIGUOUS_RECIPIENT,
        /** The recipient does not take part now; {0} who. */
        RECIPIENT_SUSPENDED,
        /** The directory has no encryption certificate of the recipient; {0} who. */
        RECIPIENT_WITHOUT_KEY,
        /** Recipients have not published a KEM key, and the level needs one of each. */
        NO_KEM_KEY,
        /** The same of the sender. */
        NO_OWN_KEM_KEY,
        /** The recipient's certificate does not hold; {0} who, {1} why. */
        RECIPIENT_CERTIFICATE,
        /** The sender is among the recipients. */
        SELF_RECIPIENT,
        /** There is no such file; {0} file. */
        FILE_MISSING,
        /** The file has no bytes; {0} file. */
        FILE_EMPTY,
        /** The file is larger than 64 GiB; {0} file. */
        FILE_TOO_BIG,
        /** The file is not what its name says, or is locked by a password; {0} file. */
        FILE_UNREADABLE,
        /** The file changed while it was sealed; {0} file. */
        FILE_CHANGED,
        /** Neither a file nor a text. */
        NOTHING_TO_SEND,
        /** Tuyệt mật takes no abstract. */
        TITLE_NOT_ALLOWED,
        /** A field of the document is not as it must be; {0} field, {1} what, both as words. */
        DOCUMENT_INVALID,
        /** The card's cipher module is not approved; {0} level, {1} module, {2} why. */
        MODULE_UNAPPROVED,
        /** The card lacks a key or certificate, or they do not belong together; {0} which. */
        CARD_INCOMPLETE,
        /** The gateway's CA is not the one that was believed. */
        ANCHOR_CHANGED,
        /** The gateway's time-stamp is not for this signature, or is not right. */
        BAD_TIME_STAMP,
        /** The agency's seal that the gateway gave is not on this signature, or is not right. */
        BAD_SEAL,
        /** The consignment does not verify; {0} reason in words. */
        NOT_AUTHENTIC,
        /** An attachment is not the one that was signed; {0} name. */
        ATTACHMENT_TAMPERED,
        /** The gateway's evidence does not verify; {0} reason in words. */
        EVIDENCE_INVALID,
        /** There is no key of the log of this gateway; {0} gateway. */
        LOG_KEY_MISSING,
        /** The name of a file to send is hidden or means a device on some systems; {0} name. */
        NAME_NOT_SAFE,
        /** It must be opened first. */
        NOT_OPENED,
        /** The page counts differ from those that the author declared; {0} files. */
        PAGES_DIFFER,
        /** The author asks for no receipt. */
        NO_RECEIPT_REQUESTED,
        /** A document was opened into this folder before; {0} path. */
        OPENED_BEFORE,
        /** There is already something at the target; {0} path. */
        TARGET_EXISTS;

        /** The stable code. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Code code;
    private final transient List<Object> arguments;

    /** Without a cause. */
    public SdkProblem(Code code, Object... arguments) {
        this(null, code, arguments);
    }

    /** With what caused it. Arguments that are {@link Words} are said in the language asked for. */
    public SdkProblem(@Nullable Throwable cause, Code code, Object... arguments) {
        super(code.text(), cause);
        this.code = code;
        this.arguments = List.of(arguments);
    }

    /** A refused consignment. */
    static SdkProblem of(SealProblem problem) {
        return notAuthentic(
                problem,
                problem.certificateProblem().isPresent()
                        ? words(problem.certificateProblem().get())
                        : words(problem.reason()));
    }

    static SdkProblem notAuthentic(@Nullable Throwable cause, Words reason) {
        return new SdkProblem(cause, Code.NOT_AUTHENTIC, reason);
    }

    /** Which one. */
    public Code code() {
        return code;
    }

    /** The sentence in Vietnamese. */
    public String vietnamese() {
        return words(Locale.forLanguageTag("vi"));
    }

    /** The sentence in English. */
    public String english() {
        return words(Locale.ENGLISH);
    }

    /** The sentence in this language. */
    public String words(Locale language) {
        return filled(language, "problem." + code.text(), arguments);
    }

    private static String filled(Locale language, String key, List<?> arguments) {
        return PLACE.matcher(text(language, key))
                .replaceAll(place -> {
                    int i = Integer.parseInt(place.group(1));
                    return Matcher.quoteReplacement(
                            i < arguments.size() ? said(arguments.get(i), language) : MISSING);
                });
    }

    private static String said(Object argument, Locale language) {
        return switch (argument) {
            case Words words -> words.in(language);
            case Both both ->
                    language.getLanguage().equals("vi") ? both.vietnamese() : both.english();
            default -> String.valueOf(argument);
        };
    }

    /**
     * Words that depend on the language.
     *
     * @param key in this package's bundle
     * @param arguments to be filled in
     */
    public record Words(String key, List<String> arguments) {
        /** Copies the list. */
        public Words {
            arguments = List.copyOf(arguments);
        }

        /** Without arguments. */
        public Words(String key) {
            this(key, List.of());
        }

        /** The words. */
        public String in(Locale language) {
            return filled(language, key, arguments);
        }
    }

    /** Words that came in both languages. */
    public record Both(String vietnamese, String english) {}

    /** Why a consignment is refused. */
    public static Words words(SealProblem.Reason reason) {
        return new Words("seal." + code(reason));
    }

    /** Why a signed receipt is refused. */
    public static Words words(ReceiptProblem.Reason reason) {
        return new Words("receipt." + code(reason));
    }

    /** What is wrong with what a person wrote. */
    static Words words(DocumentException.Reason reason) {
        return new Words("document." + code(reason));
    }

    /** Where in the document it is. */
    static Words field(DocumentException e) {
        return new Words("field." + (e.field().isEmpty() ? "document" : e.field()));
    }

    /** The name of a file to be attached. */
    static Words attachment(String name) {
        return new Words("field.attachment-named", List.of(name));
    }

    /** The same as {@link #words(DocumentException.Reason)}, with the advice to rename the file. */
    static Words renamed(DocumentException.Reason reason) {
        return new Words("document.rename." + code(reason));
    }

    /** Why a certificate is refused. */
    public static Words words(CertificateProblem.Reason reason) {
        return new Words("certificate." + code(reason));
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String text(Locale language, String key) {
        try {
            return ResourceBundle.getBundle(
                            "vn.antin.sdk.messages",
                            language,
                            SdkProblem.class.getClassLoader(),
                            ResourceBundle.Control.getNoFallbackControl(
                                    ResourceBundle.Control.FORMAT_PROPERTIES))
                    .getString(key);
        } catch (MissingResourceException e) {
            throw new AssertionError("no text for " + key, e);
        }
    }
}
