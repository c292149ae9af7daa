package vn.antin.policies.rule;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import vn.antin.policies.label.Level;

/**
 * A way on which documents may travel. Immutable.
 *
 * <p>The law leaves three ways, so the list is closed: a LAN inside one premises, a link under the
 * law on cipher, and carrying by hand. A pack says which levels each may carry, not what it is.
 *
 * @param id {@code LAN_DOC_LAP}, {@code CO_YEU} or {@code COURIER}
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

    /**
     * Copies the levels.
     *
     * @throws RuleConflict if the id is none of the three, or the profile is not what its id says
     */
    public ChannelProfile {
        EnumSet<Level> copy = EnumSet.noneOf(Level.class);
        copy.addAll(levels);
        levels = Collections.unmodifiableSet(copy);
        boolean fits =
                switch (id) {
                    case LAN_DOC_LAP -> electronic && !betweenPremises;
                    case CO_YEU -> electronic && betweenPremises;
                    case COURIER -> !electronic && betweenPremises;
                    default ->
                            throw new RuleConflict(
                                    "kênh chỉ có thể là LAN_DOC_LAP, CO_YEU hoặc COURIER",
                                    "a channel is LAN_DOC_LAP, CO_YEU or COURIER");
                };
        if (!fits) {
            throw new RuleConflict(
                    "kênh " + id + " có between_premises hoặc electronic không đúng bản chất",
                    "channel " + id + " is not such a way: see between_premises and electronic");
        }
    }
}
