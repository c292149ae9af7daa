package vn.antin.crypto.bc.cms;

import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import vn.antin.crypto.bc.cms.CmsException.Kind;

/** ESS Receipt (RFC 2634 2.8): what a recipient signs. Immutable. */
public final class ReceiptContent {
    private final String contentType;
    private final byte[] signedContentIdentifier;
    private final byte[] signatureValue;

    /**
     * A receipt.
     *
     * @param contentType object identifier of the content that was signed by the originator
     * @param signedContentIdentifier from the receipt request
     * @param signatureValue the originator's signature
     */
    public ReceiptContent(
            String contentType, byte[] signedContentIdentifier, byte[] signatureValue) {
        this.contentType = contentType;
        this.signedContentIdentifier = signedContentIdentifier.clone();
        this.signatureValue = signatureValue.clone();
    }

    /** Object identifier of the content that was signed by the originator. */
    public String contentType() {
        return contentType;
    }

    /** Identifier from the receipt request. */
    public byte[] signedContentIdentifier() {
        return signedContentIdentifier.clone();
    }

    /** The originator's signature. */
    public byte[] signatureValue() {
        return signatureValue.clone();
    }

    /** DER of the receipt. */
    public byte[] toDer() {
        ASN1EncodableVector receipt = new ASN1EncodableVector();
        receipt.add(new ASN1Integer(1));
        receipt.add(new ASN1ObjectIdentifier(contentType));
        receipt.add(new DEROctetString(signedContentIdentifier));
        receipt.add(new DEROctetString(signatureValue));
        return Der.bytes(new DERSequence(receipt));
    }

    /**
     * Reads a receipt of version 1.
     *
     * @throws CmsException with MALFORMED for anything else
     */
    public static ReceiptContent parse(byte[] der) throws CmsException {
        try {
            ASN1Sequence receipt = ASN1Sequence.getInstance(Der.read(der));
            if (receipt.size() == 4
                    && ASN1Integer.getInstance(receipt.getObjectAt(0)).hasValue(1)) {
                return new ReceiptContent(
                        ASN1ObjectIdentifier.getInstance(receipt.getObjectAt(1)).getId(),
                        ASN1OctetString.getInstance(receipt.getObjectAt(2)).getOctets(),
                        ASN1OctetString.getInstance(receipt.getObjectAt(3)).getOctets());
            }
        } catch (RuntimeException e) {
            throw new CmsException(Kind.MALFORMED, "a receipt cannot be read", e);
        }
        throw new CmsException(Kind.MALFORMED, "a receipt has another version");
    }
}
