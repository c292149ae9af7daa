package vn.antin.crypto.bc.cms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.junit.jupiter.api.Test;
import vn.antin.policies.label.HandlingFlag;
import vn.antin.policies.label.LabelScheme;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;

class EssLabelTest {
    private static final ASN1ObjectIdentifier POLICY =
            new ASN1ObjectIdentifier(LabelScheme.policy());

    private static DERSet set(ASN1Encodable... elements) {
        return new DERSet(elements);
    }

    private static DERSequence category(String oid) {
        return new DERSequence(
                new ASN1Encodable[] {
                    new DERTaggedObject(false, 0, new ASN1ObjectIdentifier(oid)),
                    new DERTaggedObject(true, 1, DERNull.INSTANCE)
                });
    }

    @Test
    void every_label_survives() throws CmsException {
        for (Level level : Level.values()) {
            for (int bits = 0; bits < 8; bits++) {
                EnumSet<HandlingFlag> flags = EnumSet.noneOf(HandlingFlag.class);
                for (HandlingFlag flag : HandlingFlag.values()) {
                    if ((bits >> (flag.number() - 1) & 1) == 1) {
                        flags.add(flag);
                    }
                }
                SecurityLabel label = new SecurityLabel(level, flags);
                assertThat(EssLabel.decode(EssLabel.encode(label))).isEqualTo(label);
            }
        }
    }

    @Test
    void the_bytes_are_those_of_the_format_paper() {
        String policy = HexFormat.of().formatHex(Der.bytes(POLICY));
        assertThat(
                        HexFormat.of()
                                .formatHex(Der.bytes(EssLabel.encode(SecurityLabel.of(Level.MAT)))))
                .isEqualTo("3122020106" + policy + "0c054de1baac54");
    }

    @Test
    void what_is_not_exactly_of_our_policy_is_unknown() {
        String named = LabelScheme.handlingArc() + ".1";
        List<ASN1Encodable> others =
                List.of(
                        set(),
                        new ASN1Integer(6),
                        set(POLICY),
                        set(POLICY, new ASN1Integer(4)),
                        set(new ASN1ObjectIdentifier("2.25.1"), new ASN1Integer(1)),
                        set(new ASN1Integer(1)),
                        set(POLICY, new ASN1Integer(6)),
                        set(POLICY, new ASN1Integer(6), new DERUTF8String("MAT")),
                        set(POLICY, new ASN1Integer(1), new DERUTF8String("")),
                        set(POLICY, new ASN1Integer(1), new DERPrintableString("x")),
                        set(POLICY, new ASN1Integer(1), new DEROctetString(new byte[1])),
                        set(POLICY, new ASN1Integer(1), set()),
                        set(POLICY, new ASN1Integer(1), set(category(named + "0"))),
                        set(POLICY, new ASN1Integer(1), set(category(named), category(named))),
                        set(POLICY, new ASN1Integer(1), set(new DERSequence())),
                        set(POLICY, new ASN1Integer(Long.MAX_VALUE)));
        for (ASN1Encodable other : others) {
            assertThatThrownBy(() -> EssLabel.decode(other))
                    .isInstanceOfSatisfying(
                            CmsException.class,
                            e -> assertThat(e.kind()).isEqualTo(CmsException.Kind.LABEL_UNKNOWN));
        }
    }
}
