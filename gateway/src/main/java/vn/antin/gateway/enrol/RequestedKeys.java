package vn.antin.gateway.enrol;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.CertificationRequest;
import vn.antin.crypto.cert.EncryptionKeyChallenge;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.gateway.intake.Refused;
import vn.antin.sdk.wire.Enrolment;
import vn.antin.sdk.wire.ProblemCode;

/**
 * The three keys that a card wants certificates for; those that sign have proved themselves.
 * Immutable.
 */
record RequestedKeys(PublicKey signature, PublicKey authentication, PublicKey encryption) {
    /**
     * Reads two PKCS#10 requests and a SubjectPublicKeyInfo.
     *
     * @throws Refused MALFORMED, BAD_SIGNATURE
     */
    static RequestedKeys read(
            byte[] signatureRequest, byte[] authenticationRequest, byte[] encryptionKey) {
        RequestedKeys keys =
                new RequestedKeys(
                        requested("signatureRequest", signatureRequest),
                        requested("authenticationRequest", authenticationRequest),
                        publicKey(encryptionKey));
        if (Set.copyOf(keys.byProfile().values()).size() != 3) {
            throw Refused.of(ProblemCode.MALFORMED, "key-twice");
        }
        return keys;
    }

    private static PublicKey requested(String field, byte[] request) {
        try {
            return CertificationRequest.parse(request).publicKey();
        } catch (CertificateProblem e) {
            ProblemCode code =
                    e.reason() == CertificateProblem.Reason.BAD_SIGNATURE
                            ? ProblemCode.BAD_SIGNATURE
                            : ProblemCode.MALFORMED;
            throw Refused.because(e, code, "request", field);
        }
    }

    private static PublicKey publicKey(byte[] spki) {
        GeneralSecurityException last = new GeneralSecurityException();
        for (String algorithm : List.of("EC", "RSA")) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePublic(new X509EncodedKeySpec(spki));
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw Refused.because(last, ProblemCode.MALFORMED, "key", "encryptionKey");
    }

    Map<CertificateProfile, PublicKey> byProfile() {
        Map<CertificateProfile, PublicKey> keys = new EnumMap<>(CertificateProfile.class);
        keys.put(CertificateProfile.SIGNATURE, signature);
        keys.put(CertificateProfile.AUTHENTICATION, authentication);
        keys.put(CertificateProfile.ENCRYPTION, encryption);
        return keys;
    }

    /** What only the holder of the encryption key can answer. */
    EncryptionKeyChallenge.Issued challenge(SecureRandom random) {
        try {
            return EncryptionKeyChallenge.issue(encryption, random);
        } catch (IllegalArgumentException e) {
            throw Refused.because(e, ProblemCode.MALFORMED, "key", "encryptionKey");
        }
    }

    /** The certificates for these keys among those that were issued. */
    Map<CertificateProfile, X509Certificate> among(List<IssuedCertificate> issued) {
        Map<CertificateProfile, X509Certificate> found = new EnumMap<>(CertificateProfile.class);
        byProfile()
                .forEach((profile, key) ->
                        issued.stream()
                                .map(IssuedCertificate::certificate)
                                .filter(c -> c.getPublicKey().equals(key))
                                .findFirst()
                                .ifPresent(c -> found.put(profile, c)));
        return found;
    }

    /** The answer to a proof. */
    Enrolment.Result result(
            EndpointId endpoint,
            Map<CertificateProfile, X509Certificate> certificates,
            X509Certificate anchor) {
        return new Enrolment.Result(
                endpoint,
                certificate(certificates, CertificateProfile.SIGNATURE),
                certificate(certificates, CertificateProfile.AUTHENTICATION),
                certificate(certificates, CertificateProfile.ENCRYPTION),
                anchor);
    }

    private static X509Certificate certificate(
            Map<CertificateProfile, X509Certificate> certificates, CertificateProfile profile) {
        X509Certificate found = certificates.get(profile);
        if (found == null) {
            throw new IllegalStateException("no certificate of profile " + profile);
        }
        return found;
    }
}
