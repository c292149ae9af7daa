package vn.antin.hsm.key;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.Pkcs11Session;

/** What keys are allowed to do, read back from the token and judged. */
public final class KeyAttributes {
    /** Usages that a private key may have. */
    public static final List<Attribute> PRIVATE_USAGES =
            List.of(
                    Attribute.SIGN,
                    Attribute.SIGN_RECOVER,
                    Attribute.DECRYPT,
                    Attribute.UNWRAP,
                    Attribute.DERIVE);

    /** Usages that a secret key may have. */
    public static final List<Attribute> SECRET_USAGES =
            List.of(
                    Attribute.ENCRYPT,
                    Attribute.DECRYPT,
                    Attribute.WRAP,
                    Attribute.UNWRAP,
                    Attribute.SIGN,
                    Attribute.VERIFY,
                    Attribute.DERIVE);

    /** Usages of the storage key. */
    public static final List<Attribute> STORAGE_USAGES = List.of(Attribute.WRAP, Attribute.UNWRAP);

    private static final List<Attribute> ALWAYS =
            List.of(Attribute.TOKEN, Attribute.PRIVATE, Attribute.SENSITIVE);

    private static final List<Attribute> MADE_HERE =
            List.of(Attribute.ALWAYS_SENSITIVE, Attribute.LOCAL);

    private static final List<Attribute> READ =
            List.of(
                    Attribute.TOKEN,
                    Attribute.PRIVATE,
                    Attribute.SENSITIVE,
                    Attribute.ALWAYS_SENSITIVE,
                    Attribute.NEVER_EXTRACTABLE,
                    Attribute.LOCAL,
                    Attribute.EXTRACTABLE,
                    Attribute.WRAP_WITH_TRUSTED);

    private KeyAttributes() {}

    /** The attributes as the token tells them; those that it does not tell are missing. */
    public static SortedMap<String, Boolean> read(
            Pkcs11Session session, long key, Collection<Attribute> usages) {
        var told = new TreeMap<String, Boolean>();
        for (Attribute each : READ) {
            session.flag(key, each).ifPresent(value -> told.put(each.name(), value));
        }
        for (Attribute each : usages) {
            session.flag(key, each).ifPresent(value -> told.put(each.name(), value));
        }
        return told;
    }

    /**
     * What is wrong with a key that never leaves; empty when nothing is.
     *
     * @param told what {@link #read} gave
     * @param possible all usages of this kind of key
     * @param wanted the usages that it must have, and no other
     * @param localTold whether CKA_LOCAL of the module is to be believed
     */
    public static List<String> problems(
            SortedMap<String, Boolean> told,
            Collection<Attribute> possible,
            Collection<Attribute> wanted,
            boolean localTold) {
        return problems(told, possible, wanted, Extraction.NEVER, localTold);
    }

    /** The same for a key that may leave as {@code extraction} says, and in no other way. */
    public static List<String> problems(
            SortedMap<String, Boolean> told,
            Collection<Attribute> possible,
            Collection<Attribute> wanted,
            Extraction extraction,
            boolean localTold) {
        var problems = new ArrayList<String>();
        ALWAYS.forEach(each -> expect(told, each, true, problems));
        for (Attribute each : MADE_HERE) {
            if (extraction != Extraction.RESTORED && (localTold || each != Attribute.LOCAL)) {
                expect(told, each, true, problems);
            }
        }
        boolean leaves = extraction != Extraction.NEVER;
        expect(told, Attribute.NEVER_EXTRACTABLE, !leaves, problems);
        expect(told, Attribute.EXTRACTABLE, leaves, problems);
        if (leaves) {
            expect(told, Attribute.WRAP_WITH_TRUSTED, true, problems);
        }
        for (Attribute each : possible) {
            boolean want = wanted.contains(each);
            if (told.getOrDefault(each.name(), false) != want) {
                problems.add(each + " must be " + want);
            }
        }
        return problems;
    }

    private static void expect(
            SortedMap<String, Boolean> told,
            Attribute attribute,
            boolean want,
            List<String> problems) {
        Boolean is = told.get(attribute.name());
        if (is == null || is != want) {
            problems.add(attribute + " must be " + want + (is == null ? ", token is silent" : ""));
        }
    }
}
