package vn.antin.policies.rule;

import java.time.LocalDate;

/**
 * How long a level protects, and the days its extension takes (Law 29/2018 art. 19 to 22).
 *
 * @param years whole years from the day the level was determined; one extension adds at most as
 *     many
 * @param extensionDecisionDays an extension is decided at the latest so many days before the end
 * @param noticeDays holders are told within so many days of an extension, change or
 *     declassification
 */
public record ProtectionTerm(int years, int extensionDecisionDays, int noticeDays) {
    /**
     * @throws RuleConflict if a number is out of range (years 1 to 100, days 0 to 365)
     */
    public ProtectionTerm {
        if (years < 1 || years > 100) {
            throw new RuleConflict("thời hạn bảo vệ từ 1 đến 100 năm", "a term is 1 to 100 years");
        }
        if (extensionDecisionDays < 0
                || extensionDecisionDays > 365
                || noticeDays < 0
                || noticeDays > 365) {
            throw new RuleConflict(
                    "thời hạn gia hạn và thông báo từ 0 đến 365 ngày",
                    "extension and notice are 0 to 365 days");
        }
    }

    /** The day on which protection ends for a level determined on this day. */
    public LocalDate endsOn(LocalDate determinedOn) {
        return determinedOn.plusYears(years);
    }

    /** The last day on which an extension can still be decided. */
    public LocalDate extensionDecidedBy(LocalDate endsOn) {
        return endsOn.minusDays(extensionDecisionDays);
    }

    /** The last day on which holders can be told of a decision of this day. */
    public LocalDate noticeBy(LocalDate decidedOn) {
        return decidedOn.plusDays(noticeDays);
    }
}
