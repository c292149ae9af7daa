package vn.antin.crypto.bc.cms;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.key.Signer;

/** Signs what {@link CmsSigner} never would: with any label, or with none. */
public final class OddSigner {
    private OddSigner() {}

    /** A signature around data whose label is these bytes of DER; without any when null. */
    public static byte[] enclosing(
            byte[] data,
            Signer signer,
            X509Certificate certificate,
            Instant at,
            byte @Nullable [] label,
            SignedFields rest) {
        return CmsSigner.sign(Oids.DATA, data, true, signer, certificate, at, own(label, rest));
    }

    /** The same beside the data. */
    public static byte[] detached(
            byte[] data,
            Signer signer,
            X509Certificate certificate,
            Instant at,
            byte @Nullable [] label,
            SignedFields rest) {
        return CmsSigner.sign(Oids.DATA, data, false, signer, certificate, at, own(label, rest));
    }

    /** The same for a receipt. */
    public static byte[] receipt(
            ReceiptContent receipt,
            Signer signer,
            X509Certificate certificate,
            Instant at,
            byte @Nullable [] label,
            SignedFields rest) {
        return CmsSigner.sign(
                Oids.RECEIPT, receipt.toDer(), true, signer, certificate, at, own(label, rest));
    }

    /** A signature around data with a commitment of this type, whatever it is. */
    public static byte[] committing(
            byte[] data,
            Signer signer,
            X509Certificate certificate,
            Instant at,
            SignedFields rest,
            String type) {
        ASN1EncodableVector own = own(null, rest);
        CmsSigner.add(own, Oids.SECURITY_LABEL, EssLabel.encode(rest.label()));
        CmsSigner.add(own, Oids.COMMITMENT, new DERSequence(new ASN1ObjectIdentifier(type)));
        return CmsSigner.sign(Oids.DATA, data, true, signer, certificate, at, own);
    }

    private static ASN1EncodableVector own(byte @Nullable [] label, SignedFields rest) {
        ASN1EncodableVector own = new ASN1EncodableVector();
        if (label != null) {
            CmsSigner.add(own, Oids.SECURITY_LABEL, object(label));
        }
        octets(own, Oids.CONTENT_IDENTIFIER, rest.contentIdentifier());
        octets(own, Oids.NOTE, rest.note());
        octets(own, Oids.ORIGINAL_DIGEST, rest.originalDigest());
        return own;
    }

    private static void octets(
            ASN1EncodableVector own, ASN1ObjectIdentifier type, Optional<byte[]> value) {
        value.ifPresent(bytes -> CmsSigner.add(own, type, new DEROctetString(bytes)));
    }

    private static ASN1Encodable object(byte[] der) {
        try {
            return org.bouncycastle.asn1.ASN1Primitive.fromByteArray(der);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
