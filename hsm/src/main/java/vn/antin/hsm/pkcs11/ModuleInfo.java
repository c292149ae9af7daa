package vn.antin.hsm.pkcs11;

/**
 * What a module says of itself (CK_INFO). A snapshot.
 *
 * @param cryptoki version of PKCS#11 that it follows, for example 2.40
 */
public record ModuleInfo(String description, String manufacturer, String version, String cryptoki) {
    /**
     * What it says of a slot (CK_SLOT_INFO). A snapshot.
     *
     * @param number may change between runs
     * @param flags CKF bits of the slot
     */
    public record Slot(
            long number,
            String description,
            String manufacturer,
            String hardware,
            String firmware,
            long flags) {
        private static final long REMOVABLE_DEVICE = 0x2;
        private static final long HARDWARE_SLOT = 0x4;

        /** Whether the token can be taken out. */
        public boolean removable() {
            return (flags & REMOVABLE_DEVICE) != 0;
        }

        /** Whether the slot is a device and not software. */
        public boolean inHardware() {
            return (flags & HARDWARE_SLOT) != 0;
        }
    }

    /**
     * Limits and fill of a token (CK_TOKEN_INFO). A snapshot.
     *
     * <p>Sessions: 0 means not limited (CK_EFFECTIVELY_INFINITE), -1 that the token does not tell
     * (CK_UNAVAILABLE_INFORMATION). Memory in bytes, -1 when the token does not tell. PIN lengths
     * in bytes.
     */
    public record Limits(
            long maxSessions,
            long maxWritingSessions,
            long minPin,
            long maxPin,
            long publicMemory,
            long freePublicMemory,
            long privateMemory,
            long freePrivateMemory) {}
}
