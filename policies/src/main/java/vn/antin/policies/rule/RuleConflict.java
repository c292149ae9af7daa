package vn.antin.policies.rule;

/** Parts of a pack are each well formed but do not fit together, or break what every pack keeps. */
public final class RuleConflict extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String vietnamese;
    private final String english;

    RuleConflict(String vietnamese, String english) {
        super(english);
        this.vietnamese = vietnamese;
        this.english = english;
    }

    /** What does not fit, without a full stop. */
    public Text text() {
        return new Text(vietnamese, english);
    }
}
