package vn.antin.sdk.transport;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.cert.CertificateProblem;

/** What answered is not the gateway that we expect, or does not keep to the API. */
public final class GatewayMisbehaved extends GatewayException {
    private static final long serialVersionUID = 1L;

    /** In which way. */
    public enum Reason {
        /** Its certificate does not verify; see {@link #certificate()}. */
        CERTIFICATE,
        /** Its certificate verifies, but is of another endpoint. */
        WRONG_ENDPOINT,
        /** The answer is not what the API says. */
        BAD_ANSWER,
        /** The bytes that it gave are not those that were asked for. */
        DIGEST_MISMATCH
    }

    private final Reason reason;
    private final CertificateProblem.@Nullable Reason certificate;

    /** With a reason other than {@link Reason#CERTIFICATE}, or with the certificate's problem. */
    public GatewayMisbehaved(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.certificate = cause instanceof CertificateProblem p ? p.reason() : null;
    }

    /** Its certificate does not verify. */
    GatewayMisbehaved(CertificateProblem.Reason certificate, String message, Throwable cause) {
        super(message, cause);
        this.reason = Reason.CERTIFICATE;
        this.certificate = certificate;
    }

    /** In which way. */
    public Reason reason() {
        return reason;
    }

    /** What is wrong with its certificate, for {@link Reason#CERTIFICATE}. */
    public Optional<CertificateProblem.Reason> certificate() {
        return Optional.ofNullable(certificate);
    }

    @Override
    public boolean isTemporary() {
        return false;
    }
}
