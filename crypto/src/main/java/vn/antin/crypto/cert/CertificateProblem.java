package vn.antin.crypto.cert;

import org.jspecify.annotations.Nullable;

/**
 * A certificate, CRL or request does not hold. The reason's name is the stable code for users; the
 * message says which certificate and why, in terms that may be logged.
 */
public final class CertificateProblem extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** After the end of validity of a certificate on the path. */
        EXPIRED,
        /** Before the start of validity of a certificate on the path. */
        NOT_YET_VALID,
        /** On the CRL of its issuer. */
        REVOKED,
        /** No CRL of an issuer on the path, or none that is fresh: fail closed. */
        REVOCATION_UNKNOWN,
        /** No path to an own anchor, or an issuer that may not issue. */
        UNTRUSTED,
        /** Key usage, policy or other content is not that of the profile expected. */
        WRONG_PROFILE,
        /** A signature is not by the key that should have made it. */
        BAD_SIGNATURE,
        /** The issuer may not name this subject: it belongs to another organization. */
        NAME_NOT_PERMITTED,
        /** A key or signature algorithm that the project does not take (SHA-1, RSA-2048, ...). */
        WEAK_ALGORITHM,
        /** Cannot be read, or is not in its one canonical form. */
        MALFORMED
    }

    private final Reason reason;

    CertificateProblem(Reason reason, String message) {
        this(reason, message, null);
    }

    CertificateProblem(Reason reason, String message, @Nullable Throwable cause) {
        super(reason + ": " + message, cause);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
