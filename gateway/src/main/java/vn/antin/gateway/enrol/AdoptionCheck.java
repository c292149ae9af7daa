package vn.antin.gateway.enrol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.KeyRules;
import vn.antin.crypto.cert.OutsideCertificate;
import vn.antin.crypto.key.PublicKeys;
import vn.antin.crypto.key.SecurityStrength;
import vn.antin.gateway.directory.EndpointRecord;
import vn.antin.gateway.directory.EndpointStatus;
import vn.antin.gateway.intake.Refused;
import vn.antin.sdk.enrol.OutsideAuthorities;
import vn.antin.sdk.wire.Adoption;
import vn.antin.sdk.wire.Enrolment;
import vn.antin.sdk.wire.ProblemCode;

/** What an adopted card must show besides what every card does. Thread-safe. */
final class AdoptionCheck {
    private static final Logger LOG = System.getLogger(AdoptionCheck.class.getName());

    private final OutsideAuthorities authorities;
    private final InstantSource clock;

    AdoptionCheck(OutsideAuthorities authorities, InstantSource clock) {
        this.authorities = authorities;
        this.clock = clock;
    }

    /**
     * The outside certificate leads to an authority that the agency trusts, is valid now and for
     * signatures.
     *
     * @throws Refused CERTIFICATE, or MALFORMED when the key is one that nothing is issued to now
     */
    void requireTrusted(Enrolment.Request request) {
        request.adoption().ifPresent(this::requireTrusted);
    }

    private void requireTrusted(Adoption adoption) {
        PublicKey key = adoption.certificate().getPublicKey();
        if (!KeyRules.isStrong(key) && !clock.instant().isBefore(KeyRules.END_OF_112_BITS)) {
            throw Refused.of(ProblemCode.MALFORMED, "adopted-late");
        }
        try {
            OutsideCertificate outside =
                    OutsideCertificate.check(
                            authorities.list(),
                            adoption.certificate(),
                            adoption.others(),
                            clock.instant());
            LOG.log(
                    Level.INFO,
                    "outside certificate {0} (serial {1}) holds",
                    outside.fingerprint().hex(),
                    adoption.certificate().getSerialNumber().toString(16));
        } catch (CertificateProblem e) {
            throw Refused.because(e, ProblemCode.CERTIFICATE, "adopted", e.reason());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The card signed for this very enrolment.
     *
     * @throws Refused BAD_SIGNATURE
     */
    static void requireSigned(
            PendingEnrolment pending,
            Enrolment.Request request,
            RequestedKeys keys,
            Enrolment.Proof proof) {
        if (request.adoption().isEmpty()) {
            return;
        }
        byte[] statement = request.adoption().get().cardSigns(pending.endpoint(), pending.id());
        boolean signed =
                proof.signature()
                        .map(s ->
                                PublicKeys.verifies(
                                        keys.signature(), SecurityStrength.BITS_112, statement, s))
                        .orElse(false);
        if (!signed) {
            throw Refused.of(ProblemCode.BAD_SIGNATURE, "adopted-proof", pending.id());
        }
    }

    /**
     * Whether this is a card that is adopted again: its endpoint is active and has this very key.
     *
     * @throws Refused CONFLICT when somebody else has the key, or when a card that could decrypt is
     *     to be one that only signs
     */
    static boolean isAgain(EnrolView view, EndpointId endpoint, RequestedKeys keys) {
        for (EndpointRecord each : view.directory().endpointsOf(endpoint.organization())) {
            if (each.status() != EndpointStatus.REVOKED
                    && !each.id().equals(endpoint)
                    && has(view, each.id(), keys.authentication())) {
                throw Refused.of(ProblemCode.CONFLICT, "adopted-elsewhere", each.id());
            }
        }
        boolean again =
                view.directory()
                                .endpoint(endpoint)
                                .filter(known -> known.status() == EndpointStatus.ACTIVE)
                                .isPresent()
                        && has(view, endpoint, keys.authentication());
        if (again
                && keys.encryption().isEmpty()
                && current(view, endpoint, CertificateProfile.ENCRYPTION).isPresent()) {
            throw Refused.of(ProblemCode.CONFLICT, "adopted-decrypts", endpoint);
        }
        return again;
    }

    private static boolean has(EnrolView view, EndpointId endpoint, PublicKey key) {
        return current(view, endpoint, CertificateProfile.AUTHENTICATION)
                .filter(c -> c.getPublicKey().equals(key))
                .isPresent();
    }

    private static Optional<X509Certificate> current(
            EnrolView view, EndpointId endpoint, CertificateProfile profile) {
        return Optional.ofNullable(view.directory().certificates(endpoint).get(profile));
    }
}
