package vn.antin.crypto.bc.cms;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAlgorithmProtection;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** Signs as an old token does: RSASSA-PKCS1-v1_5. Only tests can. */
public final class OldSigner {
    private OldSigner() {}

    /**
     * The same signature made anew in the old way.
     *
     * @param signed by {@link CmsSigner}, with this RSA key
     * @param named whether the identifier is rsaEncryption, as OpenSSL writes it
     * @param digest JCA name
     */
    public static byte[] again(byte[] signed, PrivateKey key, boolean named, String digest)
            throws CmsException, GeneralSecurityException {
        SignedData data = SignedData.getInstance(Der.contentInfo(signed, Oids.SIGNED_DATA));
        SignerInfo info = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
        AlgorithmIdentifier algorithm =
                new AlgorithmIdentifier(
                        named
                                ? PKCSObjectIdentifiers.rsaEncryption
                                : PKCSObjectIdentifiers.sha256WithRSAEncryption,
                        DERNull.INSTANCE);
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        for (var each : info.getAuthenticatedAttributes()) {
            Attribute attribute = Attribute.getInstance(each);
            if (attribute.getAttrType().equals(Oids.ALGORITHM_PROTECTION)) {
                CmsSigner.add(
                        attributes,
                        Oids.ALGORITHM_PROTECTION,
                        new CMSAlgorithmProtection(
                                info.getDigestAlgorithm(),
                                CMSAlgorithmProtection.SIGNATURE,
                                algorithm));
            } else {
                attributes.add(attribute);
            }
        }
        ASN1Set set = new DERSet(attributes);
        Signature signer = Signature.getInstance(digest + "withRSA");
        signer.initSign(key);
        signer.update(Der.bytes(set));
        SignerInfo old =
                new SignerInfo(
                        info.getSID(),
                        info.getDigestAlgorithm(),
                        set,
                        algorithm,
                        new DEROctetString(signer.sign()),
                        null);
        return Der.bytes(
                new ContentInfo(
                        Oids.SIGNED_DATA,
                        new SignedData(
                                data.getDigestAlgorithms(),
                                data.getEncapContentInfo(),
                                data.getCertificates(),
                                null,
                                new DERSet(old))));
    }
}
