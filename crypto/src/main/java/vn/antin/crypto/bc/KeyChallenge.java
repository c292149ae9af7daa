package vn.antin.crypto.bc;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.policies.label.LabelScheme;

/**
 * A secret in an envelope for one key: CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC
 * 5084).
 *
 * <p>The content type is the project's own and is authenticated, so that nobody can have a document
 * opened by passing it off as a challenge. Thread-safe.
 */
public final class KeyChallenge {
    private static final ASN1ObjectIdentifier CONTENT_TYPE =
            new ASN1ObjectIdentifier(LabelScheme.root() + ".3.1");
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_LENGTH = 16;
    private static final int SECRET_LENGTH = 32;

    private KeyChallenge() {}

    /**
     * The envelope in DER.
     *
     * @param identifier subject key identifier of the key
     * @param secret 32 bytes
     */
    public static byte[] seal(PublicKey key, byte[] identifier, byte[] secret, SecureRandom random)
            throws GeneralSecurityException {
        byte[] contentKey = new byte[32];
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(contentKey);
        random.nextBytes(nonce);
        Cipher cipher = gcm(Cipher.ENCRYPT_MODE, contentKey, nonce);
        byte[] sealed = cipher.doFinal(secret);
        RecipientInfo recipient = RecipientKeys.wrap(key, identifier, contentKey, random);
        Arrays.fill(contentKey, (byte) 0);
        AuthEnvelopedData data =
                new AuthEnvelopedData(
                        null,
                        new DERSet(recipient),
                        new EncryptedContentInfo(
                                CONTENT_TYPE,
                                new AlgorithmIdentifier(
                                        NISTObjectIdentifiers.id_aes256_GCM,
                                        new GCMParameters(nonce, TAG_LENGTH)),
                                new DEROctetString(
                                        Arrays.copyOf(sealed, sealed.length - TAG_LENGTH))),
                        authenticated(),
                        new DEROctetString(
                                Arrays.copyOfRange(
                                        sealed, sealed.length - TAG_LENGTH, sealed.length)),
                        null);
        try {
            return new ContentInfo(CMSObjectIdentifiers.authEnvelopedData, data).getEncoded("DER");
        } catch (IOException e) {
            throw new AssertionError("an envelope in memory has an encoding", e);
        }
    }

    /**
     * The secret.
     *
     * @param identifier subject key identifier of the key
     * @throws GeneralSecurityException when it is no challenge to this key; errors of the token are
     *     {@code KeyException}s
     */
    public static byte[] open(byte[] der, byte[] identifier, DecryptionKey key)
            throws GeneralSecurityException {
        AuthEnvelopedData data;
        RecipientInfo recipient;
        byte[] nonce;
        byte[] sealed;
        try {
            data = read(der);
            recipient = RecipientInfo.getInstance(data.getRecipientInfos().getObjectAt(0));
            nonce = nonce(data.getAuthEncryptedContentInfo());
            sealed = sealed(data);
            if (!Arrays.equals(
                    identifier, RecipientKeys.identifier(recipient).orElse(new byte[0]))) {
                throw new GeneralSecurityException("the challenge is for another key");
            }
        } catch (IOException | RuntimeException e) {
            throw new GeneralSecurityException("not a challenge", e);
        }
        try (SecretBytes contentKey = RecipientKeys.unwrap(recipient, key)) {
            if (contentKey.length() != 32) {
                throw new GeneralSecurityException("the content key is not of 32 bytes");
            }
            Cipher cipher = contentKey.use(bytes -> openingCipher(bytes, nonce));
            return cipher.doFinal(sealed);
        }
    }

    private static AuthEnvelopedData read(byte[] der) throws GeneralSecurityException, IOException {
        ContentInfo info = ContentInfo.getInstance(ASN1Primitive.fromByteArray(der));
        if (!CMSObjectIdentifiers.authEnvelopedData.equals(info.getContentType())) {
            throw new GeneralSecurityException("not an AuthEnvelopedData");
        }
        AuthEnvelopedData data = AuthEnvelopedData.getInstance(info.getContent());
        ASN1Set attributes = data.getAuthAttrs();
        if (data.getRecipientInfos().size() != 1
                || data.getOriginatorInfo() != null
                || data.getUnauthAttrs() != null
                || !CONTENT_TYPE.equals(data.getAuthEncryptedContentInfo().getContentType())
                || attributes == null
                || !Arrays.equals(
                        attributes.getEncoded("DER"), authenticated().getEncoded("DER"))) {
            throw new GeneralSecurityException("not a challenge of this kind");
        }
        CertificateReading.requireDer(new ContentInfo(info.getContentType(), data), der);
        return data;
    }

    private static byte[] nonce(EncryptedContentInfo content) throws GeneralSecurityException {
        AlgorithmIdentifier algorithm = content.getContentEncryptionAlgorithm();
        GCMParameters parameters = GCMParameters.getInstance(algorithm.getParameters());
        if (!NISTObjectIdentifiers.id_aes256_GCM.equals(algorithm.getAlgorithm())
                || parameters.getIcvLen() != TAG_LENGTH
                || parameters.getNonce().length != NONCE_LENGTH) {
            throw new GeneralSecurityException("the challenge is not in AES-256-GCM");
        }
        return parameters.getNonce();
    }

    /** Ciphertext and tag, as the JDK wants them. */
    private static byte[] sealed(AuthEnvelopedData data) throws GeneralSecurityException {
        byte[] content = data.getAuthEncryptedContentInfo().getEncryptedContent().getOctets();
        byte[] tag = data.getMac().getOctets();
        if (content.length != SECRET_LENGTH || tag.length != TAG_LENGTH) {
            throw new GeneralSecurityException("the challenge is not of 32 bytes and a tag");
        }
        byte[] both = Arrays.copyOf(content, SECRET_LENGTH + TAG_LENGTH);
        System.arraycopy(tag, 0, both, SECRET_LENGTH, TAG_LENGTH);
        return both;
    }

    private static ASN1Set authenticated() {
        return new DERSet(new Attribute(CMSAttributes.contentType, new DERSet(CONTENT_TYPE)));
    }

    private static Cipher openingCipher(byte[] key, byte[] nonce) {
        try {
            return gcm(Cipher.DECRYPT_MODE, key, nonce);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES-256-GCM", e);
        }
    }

    /** AES-256-GCM; the additional data is the DER SET OF of the attributes (RFC 5083 2.2). */
    private static Cipher gcm(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_LENGTH * 8, nonce));
        try {
            cipher.updateAAD(authenticated().getEncoded("DER"));
        } catch (IOException e) {
            throw new AssertionError("attributes in memory have an encoding", e);
        }
        return cipher;
    }
}
