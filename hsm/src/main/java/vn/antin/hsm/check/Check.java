package vn.antin.hsm.check;

import java.util.List;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.check.CheckResult.Outcome;
import vn.antin.hsm.check.CheckResult.Severity;
import vn.antin.hsm.pkcs11.Pkcs11Exception;

/** A named check: one rule, and how to see whether it holds. */
record Check(String id, Severity severity, Body body) {
    /** Looks. */
    @FunctionalInterface
    interface Body {
        Verdict look(Bench bench);
    }

    /** What was seen. */
    record Verdict(Outcome outcome, String seen, List<String> arguments) {
        static Verdict passed(String seen, Object... arguments) {
            return of(Outcome.PASSED, seen, arguments);
        }

        static Verdict failed(String seen, Object... arguments) {
            return of(Outcome.FAILED, seen, arguments);
        }

        static Verdict notSupported(String seen, Object... arguments) {
            return of(Outcome.NOT_SUPPORTED, seen, arguments);
        }

        /** The token does not have it: not in its list, or refused with this code. */
        static Verdict absent(String refusal) {
            return refusal.isEmpty()
                    ? notSupported("not-listed")
                    : notSupported("refused", refusal);
        }

        static Verdict skipped(String seen, Object... arguments) {
            return of(Outcome.SKIPPED, seen, arguments);
        }

        private static Verdict of(Outcome outcome, String seen, Object... arguments) {
            return new Verdict(
                    outcome, seen, List.of(arguments).stream().map(String::valueOf).toList());
        }
    }

    static Check required(String id, Body body) {
        return new Check(id, Severity.REQUIRED, body);
    }

    static Check function(String id, Body body) {
        return new Check(id, Severity.FUNCTION, body);
    }

    static Check trap(String id, Body body) {
        return new Check(id, Severity.TRAP, body);
    }

    /** Name of the return code, or the message. */
    static String words(KeyException e) {
        return e instanceof Pkcs11Exception refused
                ? refused.codeName()
                : String.valueOf(e.getMessage());
    }

    /** Runs it; an unexpected refusal is a failure, unless the token says it cannot. */
    CheckResult run(Bench bench) {
        Verdict verdict;
        try {
            verdict = body.look(bench);
        } catch (KeyException e) {
            verdict =
                    e.reason() == KeyException.Reason.UNSUPPORTED
                            ? Verdict.notSupported("refused", words(e))
                            : Verdict.failed("error", words(e));
        }
        return new CheckResult(
                id, severity, verdict.outcome(), verdict.seen(), verdict.arguments());
    }
}
