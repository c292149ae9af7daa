package vn.antin.crypto.evidence;

import java.util.Locale;
import java.util.ResourceBundle;

/** The texts of this room for people; Vietnamese unless English is asked for. */
final class EvidenceTexts {
    private static final String BUNDLE = "vn.antin.crypto.evidence.messages";
    private static final Locale VIETNAMESE = Locale.of("vi");

    private EvidenceTexts() {}

    static String get(Locale locale, String key) {
        boolean english = locale.getLanguage().equals(Locale.ENGLISH.getLanguage());
        return ResourceBundle.getBundle(BUNDLE, english ? Locale.ENGLISH : VIETNAMESE)
                .getString(key);
    }
}
