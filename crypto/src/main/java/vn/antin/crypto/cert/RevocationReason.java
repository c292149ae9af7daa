package vn.antin.crypto.cert;

import java.util.Optional;

/** Why a certificate was revoked: CRLReason of RFC 5280 5.3.1, those that an agency uses. */
public enum RevocationReason {
    /** Not said. */
    UNSPECIFIED(0, "unspecified"),
    /** The key, card or PIN may be in other hands. */
    KEY_COMPROMISE(1, "key_compromise"),
    /** The authority's key may be in other hands. */
    CA_COMPROMISE(2, "ca_compromise"),
    /** The person changed unit, name or post. */
    AFFILIATION_CHANGED(3, "affiliation_changed"),
    /** Replaced by a new certificate. */
    SUPERSEDED(4, "superseded"),
    /** The person or system no longer works here. */
    CESSATION_OF_OPERATION(5, "cessation_of_operation"),
    /** Suspended for a time; counts as revoked as long as it is listed. */
    CERTIFICATE_HOLD(6, "certificate_hold"),
    /** A right that the certificate gives was withdrawn. */
    PRIVILEGE_WITHDRAWN(9, "privilege_withdrawn");

    private final int number;
    private final String code;

    RevocationReason(int number, String code) {
        this.number = number;
        this.code = code;
    }

    /** CRLReason number. */
    public int number() {
        return number;
    }

    /** Code in files, on the wire and on the command line. */
    public String code() {
        return code;
    }

    /** The reason with this {@link #code()}. */
    public static Optional<RevocationReason> ofCode(String code) {
        for (RevocationReason reason : values()) {
            if (reason.code.equals(code)) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }
}
