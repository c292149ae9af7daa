package vn.antin.crypto.bc.cms;

import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import vn.antin.crypto.bc.cms.CmsException.Kind;

/**
 * ESS ReceiptRequest (RFC 2634 2.7): from whom the sender wants a signed receipt. Immutable.
 *
 * <p>Only the form with names is known; "all recipients" and "first tier" are refused, since a
 * register must know whose receipts it waits for.
 */
public final class ReceiptRequest {
    private static final int MAX_NAMES = 1024;

    private final byte[] signedContentIdentifier;
    private final List<String> receiptsFrom;
    private final List<String> receiptsTo;

    /**
     * A request.
     *
     * @param signedContentIdentifier of the document, unique for ever
     * @param receiptsFrom URIs of those asked
     * @param receiptsTo URIs of those who want the receipts, 1 to 16
     */
    public ReceiptRequest(
            byte[] signedContentIdentifier, List<String> receiptsFrom, List<String> receiptsTo) {
        if (receiptsFrom.isEmpty()
                || receiptsFrom.size() > MAX_NAMES
                || receiptsTo.isEmpty()
                || receiptsTo.size() > 16) {
            throw new IllegalArgumentException("a receipt request has too few or too many names");
        }
        this.signedContentIdentifier = signedContentIdentifier.clone();
        this.receiptsFrom = List.copyOf(receiptsFrom);
        this.receiptsTo = List.copyOf(receiptsTo);
    }

    /** Identifier of the document. */
    public byte[] signedContentIdentifier() {
        return signedContentIdentifier.clone();
    }

    /** URIs of those asked. */
    public List<String> receiptsFrom() {
        return receiptsFrom;
    }

    /** URIs of those who want the receipts. */
    public List<String> receiptsTo() {
        return receiptsTo;
    }

    ASN1Sequence encode() {
        ASN1EncodableVector request = new ASN1EncodableVector();
        request.add(new DEROctetString(signedContentIdentifier));
        request.add(new DERTaggedObject(false, 1, names(receiptsFrom)));
        request.add(names(receiptsTo));
        return new DERSequence(request);
    }

    private static DERSequence names(List<String> uris) {
        ASN1EncodableVector names = new ASN1EncodableVector();
        for (String uri : uris) {
            names.add(
                    new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
        }
        return new DERSequence(names);
    }

    static ReceiptRequest decode(ASN1Encodable encoded) throws CmsException {
        ASN1Sequence request = ASN1Sequence.getInstance(encoded);
        ASN1TaggedObject from = ASN1TaggedObject.getInstance(request.getObjectAt(1));
        if (request.size() != 3 || !from.hasContextTag(1)) {
            throw new CmsException(Kind.MALFORMED, "a receipt request does not name people");
        }
        return new ReceiptRequest(
                ASN1OctetString.getInstance(request.getObjectAt(0)).getOctets(),
                uris(ASN1Sequence.getInstance(from, false)),
                uris(ASN1Sequence.getInstance(request.getObjectAt(2))));
    }

    private static List<String> uris(ASN1Sequence names) throws CmsException {
        List<String> uris = new ArrayList<>();
        for (ASN1Encodable element : names) {
            GeneralName[] group = GeneralNames.getInstance(element).getNames();
            if (group.length != 1
                    || group[0].getTagNo() != GeneralName.uniformResourceIdentifier
                    || !(group[0].getName() instanceof ASN1String uri)) {
                throw new CmsException(Kind.MALFORMED, "a receipt request has a name not of ours");
            }
            uris.add(uri.getString());
        }
        return uris;
    }
}
