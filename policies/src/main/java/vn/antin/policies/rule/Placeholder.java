package vn.antin.policies.rule;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names in braces that a refusal text may hold; the engine fills them in. */
public enum Placeholder {
    /** The document's level with its outer mark. */
    LEVEL,
    /** The level of the person's clearance. */
    CLEARANCE,
    /** The last day of that clearance. */
    VALID_UNTIL,
    /** The channel's profile. */
    CHANNEL,
    /** The day of the decision. */
    DATE,
    /** The pack and its version. */
    PACK,
    /** The document's urgency. */
    URGENCY,
    /** The protection term of the level in years. */
    YEARS,
    /** The roles, one of which is needed. */
    ROLES,
    /** The cipher module. */
    MODULE,
    /** Why the cipher module is not approved for the level. */
    WHY;

    /** As it stands in a text, without the braces. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The text with each placeholder replaced; a placeholder without a value stays as it is. Values
     * are not searched for placeholders.
     */
    public static String fill(String text, Map<Placeholder, String> values) {
        StringBuilder filled = new StringBuilder(text.length() + 32);
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            int close = open < 0 ? -1 : text.indexOf('}', open);
            if (close < 0) {
                break;
            }
            @Nullable String value = null;
            for (Placeholder placeholder : values()) {
                if (text.regionMatches(open + 1, placeholder.code(), 0, close - open - 1)
                        && placeholder.code().length() == close - open - 1) {
                    value = values.get(placeholder);
                }
            }
            filled.append(text, at, open);
            filled.append(value == null ? text.substring(open, close + 1) : value);
            at = close + 1;
        }
        return filled.append(text, at, text.length()).toString();
    }

    /** Whether the engine has a value for it when such a condition is not met. */
    boolean fits(Condition condition) {
        return switch (this) {
            case LEVEL, DATE, PACK -> true;
            case CLEARANCE, VALID_UNTIL ->
                    condition instanceof Condition.ClearanceCovers
                            || condition instanceof Condition.ClearanceValid;
            case CHANNEL ->
                    condition instanceof Condition.ChannelApproved
                            || condition instanceof Condition.WithinPremises
                            || condition instanceof Condition.ElectronicAllowed
                            || condition instanceof Condition.ProviderApproved;
            case URGENCY -> condition instanceof Condition.UrgencyKnown;
            case YEARS -> condition instanceof Condition.Nested;
            case ROLES -> condition instanceof Condition.HoldsRole;
            case MODULE, WHY -> condition instanceof Condition.ProviderApproved;
        };
    }

    static void check(Text text, Condition condition) {
        check(text.vietnamese(), condition);
        check(text.english(), condition);
    }

    private static void check(String text, Condition condition) {
        int at = 0;
        while (true) {
            int open = text.indexOf('{', at);
            int close = text.indexOf('}', at);
            if (open < 0 && close < 0) {
                return;
            }
            if (open < 0 || close < open || !known(text.substring(open + 1, close), condition)) {
                String names =
                        Arrays.stream(values())
                                .filter(placeholder -> placeholder.fits(condition))
                                .map(placeholder -> "{" + placeholder.code() + "}")
                                .collect(Collectors.joining(", "));
                throw new RuleConflict(
                        "lời từ chối của quy tắc này chỉ dùng được " + names,
                        "the refusal of this rule may hold only " + names);
            }
            at = close + 1;
        }
    }

    private static boolean known(String code, Condition condition) {
        for (Placeholder placeholder : values()) {
            if (placeholder.code().equals(code)) {
                return placeholder.fits(condition);
            }
        }
        return false;
    }
}
