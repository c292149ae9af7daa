package vn.antin.policies.decision;

/**
 * One reason of a refusal, ready to be shown. Immutable.
 *
 * @param code stable code, {@code clearance.recipient}; two reasons may share one
 * @param vietnamese the reason in Vietnamese
 * @param english the reason in English
 * @param legalBasis the citation in Vietnamese
 * @param legalBasisEn the citation in English
 */
public record Reason(
        String code, String vietnamese, String english, String legalBasis, String legalBasisEn) {}
