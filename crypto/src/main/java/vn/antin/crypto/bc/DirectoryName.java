package vn.antin.crypto.bc;

import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;

/**
 * A distinguished name as the project writes it: a sequence of single attributes, each a
 * UTF8String, but countryName a PrintableString (RFC 5280 A.1).
 *
 * <p>There is exactly one encoding of each name. Name constraints compare encodings, so a name in
 * another string type must not be read as the same name. Immutable.
 *
 * @param attributes in the order of the name
 */
public record DirectoryName(List<Attribute> attributes) {
    private static final String COUNTRY = "2.5.4.6";

    /** One attribute: type as a dotted object identifier, value as text. */
    public record Attribute(String type, String value) {}

    /** Copies the list. */
    public DirectoryName {
        attributes = List.copyOf(attributes);
    }

    /** DER of the name. */
    public byte[] toDer() {
        X500NameBuilder builder = new X500NameBuilder();
        for (Attribute attribute : attributes) {
            builder.addRDN(
                    new ASN1ObjectIdentifier(attribute.type()),
                    attribute.type().equals(COUNTRY)
                            ? new DERPrintableString(attribute.value())
                            : new DERUTF8String(attribute.value()));
        }
        try {
            return builder.build().getEncoded("DER");
        } catch (IOException e) {
            throw new AssertionError("a name in memory has an encoding", e);
        }
    }

    /**
     * Reads the one encoding that {@link #toDer} writes.
     *
     * @throws CertificateParsingException for anything else, such as a set of two attributes or
     *     another string type
     */
    public static DirectoryName parse(byte[] der) throws CertificateParsingException {
        try {
            List<Attribute> attributes = new ArrayList<>();
            for (RDN rdn : X500Name.getInstance(ASN1Primitive.fromByteArray(der)).getRDNs()) {
                if (rdn.size() != 1) {
                    throw new CertificateParsingException("a name has a set of attributes");
                }
                AttributeTypeAndValue attribute = rdn.getFirst();
                attributes.add(
                        new Attribute(
                                attribute.getType().getId(),
                                text(attribute.getValue().toASN1Primitive())));
            }
            DirectoryName name = new DirectoryName(attributes);
            if (!Arrays.equals(name.toDer(), der)) {
                throw new CertificateParsingException("a name is not in its one encoding");
            }
            return name;
        } catch (IOException | RuntimeException e) {
            throw new CertificateParsingException("a name cannot be read", e);
        }
    }

    private static String text(ASN1Primitive value) throws CertificateParsingException {
        if (value instanceof DERUTF8String utf8) {
            return utf8.getString();
        }
        if (value instanceof DERPrintableString printable) {
            return printable.getString();
        }
        throw new CertificateParsingException("a name has a value that is no UTF8String");
    }
}
