package vn.antin.testbed.card.piv;

/** What a card knows only while it has power: the security status. */
final class Session {
    /** An authentication of the administrator that has begun. */
    sealed interface Pending {
        /** None has begun. */
        record Nothing() implements Pending {}

        /** The card sent a challenge and waits for it encrypted. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Challenge(byte[] value) implements Pending {}

        /** The card sent an encrypted witness and waits for it in clear. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Witness(byte[] value) implements Pending {}
    }

    private boolean pin;
    private boolean pinJustNow;
    private boolean pinBefore;
    private boolean admin;
    private Pending pending = new Pending.Nothing();
    private Pending pendingBefore = new Pending.Nothing();

    /** A command begins: what had to come immediately before it is known now, and spent. */
    void begin() {
        pinBefore = pinJustNow;
        pinJustNow = false;
        pendingBefore = pending;
        pending = new Pending.Nothing();
    }

    void pinVerified(boolean verified) {
        pin = verified;
        pinJustNow = verified;
    }

    boolean pin() {
        return pin;
    }

    /** Whether the PIN rule of a key is met. */
    boolean allows(KeySlot.PinRule rule) {
        return switch (rule) {
            case NEVER -> true;
            case ONCE -> pin;
            case ALWAYS -> pin && pinBefore;
        };
    }

    void adminAuthenticated(boolean authenticated) {
        admin = authenticated;
    }

    void requireAdmin() throws Refusal {
        Refusal.unless(admin, StatusWord.SECURITY_NOT_SATISFIED);
    }

    void requirePin() throws Refusal {
        Refusal.unless(pin, StatusWord.SECURITY_NOT_SATISFIED);
    }

    void await(Pending step) {
        pending = step;
    }

    /** The step of an authentication that the command immediately before this one began. */
    Pending pending() {
        return pendingBefore;
    }
}
