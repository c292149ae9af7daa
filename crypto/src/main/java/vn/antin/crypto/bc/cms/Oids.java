package vn.antin.crypto.bc.cms;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.policies.label.LabelScheme;

/** The identifiers that this room reads and writes. */
final class Oids {
    static final ASN1ObjectIdentifier SHA256 = NISTObjectIdentifiers.id_sha256;
    static final ASN1ObjectIdentifier DATA = CMSObjectIdentifiers.data;
    static final ASN1ObjectIdentifier SIGNED_DATA = CMSObjectIdentifiers.signedData;
    static final ASN1ObjectIdentifier AUTH_ENVELOPED = CMSObjectIdentifiers.authEnvelopedData;
    static final ASN1ObjectIdentifier RECEIPT =
            new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.1.1");

    static final ASN1ObjectIdentifier CONTENT_TYPE = CMSAttributes.contentType;
    static final ASN1ObjectIdentifier MESSAGE_DIGEST = CMSAttributes.messageDigest;
    static final ASN1ObjectIdentifier SIGNING_TIME = CMSAttributes.signingTime;
    static final ASN1ObjectIdentifier ALGORITHM_PROTECTION = CMSAttributes.cmsAlgorithmProtect;
    static final ASN1ObjectIdentifier SIGNING_CERTIFICATE =
            PKCSObjectIdentifiers.id_aa_signingCertificateV2;
    static final ASN1ObjectIdentifier RECEIPT_REQUEST =
            new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.2.1");
    static final ASN1ObjectIdentifier SECURITY_LABEL =
            new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.2.2");
    static final ASN1ObjectIdentifier ORIGINAL_DIGEST =
            new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.2.5");
    static final ASN1ObjectIdentifier CONTENT_IDENTIFIER =
            new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.2.7");
    static final ASN1ObjectIdentifier TIME_STAMP =
            PKCSObjectIdentifiers.id_aa_signatureTimeStampToken;
    static final ASN1ObjectIdentifier COMMITMENT = PKCSObjectIdentifiers.id_aa_ets_commitmentType;
    static final ASN1ObjectIdentifier COUNTERSIGNATURE = CMSAttributes.counterSignature;
    static final ASN1ObjectIdentifier NOTE =
            new ASN1ObjectIdentifier(LabelScheme.consignmentNoteAttribute());

    static final ASN1ObjectIdentifier CHALLENGE =
            new ASN1ObjectIdentifier(LabelScheme.root() + ".3.1");
    static final ASN1ObjectIdentifier KEY_SHARE =
            new ASN1ObjectIdentifier(LabelScheme.root() + ".3.2");
    static final ASN1ObjectIdentifier KEM_KEY =
            new ASN1ObjectIdentifier(LabelScheme.root() + ".3.3");

    private Oids() {}

    /** Both spellings of having no parameters. */
    static boolean isAbsentOrNull(@Nullable ASN1Encodable parameters) {
        return parameters == null || DERNull.INSTANCE.equals(parameters.toASN1Primitive());
    }

    /** Digest algorithm of a signature; parameters are absent (RFC 5754 2). */
    static AlgorithmIdentifier digest(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case ECDSA_P256_SHA256, RSA_PSS_SHA256 ->
                    new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
            case ECDSA_P384_SHA384 -> new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha384);
            case ED25519 -> throw new IllegalArgumentException("Ed25519 signs no documents");
        };
    }
}
