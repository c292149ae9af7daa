package vn.antin.hsm.survey;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vn.antin.hsm.pkcs11.MechanismInfo;
import vn.antin.hsm.pkcs11.MechanismInfo.Use;
import vn.antin.hsm.pkcs11.ModuleInfo;
import vn.antin.hsm.pkcs11.ModuleToken;
import vn.antin.hsm.survey.Finding.Grade;

/** Reads what a token says with the eyes of somebody who wants to run the project on it. */
final class Findings {
    /** What the pool opens by default, and the session that keeps the login. */
    private static final int SESSIONS = 9;

    /** A mechanism that a part of the project needs. */
    private enum Need {
        EC_KEYS(0x1040, 256, Use.GENERATE_KEY_PAIR),
        SIGN_P256(0x1041, 256, Use.SIGN),
        SIGN_P384(0x1041, 384, Use.SIGN),
        ECDH(0x1050, 256, Use.DERIVE),
        RSA_KEYS(0x0, 3072, Use.GENERATE_KEY_PAIR),
        SIGN_PSS(0xD, 3072, Use.SIGN),
        OAEP(0x9, 3072, Use.DECRYPT),
        RSA_RAW(0x3, 3072, Use.DECRYPT),
        AES_KEYS(0x1080, 0, Use.GENERATE),
        AES_KEY_WRAP(0x2109, 0, Use.WRAP),
        ED25519_KEYS(0x1055, 0, Use.GENERATE_KEY_PAIR),
        SIGN_ED25519(0x1057, 0, Use.SIGN);

        private final long code;
        private final long bits;
        private final Use use;

        Need(long code, long bits, Use use) {
            this.code = code;
            this.bits = bits;
            this.use = use;
        }

        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        boolean metBy(MechanismInfo mechanism) {
            return mechanism.code() == code
                    && mechanism.can(use)
                    && (bits == 0 || reaches(mechanism.maxKey()));
        }

        /** Some tokens tell no limit: 0, or all bits set. */
        private boolean reaches(long maxKey) {
            return maxKey <= 0 || maxKey >= bits;
        }
    }

    private final List<Finding> all = new ArrayList<>();

    private Findings() {}

    static List<Finding> of(
            ModuleInfo module,
            ModuleToken token,
            ModuleInfo.Limits limits,
            List<MechanismInfo> mechanisms) {
        var findings = new Findings();
        findings.state(token);
        findings.limits(limits);
        findings.needs(mechanisms);
        findings.habits(module);
        return List.copyOf(findings.all);
    }

    private void add(Grade grade, String key, String... arguments) {
        all.add(new Finding(grade, key, List.of(arguments)));
    }

    private void state(ModuleToken token) {
        if (!token.initialized()) {
            add(Grade.NOTE, "not-initialised");
            return;
        }
        if (TokenFlag.ERROR_STATE.in(token.flags())) {
            add(Grade.WARNING, "error-state");
        }
        if (!token.loginRequired()) {
            add(Grade.WARNING, "no-login");
        } else if (!token.pinInitialized()) {
            add(Grade.WARNING, "no-pin");
        }
        if (token.pinLocked()) {
            add(Grade.WARNING, "pin-locked");
        } else if (token.pinFinalTry()) {
            add(Grade.WARNING, "pin-final-try");
        } else if (token.pinCountLow()) {
            add(Grade.WARNING, "pin-count-low");
        }
        if (TokenFlag.USER_PIN_TO_BE_CHANGED.in(token.flags())) {
            add(Grade.WARNING, "pin-to-be-changed");
        }
        if (token.writeProtected()) {
            add(Grade.NOTE, "write-protected");
        }
        if (token.pinPad()) {
            add(Grade.NOTE, "pin-pad");
        }
    }

    private void limits(ModuleInfo.Limits limits) {
        long sessions = limits.maxSessions();
        if (sessions > 0 && sessions < SESSIONS) {
            add(Grade.LACKING, "few-sessions", Long.toString(sessions), Integer.toString(SESSIONS));
        }
    }

    private void needs(List<MechanismInfo> mechanisms) {
        for (Need need : Need.values()) {
            Optional<MechanismInfo> found = mechanisms.stream().filter(need::metBy).findFirst();
            String outcome = found.isPresent() ? ".yes" : ".no";
            add(found.isPresent() ? Grade.GOOD : Grade.LACKING, need.key() + outcome);
        }
    }

    private void habits(ModuleInfo module) {
        for (KnownModule each : KnownModule.values()) {
            if (each.is(module)) {
                each.habits().forEach(habit -> add(Grade.NOTE, habit));
            }
        }
    }
}
