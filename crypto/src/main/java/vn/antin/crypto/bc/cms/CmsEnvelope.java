package vn.antin.crypto.bc.cms;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bc.cms.CmsException.Kind;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.DecryptionKey;

/**
 * CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084): a fresh content key for each
 * message, a 12-byte nonce, a 16-byte tag with its length written out. The one attribute is the
 * content type, authenticated, and only when it is not id-data (RFC 5083 2.1).
 *
 * <p>Recipients are named by subject key identifier only, see {@link RecipientKey}. Those with an
 * ML-KEM key are recipients of an envelope around another and of no other kind: since recipients
 * are alternatives, one of each kind would make it as weak as the weaker. Thread-safe.
 */
public final class CmsEnvelope {
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int PIECE = 1 << 16;
    private static final int MAX_RECIPIENTS = 1024;

    private CmsEnvelope() {}

    /**
     * Encrypts data for everyone who holds the key of one of these certificates.
     *
     * @throws IllegalArgumentException when there is no recipient or a certificate has no key
     *     identifier or a key that is not for encryption
     */
    public static byte[] seal(
            byte[] content, List<X509Certificate> recipients, SecureRandom random) {
        return seal(Oids.DATA, content, recipients.stream().map(RecipientKey::of).toList(), random);
    }

    /**
     * Encrypts an envelope once more, for everyone who holds one of these ML-KEM keys.
     *
     * <p>The recipients of one envelope are alternatives, so only one inside the other makes both
     * necessary. The content is the AuthEnvelopedData (RFC 5083), as its content type says.
     *
     * @param envelope as {@link #seal} made it
     * @throws IllegalArgumentException when a key is not of ML-KEM-768 or 1024, or there is none
     */
    public static byte[] nest(byte[] envelope, List<RecipientKey> keys, SecureRandom random) {
        return seal(
                Oids.AUTH_ENVELOPED,
                Der.bytes(ContentInfo.getInstance(envelope).getContent()),
                keys,
                random);
    }

    /**
     * Decrypts what {@link #nest} made: the envelope inside.
     *
     * @throws CmsException as {@link #open}
     * @throws vn.antin.crypto.key.KeyException when the device that holds the key fails
     */
    public static byte[] unnest(byte[] der, Function<byte[], Optional<DecryptionKey>> keys)
            throws CmsException {
        byte[] inner = read(Oids.AUTH_ENVELOPED, der).open(keys);
        return Der.bytes(new ContentInfo(Oids.AUTH_ENVELOPED, Der.read(inner)));
    }

    /**
     * The key identifiers that an envelope around another is for; empty when it is not around
     * another. Needs no key: every gateway sees it.
     *
     * @throws CmsException MALFORMED or TOO_BIG when it is no envelope
     */
    public static Optional<List<byte[]>> nestedFor(byte[] der) throws CmsException {
        ASN1ObjectIdentifier type;
        try {
            type =
                    AuthEnvelopedData.getInstance(Der.contentInfo(der, Oids.AUTH_ENVELOPED))
                            .getAuthEncryptedContentInfo()
                            .getContentType();
        } catch (RuntimeException e) {
            throw new CmsException(Kind.MALFORMED, "the envelope cannot be read", e);
        }
        return type.equals(Oids.AUTH_ENVELOPED)
                ? Optional.of(
                        read(type, der).recipients().stream()
                                .flatMap(each -> RecipientKey.kemIdentifier(each).stream())
                                .toList())
                : Optional.empty();
    }

    /** Encrypts content of any type. */
    static byte[] seal(
            ASN1ObjectIdentifier type,
            byte[] content,
            List<RecipientKey> recipients,
            SecureRandom random) {
        if (recipients.isEmpty() || recipients.size() > MAX_RECIPIENTS) {
            throw new IllegalArgumentException("an envelope needs 1 to 1024 recipients");
        }
        boolean nested = type.equals(Oids.AUTH_ENVELOPED);
        if (recipients.stream().anyMatch(each -> each.isKem() != nested)) {
            throw new IllegalArgumentException("ML-KEM keys are for the envelope around another");
        }
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] key = new byte[32];
        random.nextBytes(key);
        try (SecretBytes contentKey = SecretBytes.owning(key)) {
            List<RecipientInfo> infos =
                    recipients.stream().map(each -> each.wrap(contentKey, random)).toList();
            byte[] sealed =
                    contentKey.use(
                            bytes -> crypt(Cipher.ENCRYPT_MODE, bytes, nonce, type, content));
            int length = sealed.length - TAG;
            Parts parts =
                    new Parts(
                            type,
                            infos,
                            nonce,
                            Arrays.copyOf(sealed, length),
                            Arrays.copyOfRange(sealed, length, sealed.length));
            return Der.bytes(new ContentInfo(Oids.AUTH_ENVELOPED, parts.written()));
        } catch (IllegalStateException e) {
            throw new AssertionError("AES-GCM is in every JDK", e);
        }
    }

    /**
     * Decrypts data with the first key that {@code keys} knows by its subject key identifier.
     * Nothing is given out before the tag has verified.
     *
     * @throws CmsException with MALFORMED, TOO_BIG, NOT_A_RECIPIENT or DECRYPTION_FAILED
     * @throws vn.antin.crypto.key.KeyException when the device that holds the key fails
     */
    public static byte[] open(byte[] der, Function<byte[], Optional<DecryptionKey>> keys)
            throws CmsException {
        return read(Oids.DATA, der).open(keys);
    }

    /** An envelope of this type, read and still closed. */
    static Parts read(ASN1ObjectIdentifier type, byte[] der) throws CmsException {
        try {
            AuthEnvelopedData data =
                    AuthEnvelopedData.getInstance(Der.contentInfo(der, Oids.AUTH_ENVELOPED));
            EncryptedContentInfo content = data.getAuthEncryptedContentInfo();
            AlgorithmIdentifier algorithm = content.getContentEncryptionAlgorithm();
            if (content.getContentType().equals(type)
                    && content.getEncryptedContent() != null
                    && algorithm.getAlgorithm().equals(NISTObjectIdentifiers.id_aes256_GCM)
                    && data.getRecipientInfos().size() <= MAX_RECIPIENTS) {
                Parts parts =
                        new Parts(
                                type,
                                Arrays.stream(data.getRecipientInfos().toArray())
                                        .map(each -> RecipientInfo.getInstance(each))
                                        .map(RecipientKey::rebuilt)
                                        .toList(),
                                GCMParameters.getInstance(algorithm.getParameters()).getNonce(),
                                content.getEncryptedContent().getOctets(),
                                data.getMac().getOctets());
                boolean nested = type.equals(Oids.AUTH_ENVELOPED);
                if (parts.nonce.length == NONCE
                        && parts.tag.length == TAG
                        && parts.recipients.stream()
                                .allMatch(each -> RecipientKey.isKem(each) == nested)) {
                    // Also refuses whatever the parts do not hold, such as other attributes.
                    Der.requireSame(der, Oids.AUTH_ENVELOPED, parts.written());
                    return parts;
                }
            }
        } catch (RuntimeException e) {
            throw new CmsException(Kind.MALFORMED, "the envelope cannot be read", e);
        }
        throw new CmsException(Kind.MALFORMED, "the envelope is not of the profile");
    }

    /** What varies between envelopes; there is one way to write it. */
    @SuppressWarnings("ArrayRecordComponent") // lives only while one envelope is sealed or opened
    record Parts(
            ASN1ObjectIdentifier type,
            List<RecipientInfo> recipients,
            byte[] nonce,
            byte[] encrypted,
            byte[] tag) {

        private AuthEnvelopedData written() {
            return new AuthEnvelopedData(
                    null,
                    new DERSet(recipients.toArray(new ASN1Encodable[0])),
                    new EncryptedContentInfo(
                            type,
                            new AlgorithmIdentifier(
                                    NISTObjectIdentifiers.id_aes256_GCM,
                                    new GCMParameters(nonce, TAG)),
                            new DEROctetString(encrypted)),
                    authenticated(type),
                    new DEROctetString(tag),
                    null);
        }

        /** Decrypts, see {@link CmsEnvelope#open}. */
        byte[] open(Function<byte[], Optional<DecryptionKey>> keys) throws CmsException {
            for (RecipientInfo recipient : recipients) {
                Optional<RecipientKey.Wrapped> mine = RecipientKey.find(recipient, keys);
                if (mine.isPresent()) {
                    return open(mine.get());
                }
            }
            throw new CmsException(Kind.NOT_A_RECIPIENT, "none of the keys here is a recipient's");
        }

        private byte[] open(RecipientKey.Wrapped wrapped) throws CmsException {
            byte[] sealed = Arrays.copyOf(encrypted, encrypted.length + TAG);
            System.arraycopy(tag, 0, sealed, encrypted.length, TAG);
            try (SecretBytes contentKey = RecipientKey.unwrap(wrapped)) {
                return contentKey.use(key -> crypt(Cipher.DECRYPT_MODE, key, nonce, type, sealed));
            } catch (IllegalStateException e) {
                throw new CmsException(Kind.DECRYPTION_FAILED, "the envelope does not decrypt", e);
            }
        }
    }

    /** The authenticated attributes; id-data has none. */
    private static @Nullable ASN1Set authenticated(ASN1ObjectIdentifier type) {
        return type.equals(Oids.DATA)
                ? null
                : new DERSet(new Attribute(Oids.CONTENT_TYPE, new DERSet(type)));
    }

    /**
     * AES-256-GCM in pieces of 64 KiB, since SunJCE is slow on long arrays; the additional data is
     * the DER SET OF of the authenticated attributes (RFC 5083 2.2). Failures are
     * IllegalStateExceptions because a lambda calls this.
     */
    private static byte[] crypt(
            int mode, byte[] key, byte[] nonce, ASN1ObjectIdentifier type, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG, nonce));
            ASN1Set attributes = authenticated(type);
            if (attributes != null) {
                cipher.updateAAD(Der.bytes(attributes));
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream(input.length + TAG);
            for (int at = 0; at < input.length; at += PIECE) {
                byte[] piece = cipher.update(input, at, Math.min(PIECE, input.length - at));
                if (piece != null) {
                    out.writeBytes(piece);
                }
            }
            byte[] last = cipher.doFinal();
            if (out.size() == 0) {
                return last; // of decryption, which gives out everything at once: no copies
            }
            out.writeBytes(last);
            return out.toByteArray();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        }
    }
}
