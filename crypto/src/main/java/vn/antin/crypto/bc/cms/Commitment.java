package vn.antin.crypto.bc.cms;

import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import vn.antin.crypto.bc.cms.CmsException.Kind;

/**
 * What signing means: commitment-type-indication (RFC 5126 5.11.1, ETSI EN 319 122-1 5.2.3), by the
 * role in which somebody signs.
 */
public enum Commitment {
    /** The agency's seal: it has created, approved and sent the document. */
    PROOF_OF_ORIGIN(1, "organization", "Cơ quan ban hành", "Issued by the agency"),
    /** The registry clerk: has sent it, without having made it. */
    PROOF_OF_SENDER(4, "clerk", "Văn thư phát hành", "Dispatched by the registry"),
    /** The competent person: approves the content. */
    PROOF_OF_APPROVAL(5, "approver", "Người có thẩm quyền phê duyệt", "Approved"),
    /** The author: has created it, and need neither have approved nor sent it. */
    PROOF_OF_CREATION(6, "author", "Người soạn", "Created by the author");

    private static final String ARC = "1.2.840.113549.1.9.16.6.";

    private final int number;
    private final String role;
    private final String vietnamese;
    private final String english;

    Commitment(int number, String role, String vietnamese, String english) {
        this.number = number;
        this.role = role;
        this.vietnamese = vietnamese;
        this.english = english;
    }

    /** Name in the standard: {@code proofOfOrigin}. */
    public String code() {
        StringBuilder code = new StringBuilder();
        for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
            code.append(
                    code.isEmpty()
                            ? word
                            : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return code.toString();
    }

    /** Who makes it, on the command line. */
    public String role() {
        return role;
    }

    /** What it means, in Vietnamese. */
    public String vietnamese() {
        return vietnamese;
    }

    /** What it means, in English. */
    public String english() {
        return english;
    }

    /** The commitment with this {@link #code()}. */
    public static Optional<Commitment> ofCode(String code) {
        for (Commitment each : values()) {
            if (each.code().equals(code)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** CommitmentTypeIndication without qualifiers. */
    ASN1Sequence encode() {
        return new DERSequence(new ASN1ObjectIdentifier(ARC + number));
    }

    /**
     * Reads what {@link #encode} writes; a commitment that is not understood is not passed over.
     */
    static Commitment decode(ASN1Encodable encoded) throws CmsException {
        for (Commitment each : values()) {
            if (each.encode().equals(encoded.toASN1Primitive())) {
                return each;
            }
        }
        throw new CmsException(Kind.MALFORMED, "a commitment type is not known");
    }
}
