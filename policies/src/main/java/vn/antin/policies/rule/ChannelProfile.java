package vn.antin.policies.rule;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import vn.antin.policies.label.Level;

/**
 * A way on which documents may travel. Immutable.
 *
 * @param id {@code LAN_DOC_LAP}, {@code CO_YEU} or {@code COURIER}; packs may add others
 * @param name its name for people
 * @param betweenPremises whether it may leave the premises (trụ sở)
 * @param electronic whether the document travels as data; a courier carries paper or media
 * @param levels the levels it may carry
 * @param basis legal basis
 */
public record ChannelProfile(
        String id,
        Text name,
        boolean betweenPremises,
        boolean electronic,
        Set<Level> levels,
        LegalBasis basis) {
    /** Independent LAN inside one premises. */
    public static final String LAN_DOC_LAP = "LAN_DOC_LAP";

    /** Link protected under the law on cipher, also between premises. */
    public static final String CO_YEU = "CO_YEU";

    /** Paper or media carried by hand. */
    public static final String COURIER = "COURIER";

    /** Copies the levels. */
    public ChannelProfile {
        EnumSet<Level> copy = EnumSet.noneOf(Level.class);
        copy.addAll(levels);
        levels = Collections.unmodifiableSet(copy);
    }
}
