package vn.antin.crypto.bc.cms;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bc.cms.CmsException.Kind;
import vn.antin.policies.label.HandlingFlag;
import vn.antin.policies.label.LabelScheme;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;

/**
 * {@link SecurityLabel} as ESSSecurityLabel (RFC 2634 3.2): policy, classification, the mark as
 * privacy-mark, and a security category with NULL for each handling flag.
 */
final class EssLabel {
    private EssLabel() {}

    static ASN1Set encode(SecurityLabel label) {
        ASN1EncodableVector set = new ASN1EncodableVector();
        set.add(new ASN1ObjectIdentifier(LabelScheme.policy()));
        set.add(new ASN1Integer(label.level().classification()));
        if (!label.mark().isEmpty()) {
            set.add(new DERUTF8String(label.mark()));
        }
        if (!label.flags().isEmpty()) {
            ASN1EncodableVector categories = new ASN1EncodableVector();
            for (HandlingFlag flag : label.flags()) {
                categories.add(category(flag));
            }
            set.add(new DERSet(categories));
        }
        return new DERSet(set);
    }

    private static ASN1Sequence category(HandlingFlag flag) {
        ASN1ObjectIdentifier type =
                new ASN1ObjectIdentifier(LabelScheme.handlingArc() + "." + flag.number());
        ASN1EncodableVector category = new ASN1EncodableVector();
        category.add(new DERTaggedObject(false, 0, type));
        category.add(new DERTaggedObject(true, 1, DERNull.INSTANCE));
        return new DERSequence(category);
    }

    /** Reads the one encoding that {@link #encode} writes; all else is not of our policy. */
    static SecurityLabel decode(ASN1Encodable encoded) throws CmsException {
        try {
            SecurityLabel label = read(ASN1Set.getInstance(encoded));
            if (label != null && Arrays.equals(Der.bytes(encode(label)), Der.bytes(encoded))) {
                return label;
            }
        } catch (RuntimeException e) {
            throw new CmsException(Kind.LABEL_UNKNOWN, "the security label cannot be read", e);
        }
        throw new CmsException(Kind.LABEL_UNKNOWN, "the security label is not of this policy");
    }

    private static @Nullable SecurityLabel read(ASN1Set set) {
        Optional<Level> level = Optional.empty();
        EnumSet<HandlingFlag> flags = EnumSet.noneOf(HandlingFlag.class);
        for (Enumeration<?> e = set.getObjects(); e.hasMoreElements(); ) {
            Object element = e.nextElement();
            if (element instanceof ASN1Integer classification) {
                level = Level.ofClassification(classification.intValueExact());
            } else if (element instanceof ASN1Set categories) {
                for (Enumeration<?> c = categories.getObjects(); c.hasMoreElements(); ) {
                    Optional<HandlingFlag> flag = flag(ASN1Sequence.getInstance(c.nextElement()));
                    if (flag.isEmpty()) {
                        return null;
                    }
                    flags.add(flag.get());
                }
            }
        }
        return level.isEmpty() ? null : new SecurityLabel(level.get(), flags);
    }

    private static Optional<HandlingFlag> flag(ASN1Sequence category) {
        ASN1TaggedObject type = ASN1TaggedObject.getInstance(category.getObjectAt(0));
        String oid = ASN1ObjectIdentifier.getInstance(type, false).getId();
        for (HandlingFlag flag : HandlingFlag.values()) {
            if (oid.equals(LabelScheme.handlingArc() + "." + flag.number())) {
                return Optional.of(flag);
            }
        }
        return Optional.empty();
    }
}
