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
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import vn.antin.crypto.bc.cms.CmsException.Kind;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.DecryptionKey;

/**
 * CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084): a fresh content key for each
 * message, a 12-byte nonce, a 16-byte tag with its length written out, and no attributes.
 *
 * <p>Recipients are named by subject key identifier only, see {@link RecipientKey}. Thread-safe.
 */
public final class CmsEnvelope {
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int PIECE = 1 << 16;
    private static final int MAX_RECIPIENTS = 1024;

    private CmsEnvelope() {}

    /**
     * Encrypts for everyone who holds the key of one of these certificates.
     *
     * @throws IllegalArgumentException when there is no recipient or a certificate has no key
     *     identifier or a key that is not for encryption
     */
    public static byte[] seal(
            byte[] content, List<X509Certificate> recipients, SecureRandom random) {
        if (recipients.isEmpty() || recipients.size() > MAX_RECIPIENTS) {
            throw new IllegalArgumentException("an envelope needs 1 to 1024 recipients");
        }
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] key = new byte[32];
        random.nextBytes(key);
        try (SecretBytes contentKey = SecretBytes.owning(key)) {
            ASN1EncodableVector infos = new ASN1EncodableVector();
            for (X509Certificate recipient : recipients) {
                infos.add(RecipientKey.wrap(contentKey, recipient, random));
            }
            byte[] sealed =
                    contentKey.use(bytes -> crypt(Cipher.ENCRYPT_MODE, bytes, nonce, content));
            int length = sealed.length - TAG;
            AlgorithmIdentifier algorithm =
                    new AlgorithmIdentifier(
                            NISTObjectIdentifiers.id_aes256_GCM, new GCMParameters(nonce, TAG));
            AuthEnvelopedData data =
                    new AuthEnvelopedData(
                            null,
                            new DERSet(infos),
                            new EncryptedContentInfo(
                                    Oids.DATA,
                                    algorithm,
                                    new DEROctetString(Arrays.copyOf(sealed, length))),
                            null,
                            new DEROctetString(Arrays.copyOfRange(sealed, length, sealed.length)),
                            null);
            return Der.bytes(new ContentInfo(Oids.AUTH_ENVELOPED, data));
        } catch (IllegalStateException e) {
            throw new AssertionError("AES-GCM is in every JDK", e);
        }
    }

    /**
     * Decrypts with the first key that {@code keys} knows by its subject key identifier. Nothing is
     * given out before the tag has verified.
     *
     * @throws CmsException with MALFORMED, TOO_BIG, NOT_A_RECIPIENT or DECRYPTION_FAILED
     * @throws vn.antin.crypto.key.KeyException when the device that holds the key fails
     */
    public static byte[] open(byte[] der, Function<byte[], Optional<DecryptionKey>> keys)
            throws CmsException {
        Parts parts = read(der);
        for (ASN1Encodable element : parts.recipients) {
            Optional<RecipientKey.Wrapped> mine =
                    RecipientKey.find(RecipientInfo.getInstance(element), keys);
            if (mine.isPresent()) {
                return open(parts, mine.get());
            }
        }
        throw new CmsException(Kind.NOT_A_RECIPIENT, "none of the keys here is a recipient's");
    }

    private static byte[] open(Parts parts, RecipientKey.Wrapped wrapped) throws CmsException {
        byte[] sealed = Arrays.copyOf(parts.encrypted, parts.encrypted.length + TAG);
        System.arraycopy(parts.tag, 0, sealed, parts.encrypted.length, TAG);
        try (SecretBytes contentKey = RecipientKey.unwrap(wrapped)) {
            return contentKey.use(key -> crypt(Cipher.DECRYPT_MODE, key, parts.nonce, sealed));
        } catch (IllegalStateException e) {
            throw new CmsException(Kind.DECRYPTION_FAILED, "the envelope does not decrypt", e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // lives only while one envelope is opened
    private record Parts(ASN1Set recipients, byte[] nonce, byte[] encrypted, byte[] tag) {}

    private static Parts read(byte[] der) throws CmsException {
        try {
            AuthEnvelopedData data =
                    AuthEnvelopedData.getInstance(Der.contentInfo(der, Oids.AUTH_ENVELOPED));
            EncryptedContentInfo content = data.getAuthEncryptedContentInfo();
            AlgorithmIdentifier algorithm = content.getContentEncryptionAlgorithm();
            boolean good =
                    data.getVersion().hasValue(0)
                            && data.getOriginatorInfo() == null
                            && data.getAuthAttrs() == null
                            && data.getUnauthAttrs() == null
                            && content.getContentType().equals(Oids.DATA)
                            && content.getEncryptedContent() != null
                            && algorithm.getAlgorithm().equals(NISTObjectIdentifiers.id_aes256_GCM)
                            && data.getRecipientInfos().size() <= MAX_RECIPIENTS
                            && data.getMac().getOctets().length == TAG;
            if (good) {
                GCMParameters gcm = GCMParameters.getInstance(algorithm.getParameters());
                if (gcm.getIcvLen() == TAG && gcm.getNonce().length == NONCE) {
                    Der.requireSame(der, Oids.AUTH_ENVELOPED, rebuilt(data));
                    return new Parts(
                            data.getRecipientInfos(),
                            gcm.getNonce(),
                            content.getEncryptedContent().getOctets(),
                            data.getMac().getOctets());
                }
            }
        } catch (RuntimeException e) {
            throw new CmsException(Kind.MALFORMED, "the envelope cannot be read", e);
        }
        throw new CmsException(Kind.MALFORMED, "the envelope is not of the profile");
    }

    private static AuthEnvelopedData rebuilt(AuthEnvelopedData data) {
        ASN1EncodableVector recipients = new ASN1EncodableVector();
        for (ASN1Encodable element : data.getRecipientInfos()) {
            ASN1Encodable info = RecipientInfo.getInstance(element).getInfo();
            recipients.add(
                    info instanceof KeyAgreeRecipientInfo agree
                            ? new RecipientInfo(AgreedKey.rebuilt(agree))
                            : element);
        }
        EncryptedContentInfo content = data.getAuthEncryptedContentInfo();
        return new AuthEnvelopedData(
                null, new DERSet(recipients), content, null, data.getMac(), null);
    }

    /**
     * AES-256-GCM in pieces of 64 KiB, since SunJCE is slow on long arrays; failures are
     * IllegalStateExceptions because a lambda calls this.
     */
    private static byte[] crypt(int mode, byte[] key, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG, nonce));
            ByteArrayOutputStream out = new ByteArrayOutputStream(input.length + TAG);
            for (int at = 0; at < input.length; at += PIECE) {
                byte[] piece = cipher.update(input, at, Math.min(PIECE, input.length - at));
                if (piece != null) {
                    out.writeBytes(piece);
                }
            }
            out.writeBytes(cipher.doFinal());
            return out.toByteArray();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        }
    }
}
