package vn.antin.crypto.bc.structure;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** The outline of a CMS structure: who and with what, nothing verified. Immutable. */
public sealed interface CmsStructure {
    /** Name of the kind, as in RFC 5652 and RFC 5083: {@code SignedData}. */
    String kind();

    /**
     * Signed content (RFC 5652 5).
     *
     * @param contentType name of what is signed
     * @param contentSize its length in bytes; absent when it is detached
     * @param certificates those enclosed that can be read
     * @param unreadable how many enclosed certificates cannot be read
     * @param revocations how many CRLs and other revocation information
     */
    record Signed(
            String contentType,
            Optional<Long> contentSize,
            List<Signer> signers,
            List<X509Certificate> certificates,
            int unreadable,
            int revocations)
            implements CmsStructure {
        @Override
        public String kind() {
            return "SignedData";
        }
    }

    /**
     * One signature.
     *
     * @param name of the signer: the subject key identifier in hexadecimal, or issuer and serial
     *     number
     * @param isKeyIdentifier which of the two
     * @param certificate the enclosed certificate with this name
     * @param signed names of the signed attributes
     * @param unsigned names of the unsigned attributes
     */
    record Signer(
            String name,
            boolean isKeyIdentifier,
            Optional<X509Certificate> certificate,
            String digest,
            String algorithm,
            List<String> signed,
            List<String> unsigned) {}

    /**
     * Encrypted content (RFC 5652 6, RFC 5083).
     *
     * @param kind {@code EnvelopedData} or {@code AuthEnvelopedData}
     * @param contentType name of what is encrypted
     * @param algorithm that encrypts the content
     * @param contentSize length of the ciphertext; absent when it is detached
     * @param tagSize length of the authentication tag, 0 without
     */
    record Enveloped(
            String kind,
            String contentType,
            String algorithm,
            Optional<Long> contentSize,
            int tagSize,
            List<Recipient> recipients)
            implements CmsStructure {}

    /**
     * For whom.
     *
     * @param kind {@code KeyAgreeRecipientInfo}, {@code KeyTransRecipientInfo}, {@code
     *     KEMRecipientInfo} ...
     * @param name the subject key identifier in hexadecimal, or issuer and serial number
     * @param isKeyIdentifier which of both
     * @param algorithm that wraps the content key
     */
    record Recipient(String kind, String name, boolean isKeyIdentifier, String algorithm) {}

    /**
     * A structure of another kind.
     *
     * @param kind its name, or its object identifier
     */
    record Other(String kind) implements CmsStructure {}
}
