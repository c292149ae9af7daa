package vn.antin.crypto.inspect;

import java.util.Locale;

/** A value that is one of a few. Every one has words in the command line. */
public enum Word {
    SIGNATURE_RIGHT,
    SIGNATURE_RIGHT_DETACHED,
    SIGNATURE_RIGHT_OVER_SIGNATURE,
    SIGNATURE_WRONG,
    SIGNATURE_FOREIGN,
    OLD_ALGORITHM,
    DETACHED,
    UNREADABLE,
    YES,
    LAYER_ENDPOINTS,
    PROFILE_AGENCY_CA,
    PROFILE_CROSS_CA,
    PROFILE_SIGNATURE,
    PROFILE_AUTHENTICATION,
    PROFILE_ENCRYPTION,
    PROFILE_SEAL,
    PROFILE_TLS,
    PROFILE_TIMESTAMP;

    /** Stable code: the name in lower case with hyphens. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
