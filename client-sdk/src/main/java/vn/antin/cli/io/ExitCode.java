package vn.antin.cli.io;

/** How a command ended, for scripts. */
public enum ExitCode {
    /** Done. */
    OK(0),
    /** Anything that has no number of its own. */
    OTHER(1),
    /** The command line is not as it must be. */
    USAGE(2),
    /** The rules, the gateway or the sender do not permit it. */
    REFUSED(3),
    /** Something does not verify, or was tampered with. */
    NOT_VERIFIED(4),
    /** Token or PIN. */
    TOKEN(5),
    /** The gateway is not reached, or cannot answer now. */
    NETWORK(6),
    /** There is no such thing. */
    NOT_FOUND(7),
    /** A file cannot be used. */
    BAD_FILE(8);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The number that the process ends with. */
    public int number() {
        return number;
    }
}
