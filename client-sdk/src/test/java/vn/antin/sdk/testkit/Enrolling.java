package vn.antin.sdk.testkit;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.CertificationRequest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.testkit.TestAgency;
import vn.antin.sdk.wire.Enrolment;

/** Issues the three certificates for a request. */
final class Enrolling {
    private final Enrolment.Result result;

    Enrolling(TestAgency agency, Enrolment.Request request) throws CertificateProblem {
        PublicKey signature = CertificationRequest.parse(request.signatureRequest()).publicKey();
        PublicKey authentication =
                CertificationRequest.parse(request.authenticationRequest()).publicKey();
        result =
                new Enrolment.Result(
                        new EndpointId(agency.organization(), request.name()),
                        agency.issue(signature, request.name(), CertificateProfile.SIGNATURE),
                        agency.issue(
                                authentication, request.name(), CertificateProfile.AUTHENTICATION),
                        request.encryptionKey()
                                .map(key ->
                                        agency.issue(
                                                key(key),
                                                request.name(),
                                                CertificateProfile.ENCRYPTION)),
                        agency.ca());
    }

    Enrolment.Result result() {
        return result;
    }

    private static PublicKey key(byte[] spki) {
        try {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
