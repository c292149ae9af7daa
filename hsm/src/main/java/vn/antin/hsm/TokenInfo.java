package vn.antin.hsm;

/**
 * A token that a module shows.
 *
 * @param initialized whether it has a label and a security officer
 * @param pinInitialized whether its user has a PIN
 */
public record TokenInfo(
        String label,
        String serial,
        String manufacturer,
        String model,
        String firmware,
        boolean initialized,
        boolean pinInitialized,
        boolean pinLocked) {}
