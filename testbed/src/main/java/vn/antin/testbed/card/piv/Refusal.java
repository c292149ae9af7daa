package vn.antin.testbed.card.piv;

/** The card refuses a command with a status word. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status) {
        super(String.format("%04X", status), null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    /** Refuses unless a condition holds. */
    static void unless(boolean condition, int status) throws Refusal {
        if (!condition) {
            throw new Refusal(status);
        }
    }
}
