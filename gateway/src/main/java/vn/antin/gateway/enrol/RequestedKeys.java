package vn.antin.gateway.enrol;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.CertificationRequest;
import vn.antin.crypto.cert.EncryptionKeyChallenge;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.KeyRules;
import vn.antin.crypto.key.PublicKeys;
import vn.antin.crypto.key.SecurityStrength;
import vn.antin.gateway.intake.Refused;
import vn.antin.sdk.wire.Adoption;
import vn.antin.sdk.wire.Enrolment;
import vn.antin.sdk.wire.ProblemCode;

/**
 * The keys that a card wants certificates for; those that sign have proved themselves. Immutable.
 *
 * <p>A card whose keys were made for us has three different ones. Only an adopted card has one key
 * for all uses, and only an adopted card may be without a key to encrypt to.
 */
record RequestedKeys(
        PublicKey signature, PublicKey authentication, Optional<PublicKey> encryption) {
    private static final byte[] NOTHING = {};

    /**
     * Reads the keys of a request by the rule for its kind of card.
     *
     * @throws Refused MALFORMED, BAD_SIGNATURE
     */
    static RequestedKeys of(Enrolment.Request request) {
        return request.adoption()
                .map(adoption -> adopted(request, adoption))
                .orElseGet(() ->
                        read(
                                request.signatureRequest(),
                                request.authenticationRequest(),
                                request.encryptionKey()
                                        .orElseThrow(() ->
                                                Refused.of(
                                                        ProblemCode.MALFORMED,
                                                        "key",
                                                        "encryptionKey"))));
    }

    /**
     * Reads two PKCS#10 requests and a SubjectPublicKeyInfo.
     *
     * @throws Refused MALFORMED, BAD_SIGNATURE
     */
    static RequestedKeys read(
            byte[] signatureRequest, byte[] authenticationRequest, byte[] encryptionKey) {
        PublicKey encryption = publicKey(encryptionKey);
        RequestedKeys keys =
                new RequestedKeys(
                        requested("signatureRequest", signatureRequest, SecurityStrength.BITS_128),
                        requested(
                                "authenticationRequest",
                                authenticationRequest,
                                SecurityStrength.BITS_128),
                        Optional.of(encryption));
        if (keys.signature.equals(keys.authentication)
                || encryption.equals(keys.signature)
                || encryption.equals(keys.authentication)) {
            throw Refused.of(ProblemCode.MALFORMED, "key-twice");
        }
        return keys;
    }

    /** One key, the one of the outside certificate; it decrypts only as RSA of 3072 bits up. */
    private static RequestedKeys adopted(Enrolment.Request request, Adoption adoption) {
        PublicKey key = adoption.certificate().getPublicKey();
        if (!KeyRules.isAtLeast(key, SecurityStrength.BITS_112)) {
            throw Refused.of(ProblemCode.MALFORMED, "adopted-weak");
        }
        RequestedKeys keys =
                new RequestedKeys(
                        requested(
                                "signatureRequest",
                                request.signatureRequest(),
                                SecurityStrength.BITS_112),
                        requested(
                                "authenticationRequest",
                                request.authenticationRequest(),
                                SecurityStrength.BITS_112),
                        request.encryptionKey().map(RequestedKeys::publicKey));
        if (!keys.signature.equals(key) || !keys.authentication.equals(key)) {
            throw Refused.of(ProblemCode.BAD_SIGNATURE, "adopted-key");
        }
        if (keys.encryption.isPresent()
                && !(keys.encryption.get().equals(key)
                        && key instanceof RSAPublicKey
                        && KeyRules.isStrong(key))) {
            throw Refused.of(ProblemCode.MALFORMED, "adopted-encryption");
        }
        return keys;
    }

    private static PublicKey requested(String field, byte[] request, SecurityStrength least) {
        try {
            return CertificationRequest.parse(request, least).publicKey();
        } catch (CertificateProblem e) {
            ProblemCode code =
                    e.reason() == CertificateProblem.Reason.BAD_SIGNATURE
                            ? ProblemCode.BAD_SIGNATURE
                            : ProblemCode.MALFORMED;
            throw Refused.because(e, code, "request", field);
        }
    }

    private static PublicKey publicKey(byte[] spki) {
        try {
            return PublicKeys.parse(spki);
        } catch (IllegalArgumentException e) {
            throw Refused.because(e, ProblemCode.MALFORMED, "key", "encryptionKey");
        }
    }

    Map<CertificateProfile, PublicKey> byProfile() {
        Map<CertificateProfile, PublicKey> keys = new EnumMap<>(CertificateProfile.class);
        keys.put(CertificateProfile.SIGNATURE, signature);
        keys.put(CertificateProfile.AUTHENTICATION, authentication);
        encryption.ifPresent(key -> keys.put(CertificateProfile.ENCRYPTION, key));
        return keys;
    }

    /** What only the holder of the encryption key can answer; nothing when there is none. */
    EncryptionKeyChallenge.Issued challenge(SecureRandom random) {
        if (encryption.isEmpty()) {
            return new EncryptionKeyChallenge.Issued(NOTHING, Digest.of(NOTHING));
        }
        try {
            return EncryptionKeyChallenge.issue(encryption.get(), random);
        } catch (IllegalArgumentException e) {
            throw Refused.because(e, ProblemCode.MALFORMED, "key", "encryptionKey");
        }
    }

    /** Whether one of these keys was certified before. */
    boolean isAmong(List<IssuedCertificate> issued) {
        return issued.stream()
                .map(each -> each.certificate().getPublicKey())
                .anyMatch(key -> byProfile().containsValue(key));
    }

    /** The newest certificates for these keys among those that were issued. */
    Map<CertificateProfile, X509Certificate> among(List<IssuedCertificate> issued) {
        Map<CertificateProfile, X509Certificate> found = new EnumMap<>(CertificateProfile.class);
        byProfile()
                .forEach((profile, key) ->
                        issued.stream()
                                .filter(each -> each.profile() == profile)
                                .map(IssuedCertificate::certificate)
                                .filter(c -> c.getPublicKey().equals(key))
                                .reduce((earlier, later) -> later)
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
                encryption.map(key -> certificate(certificates, CertificateProfile.ENCRYPTION)),
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
