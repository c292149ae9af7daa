package vn.antin.cli.card;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.Messages;
import vn.antin.crypto.cert.CertificatePath;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.VerifiedIdentity;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.sdk.Account;
import vn.antin.sdk.enrol.Enroller;
import vn.antin.sdk.wire.Enrolment;

/**
 * One card at its enrolment; one that was enrolled as the same endpoint before is taken as it is.
 */
public final class CardEnrolment {
    private static final List<String> LABELS =
            List.of(KeyLabel.SIGNATURE, KeyLabel.AUTHENTICATION, KeyLabel.ENCRYPTION);

    /**
     * Who was enrolled.
     *
     * @param endpoint the new endpoint
     * @param signature certificate of the signature key, for the days between which it counts
     */
    record Enrolled(EndpointId endpoint, X509Certificate signature) {}

    private final Account custodian;
    private final CardOpening.EnrolmentCard card;
    private final String label;

    CardEnrolment(Account custodian, CardOpening.EnrolmentCard card, String label) {
        this.custodian = custodian;
        this.card = card;
        this.label = label;
    }

    Enrolled enrol(Enroller.Person person) {
        EndpointId endpoint = new EndpointId(person.organization(), person.name());
        Optional<X509Certificate> there = card.certificate(KeyLabel.SIGNATURE);
        if (there.isPresent()) {
            requireOwn(endpoint, person.commonName(), there.get());
            return new Enrolled(endpoint, there.get());
        }
        Enrolment.Result result = new Enroller(custodian.gateway()).enrol(person, card);
        check(custodian, endpoint, result);
        return new Enrolled(endpoint, result.signatureCertificate());
    }

    /** Certificates on the card must all be of this endpoint and of this agency's CA. */
    private void requireOwn(EndpointId endpoint, String person, X509Certificate first) {
        for (String key : LABELS) {
            Optional<X509Certificate> certificate = card.certificate(key);
            if (certificate.isEmpty()
                    || !CardAccounts.owner(certificate.get()).equals(Optional.of(endpoint))
                    || !isIssued(certificate.get())) {
                throw CardAccounts.taken(label, first, Messages.words("card.insert-for", person));
            }
        }
    }

    private boolean isIssued(X509Certificate certificate) {
        try {
            certificate.verify(custodian.trust().anchor().getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /**
     * Checks certificates before they are written to a card.
     *
     * @throws CliProblem GATEWAY_NOT_TRUSTED
     */
    public static void check(Account custodian, EndpointId endpoint, Enrolment.Result result) {
        Map<CertificateProfile, X509Certificate> all = new EnumMap<>(CertificateProfile.class);
        all.put(CertificateProfile.SIGNATURE, result.signatureCertificate());
        all.put(CertificateProfile.AUTHENTICATION, result.authenticationCertificate());
        result.encryptionCertificate().ifPresent(c -> all.put(CertificateProfile.ENCRYPTION, c));
        all.forEach((profile, certificate) -> check(custodian, endpoint, profile, certificate));
    }

    private static void check(
            Account custodian,
            EndpointId endpoint,
            CertificateProfile profile,
            X509Certificate certificate) {
        try {
            VerifiedIdentity identity =
                    CertificatePath.verify(
                            custodian.trust().store(),
                            certificate,
                            profile,
                            custodian.clock().instant());
            if (!identity.endpoint().equals(endpoint)) {
                throw new CliProblem(
                        Code.GATEWAY_NOT_TRUSTED,
                        Errors.certificate(CertificateProblem.Reason.NAME_NOT_PERMITTED));
            }
        } catch (CertificateProblem e) {
            throw new CliProblem(e, Code.GATEWAY_NOT_TRUSTED, Errors.certificate(e.reason()));
        }
    }
}
