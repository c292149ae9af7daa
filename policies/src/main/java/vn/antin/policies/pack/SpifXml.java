package vn.antin.policies.pack;

import java.io.StringWriter;
import java.time.ZoneOffset;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import vn.antin.policies.label.HandlingFlag;
import vn.antin.policies.label.LabelScheme;
import vn.antin.policies.label.Level;
import vn.antin.policies.rule.LevelRule;
import vn.antin.policies.rule.RulePack;

/**
 * The levels and marks of a pack as an XML SPIF, version 2.1 (Open XML SPIF, xmlspif.org), with
 * which other products show, choose and read the labels of this policy. Rules and terms have no
 * place in a SPIF and are left out. Stateless.
 */
public final class SpifXml {
    private static final String NAMESPACE = "http://www.xmlspif.org/spif";
    private static final String HANDLING = "Chỉ dẫn";

    private SpifXml() {}

    /** The file; colours are those of the badges on screens, since every printed mark is red. */
    public static String write(RulePack pack) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            start(xml, "SPIF");
            xml.writeNamespace("spif", NAMESPACE);
            xml.writeAttribute("schemaVersion", "2.1");
            xml.writeAttribute("version", pack.version());
            xml.writeAttribute(
                    "creationDate",
                    pack.effectiveFrom().atStartOfDay().toInstant(ZoneOffset.UTC).toString());
            xml.writeAttribute("originatorDN", "CN=" + pack.id() + ",C=VN");
            xml.writeAttribute("keyIdentifier", pack.name());
            xml.writeAttribute("privilegeId", LabelScheme.policy());
            xml.writeAttribute("rbacId", LabelScheme.policy());
            empty(xml, "securityPolicyId");
            xml.writeAttribute("name", pack.title().vietnamese());
            xml.writeAttribute("id", LabelScheme.policy());
            levels(xml, pack);
            marks(xml);
            xml.writeEndDocument();
            xml.close();
            return text.append('\n').toString();
        } catch (XMLStreamException e) {
            throw new AssertionError("writing into memory fails", e);
        }
    }

    private static void levels(XMLStreamWriter xml, RulePack pack) throws XMLStreamException {
        start(xml, "securityClassifications");
        int hierarchy = 0;
        for (Level level : Level.values()) {
            LevelRule rule = pack.level(level);
            start(xml, "securityClassification");
            xml.writeAttribute("name", level.vietnamese());
            xml.writeAttribute("lacv", Integer.toString(level.classification()));
            xml.writeAttribute("hierarchy", Integer.toString(hierarchy));
            xml.writeAttribute("color", rule.badge().fill());
            hierarchy++;
            if (!rule.mark().isEmpty()) {
                phrase(xml, rule.mark(), "pageTopBottom");
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void marks(XMLStreamWriter xml) throws XMLStreamException {
        start(xml, "securityCategoryTagSets");
        start(xml, "securityCategoryTagSet");
        xml.writeAttribute("name", HANDLING);
        xml.writeAttribute("id", LabelScheme.handlingArc());
        start(xml, "securityCategoryTag");
        xml.writeAttribute("name", HANDLING);
        xml.writeAttribute("tagType", "tagType7");
        xml.writeAttribute("tag7Encoding", "securityAttributes");
        for (HandlingFlag flag : HandlingFlag.values()) {
            start(xml, "tagCategory");
            xml.writeAttribute("name", flag.vietnamese());
            xml.writeAttribute("lacv", Integer.toString(flag.number()));
            phrase(xml, flag.vietnamese(), "documentStart");
            xml.writeEndElement();
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static void phrase(XMLStreamWriter xml, String phrase, String place)
            throws XMLStreamException {
        start(xml, "markingData");
        xml.writeAttribute("xml", "http://www.w3.org/XML/1998/namespace", "lang", "vi");
        xml.writeAttribute("phrase", phrase);
        start(xml, "code");
        xml.writeCharacters(place);
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static void start(XMLStreamWriter xml, String name) throws XMLStreamException {
        xml.writeStartElement("spif", name, NAMESPACE);
    }

    private static void empty(XMLStreamWriter xml, String name) throws XMLStreamException {
        xml.writeEmptyElement("spif", name, NAMESPACE);
    }
}
