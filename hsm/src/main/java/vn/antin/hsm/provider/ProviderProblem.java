package vn.antin.hsm.provider;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A file of records is not as it must be; says where and what in both languages. */
public final class ProviderProblem extends Exception {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final transient List<String> arguments;

    ProviderProblem(@Nullable Throwable cause, String key, String... arguments) {
        super(key + " " + List.of(arguments), cause);
        this.key = key;
        this.arguments = List.of(arguments);
    }

    /** What is wrong and where. */
    public String text(Locale locale) {
        return Words.text(locale, key, arguments);
    }
}
