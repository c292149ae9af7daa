package vn.antin.cli.io;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that the person at the keyboard must mend. Has a stable code and words in both
 * languages that say what is wrong and what to do; never content, keys or PINs.
 */
public final class CliProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. The name in lower case with hyphens is the stable code. */
    public enum Code {
        /**
         * An option has a value that it does not take; {0} option, {1} value, {2} what it takes.
         */
        BAD_VALUE(ExitCode.USAGE),
        /** Nobody can be named so on a paper. */
        BAD_PERSON(ExitCode.USAGE),
        /** {0} value, {1} the levels. */
        UNKNOWN_LEVEL(ExitCode.USAGE),
        /** {0} value, {1} the urgency marks. */
        UNKNOWN_URGENCY(ExitCode.USAGE),
        /** {0} value, {1} the roles. */
        UNKNOWN_ROLE(ExitCode.USAGE),
        /** {0} option, {1} value. */
        BAD_DATE(ExitCode.USAGE),
        /** The day is over; {0} option, {1} value. */
        DAY_PAST(ExitCode.USAGE),
        /** {0} value. */
        BAD_ENDPOINT(ExitCode.USAGE),
        /** {0} value. */
        BAD_NAME(ExitCode.USAGE),
        /** {0} value. */
        BAD_ID(ExitCode.USAGE),
        /** Neither a file nor a message was given. */
        NOTHING_TO_SEND(ExitCode.USAGE),
        /** {0} option that is needed. */
        OPTION_NEEDED(ExitCode.USAGE),
        /** Two options that exclude each other; {0} one, {1} the other. */
        ONE_OF_TWO(ExitCode.USAGE),
        /** There is nobody to ask; {0} what to give instead. */
        CANNOT_ASK(ExitCode.USAGE),
        /** The home has no profile; {0} home. */
        NO_PROFILE(ExitCode.NOT_FOUND),
        /** {0} name, {1} home, {2} the profiles. */
        UNKNOWN_PROFILE(ExitCode.NOT_FOUND),
        /** {0} the profiles. */
        SEVERAL_PROFILES(ExitCode.USAGE),
        /** {0} file, {1} what. */
        PROFILE_DAMAGED(ExitCode.BAD_FILE),
        /** {0} file. */
        PROFILE_EXISTS(ExitCode.BAD_FILE),
        /** {0} the beginning of an id. */
        UNKNOWN_ID(ExitCode.NOT_FOUND),
        /** {0} the beginning of an id, {1} the ids. */
        AMBIGUOUS_ID(ExitCode.NOT_FOUND),
        /** {0} gateway. */
        UNKNOWN_LOG(ExitCode.NOT_FOUND),
        /** {0} file. */
        FILE_MISSING(ExitCode.BAD_FILE),
        /** {0} folder that is given for a file. */
        FILE_IS_FOLDER(ExitCode.BAD_FILE),
        /** {0} folder. */
        FOLDER_NOT_EMPTY(ExitCode.BAD_FILE),
        /** {0} file. */
        FILE_EMPTY(ExitCode.BAD_FILE),
        /** {0} file, {1} largest size. */
        FILE_TOO_BIG(ExitCode.BAD_FILE),
        /** {0} file. */
        FILE_UNREADABLE(ExitCode.BAD_FILE),
        /** {0} file. */
        FILE_EXISTS(ExitCode.BAD_FILE),
        /** {0} folder. */
        FOLDER_MISSING(ExitCode.BAD_FILE),
        /** {0} file. */
        CANNOT_WRITE(ExitCode.BAD_FILE),
        /** No space left; {0} file. */
        DISK_FULL(ExitCode.OTHER),
        /** {0} file or text. */
        BAD_LOG_KEY(ExitCode.BAD_FILE),
        /** It is nothing that the project makes; {0} file. */
        NOTHING_OF_OURS(ExitCode.BAD_FILE),
        /** A file with names of mechanisms; {0} file, {1} what. */
        BAD_NAMES(ExitCode.BAD_FILE),
        /** A file with approvals of modules; {0} file, {1} what in Vietnamese, {2} in English. */
        BAD_PROVIDERS(ExitCode.BAD_FILE),
        /** {0} file, {1} what. */
        BAD_PEER_CARD(ExitCode.BAD_FILE),
        /** The card is not signed by the authority that it carries; {0} file. */
        PEER_CARD_NOT_VERIFIED(ExitCode.NOT_VERIFIED),
        /** The fingerprint is not that of the card; {0} given, {1} found. */
        FINGERPRINT_DIFFERS(ExitCode.NOT_VERIFIED),
        /** A backup is not under the seal that was typed. */
        SEAL_DIFFERS(ExitCode.NOT_VERIFIED),
        /** {0} file. */
        PIN_FILE_MISSING(ExitCode.TOKEN),
        /** {0} file. */
        PIN_FILE_OPEN(ExitCode.TOKEN),
        /** {0} PKCS#11 module. */
        MODULE_MISSING(ExitCode.TOKEN),
        /** {0} detail. */
        MODULE_INVALID(ExitCode.TOKEN),
        /** {0} token, {1} tokens that are there. */
        TOKEN_MISSING(ExitCode.TOKEN),
        /** {0} token, {1} tries left. */
        PIN_WRONG(ExitCode.TOKEN),
        /** {0} token. */
        PIN_LOCKED(ExitCode.TOKEN),
        /** {0} token. */
        PIN_NEEDED(ExitCode.TOKEN),
        /** {0} token, {1} detail. */
        KEY_MISSING(ExitCode.TOKEN),
        /** {0} token, {1} detail. */
        TOKEN_FAILURE(ExitCode.TOKEN),
        /** The module did not answer in time and was stopped; {0} token. */
        TOKEN_SILENT(ExitCode.TOKEN),
        /** The module crashed, with the helper that held it; {0} token. */
        TOKEN_CRASHED(ExitCode.TOKEN),
        /** {0} card, {1} detail. */
        TOKEN_BUSY(ExitCode.TOKEN),
        /** Two custodians of a plan are one; {0} name. */
        SAME_CUSTODIAN(ExitCode.USAGE),
        /** One custodian alone is to make or back up keys that leave the token. */
        ONE_CUSTODIAN(ExitCode.REFUSED),
        /** {0} token, {1} whose. */
        CARD_TAKEN(ExitCode.TOKEN),
        /** Nothing to make a custodian's keys on; {0} label. */
        CUSTODIAN_CARD_MISSING(ExitCode.TOKEN),
        /** {0} token label that is taken. */
        TOKEN_EXISTS(ExitCode.TOKEN),
        /** The same of the token that a gateway is to have. */
        TOKEN_TAKEN(ExitCode.TOKEN),
        /** {0} token. */
        CARD_EMPTY(ExitCode.TOKEN),
        /** No reader holds a card. */
        NO_CARD(ExitCode.TOKEN),
        /** {0} the readers with cards. */
        WHICH_READER(ExitCode.USAGE),
        /** {0} where the key should be. */
        MANAGEMENT_KEY_WRONG(ExitCode.TOKEN),
        /** {0} reader. */
        CARD_SET_UP(ExitCode.TOKEN),
        /** {0} reader, {1} tries left. */
        PUK_WRONG(ExitCode.TOKEN),
        /** {0} reader. */
        PUK_LOCKED(ExitCode.TOKEN),
        /** The new PIN was typed differently the second time. */
        PINS_DIFFER(ExitCode.USAGE),
        /** The directory does not have it; {0} endpoint. */
        ENDPOINT_UNKNOWN(ExitCode.NOT_FOUND),
        /** Another certificate is enrolled; {0} card, {1} endpoint. */
        CARD_NOT_CURRENT(ExitCode.TOKEN),
        /** The old decryption key would be lost; {0} card. */
        CANNOT_KEEP_KEY(ExitCode.TOKEN),
        /** No outside authority is trusted; {0} home. */
        NO_OUTSIDE_CA(ExitCode.NOT_FOUND),
        /** {0} file, {1} why. */
        BAD_OUTSIDE_CA(ExitCode.BAD_FILE),
        /** {0} fingerprint. */
        UNKNOWN_OUTSIDE_CA(ExitCode.NOT_FOUND),
        /** The certificate on the card does not hold; {0} why. */
        OUTSIDE_CERTIFICATE(ExitCode.NOT_VERIFIED),
        /** {0} card. */
        NO_ADOPTABLE_KEY(ExitCode.TOKEN),
        /** {0} card, {1} the keys. */
        WHICH_KEY(ExitCode.USAGE),
        /** {0} the cards. */
        WHICH_CARD(ExitCode.USAGE),
        /** Somebody else's card; {0} name typed, {1} name in the certificate. */
        HOLDER_DIFFERS(ExitCode.NOT_VERIFIED),
        /** {0} card. */
        CARD_CANNOT_SIGN(ExitCode.TOKEN),
        /** The card was adopted: its keys are not ours to make; {0} name. */
        ADOPT_AGAIN(ExitCode.REFUSED),
        /** {0} last day. */
        CERTIFICATE_EXPIRED(ExitCode.TOKEN),
        /** {0} first day, {1} this machine's clock. */
        CERTIFICATE_NOT_YET_VALID(ExitCode.TOKEN),
        /** {0} address. */
        GATEWAY_UNREACHABLE(ExitCode.NETWORK),
        /** {0} address. */
        GATEWAY_SILENT(ExitCode.NETWORK),
        /** {0} address. */
        GATEWAY_BROKE_OFF(ExitCode.NETWORK),
        /** {0} address. */
        CERTIFICATE_REFUSED(ExitCode.TOKEN),
        /** {0} why. */
        GATEWAY_NOT_TRUSTED(ExitCode.NOT_VERIFIED),
        /** The address answers with another identity. */
        GATEWAY_OTHER(ExitCode.NOT_VERIFIED),
        /** {0} detail. */
        GATEWAY_ODD(ExitCode.NETWORK),
        /** The ciphertext that came has not the digest that was signed. */
        CIPHERTEXT_CHANGED(ExitCode.NOT_VERIFIED),
        /** The answer does not verify; {0} detail. */
        LOG_NOT_VERIFIED(ExitCode.NOT_VERIFIED),
        /** {0} what does not hold. */
        CEREMONY(ExitCode.NOT_VERIFIED),
        /** {0} file. */
        SPOOL_DAMAGED(ExitCode.OTHER),
        /** {0} file, {1} what is wrong. */
        BAD_PACK(ExitCode.BAD_FILE),
        /** {0} detail. */
        BAD_JSON(ExitCode.BAD_FILE),
        /** {0} detail. */
        BAD_USAGE(ExitCode.USAGE),
        /** {0} the options or parameters. */
        MISSING_PARAMETER(ExitCode.USAGE),
        /** {0} the words. */
        UNKNOWN_WORD(ExitCode.USAGE),
        /** {0} the words, {1} suggestions. */
        UNKNOWN_WORD_NEAR(ExitCode.USAGE),
        /** A bug; {0} detail. */
        INTERNAL(ExitCode.OTHER);

        private final ExitCode exit;

        Code(ExitCode exit) {
            this.exit = exit;
        }

        /** How the program ends. */
        public ExitCode exit() {
            return exit;
        }

        /** The stable code. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Key of its words. */
        public String key() {
            return "error." + text();
        }
    }

    private final Code code;
    private final transient List<Object> arguments;

    /** Without a cause. */
    public CliProblem(Code code, Object... arguments) {
        this(null, code, arguments);
    }

    /** With what caused it. */
    public CliProblem(@Nullable Throwable cause, Code code, Object... arguments) {
        super(code.text(), cause);
        this.code = code;
        this.arguments = List.of(arguments);
    }

    /** Which one. */
    public Code code() {
        return code;
    }

    /** The words in this language. */
    public String in(Language language) {
        return Messages.text(language, code.key(), arguments.toArray());
    }
}
