package vn.antin.policies.rule;

import java.util.Optional;

/**
 * What a pack says about one level. Immutable.
 *
 * @param mark text of the red secrecy mark, {@code TỐI MẬT}; empty for a document that is no secret
 * @param badge colours on the screen
 * @param term protection term; absent for a document that is no secret
 * @param electronic whether documents of this level may travel as data at all
 * @param basis legal basis of the level and its term
 */
public record LevelRule(
        String mark,
        Badge badge,
        Optional<ProtectionTerm> term,
        boolean electronic,
        LegalBasis basis) {}
