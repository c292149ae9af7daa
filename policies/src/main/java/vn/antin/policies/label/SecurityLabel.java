package vn.antin.policies.label;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * Security label of a document: its level and handling flags under {@link LabelScheme#policy()}.
 *
 * <p>Stands in every signature of a sealed document as an ESS security label (RFC 2634 3); the
 * inner and the outer one must be equal. It is visible to gateways, so it holds nothing about the
 * content. Immutable.
 *
 * @param level secrecy level
 * @param flags handling flags, in enum order
 */
public record SecurityLabel(Level level, Set<HandlingFlag> flags) {
    /** Copies the flags. */
    public SecurityLabel {
        EnumSet<HandlingFlag> copy = EnumSet.noneOf(HandlingFlag.class);
        copy.addAll(flags);
        flags = java.util.Collections.unmodifiableSet(copy);
    }

    /** A label without handling flags. */
    public static SecurityLabel of(Level level) {
        return new SecurityLabel(level, Set.of());
    }

    /** A label with these flags. */
    public static SecurityLabel of(Level level, Collection<HandlingFlag> flags) {
        return new SecurityLabel(level, Set.copyOf(flags));
    }

    /** Whether it carries the mark of an exercise. */
    public boolean exercise() {
        return flags.contains(HandlingFlag.EXERCISE);
    }

    /** Mark text for privacy-mark and print, for example {@code MẬT}; empty when not secret. */
    public String mark() {
        return level == Level.KHONG_MAT
                ? ""
                : level.vietnamese().toUpperCase(java.util.Locale.forLanguageTag("vi"));
    }
}
