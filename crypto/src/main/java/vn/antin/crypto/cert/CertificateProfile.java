package vn.antin.crypto.cert;

import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.util.List;
import java.util.Optional;
import vn.antin.policies.label.LabelScheme;

/**
 * What a certificate is for: one key, one purpose.
 *
 * <p>A certificate shows its profile by the one certificate policy {@link #policy()} and by exactly
 * the key usages below (RFC 5280 4.2.1.3, 4.2.1.4, 4.2.1.12). The numbers are never reused.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are made by List.of
public enum CertificateProfile {
    /** Authority of an agency, self-signed. */
    AGENCY_CA(1, List.of("keyCertSign", "cRLSign"), List.of()),
    /** Authority of a peer, signed by the own authority and bound to the peer's name. */
    CROSS_CA(2, List.of("keyCertSign", "cRLSign"), List.of()),
    /** A person signs content and receipts. */
    SIGNATURE(3, List.of("digitalSignature", "nonRepudiation"), List.of()),
    /** A person or system logs on and signs the outer signature. */
    AUTHENTICATION(4, List.of("digitalSignature"), List.of(Usage.CLIENT_AUTH)),
    /** A person's or system's envelopes: key agreement for EC, key encipherment for RSA. */
    ENCRYPTION(5, List.of(), List.of()),
    /** An agency signs as an organization. */
    SEAL(6, List.of("digitalSignature", "nonRepudiation"), List.of()),
    /** A gateway on the wire, both as server and as client. */
    TLS(7, List.of("digitalSignature"), List.of(Usage.SERVER_AUTH, Usage.CLIENT_AUTH)),
    /** A time-stamping authority (RFC 3161 2.3). */
    TIMESTAMP(8, List.of("digitalSignature"), List.of(Usage.TIME_STAMPING));

    /** Extended key usages of RFC 5280 4.2.1.12. */
    private static final class Usage {
        static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
        static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
        static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    }

    private final int number;
    private final List<String> keyUsage;
    private final List<String> extendedKeyUsage;

    CertificateProfile(int number, List<String> keyUsage, List<String> extendedKeyUsage) {
        this.number = number;
        this.keyUsage = keyUsage;
        this.extendedKeyUsage = extendedKeyUsage;
    }

    /** Object identifier of the certificate policy: {@link LabelScheme#root()}.4.N. */
    public String policy() {
        return LabelScheme.root() + ".4." + number;
    }

    /** The profile with this {@link #policy()}. */
    public static Optional<CertificateProfile> ofPolicy(String policy) {
        for (CertificateProfile profile : values()) {
            if (profile.policy().equals(policy)) {
                return Optional.of(profile);
            }
        }
        return Optional.empty();
    }

    /** Whether it is a certification authority, which names no endpoint. */
    public boolean isAuthority() {
        return this == AGENCY_CA || this == CROSS_CA;
    }

    /** Key usages of a certificate for this key, named as in RFC 5280 4.2.1.3. */
    public List<String> keyUsage(PublicKey key) {
        if (this == ENCRYPTION) {
            return List.of(key instanceof RSAKey ? "keyEncipherment" : "keyAgreement");
        }
        return keyUsage;
    }

    /** Extended key usages as object identifiers; empty when the extension is absent. */
    public List<String> extendedKeyUsage() {
        return extendedKeyUsage;
    }

    /** Whether the extended key usage is critical. */
    public boolean isExtendedKeyUsageCritical() {
        return this == TIMESTAMP;
    }
}
