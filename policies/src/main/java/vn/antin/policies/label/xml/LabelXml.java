package vn.antin.policies.label.xml;

import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import vn.antin.policies.label.HandlingFlag;
import vn.antin.policies.label.LabelScheme;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;
import vn.antin.policies.label.xml.LabelProblem.Reason;

/**
 * Labels in XML for other products: the confidentiality label of STANAG 4774 (ADatP-4774 edition A
 * version 1), and its binding to files by STANAG 4778.
 *
 * <p>Names stand in these labels and numbers in the ESS labels of signatures; both are of the one
 * policy {@link LabelScheme#policy()}. A binding is not signed: it tells machines how to treat the
 * files beside it, and the proof is the sealed document. Stateless.
 */
public final class LabelXml {
    /** Namespace of labels. */
    static final String LABEL = "urn:nato:stanag:4774:confidentialitymetadatalabel:1:0";

    /** Namespace of bindings. */
    static final String BINDING = "urn:nato:stanag:4778:bindinginformation:1:0";

    private static final String MEDIA = "http://www.w3.org/2005/05/xmlmime";
    private static final String POLICY = "Bí mật nhà nước Việt Nam";
    private static final String HANDLING = "Chỉ dẫn";
    private static final String OID = "urn:oid:";
    private static final String ROOT = "originatorConfidentialityLabel";

    private LabelXml() {}

    /**
     * A file that a label is bound to.
     *
     * @param uri relative reference, percent-encoded
     * @param mediaType of the file
     */
    public record DataReference(String uri, String mediaType) {}

    /**
     * What a file says.
     *
     * @param label the label
     * @param references files that it is bound to; none for a label alone
     */
    public record Read(PortableLabel label, List<DataReference> references) {
        /** Copies the references. */
        public Read {
            references = List.copyOf(references);
        }
    }

    /** The label alone. */
    public static String write(PortableLabel label) {
        return written(xml -> {
            xml.start("slab", LABEL, ROOT);
            xml.writer.writeNamespace("slab", LABEL);
            content(xml, label);
            xml.end();
        });
    }

    /** The label bound to these files. */
    public static String bind(PortableLabel label, List<DataReference> references) {
        return written(xml -> {
            xml.start("mb", BINDING, "BindingInformation");
            xml.writer.writeNamespace("mb", BINDING);
            xml.writer.writeNamespace("xmime", MEDIA);
            xml.start("mb", BINDING, "MetadataBindingContainer");
            xml.start("mb", BINDING, "MetadataBinding");
            xml.writer.writeAttribute("Id", "label");
            xml.start("mb", BINDING, "Metadata");
            xml.start("slab", LABEL, ROOT);
            xml.writer.writeNamespace("slab", LABEL);
            content(xml, label);
            xml.end();
            xml.end();
            for (DataReference each : references) {
                xml.writer.writeEmptyElement("mb", "DataReference", BINDING);
                xml.writer.writeAttribute("URI", each.uri());
                xml.writer.writeAttribute("xmime", MEDIA, "contentType", each.mediaType());
            }
            xml.end();
            xml.end();
            xml.end();
        });
    }

    private static void content(Out xml, PortableLabel label) throws XMLStreamException {
        xml.writer.writeAttribute("ReviewDateTime", label.review().toString());
        information(xml, label.label());
        xml.text("CreationDateTime", label.created().toString());
        if (label.ends().isPresent()) {
            Instant end = label.ends().get();
            xml.start("slab", LABEL, "SuccessionHandling");
            xml.text("SuccessionDateTime", end.toString());
            xml.start("slab", LABEL, "SuccessorConfidentialityLabel");
            PortableLabel after = successor(label.label(), end);
            xml.writer.writeAttribute("ReviewDateTime", after.review().toString());
            information(xml, after.label());
            xml.text("CreationDateTime", after.created().toString());
            xml.end();
            xml.end();
        }
    }

    /** What the document is when its term is over: no state secret, the mark of a trial stays. */
    private static PortableLabel successor(SecurityLabel label, Instant end) {
        Set<HandlingFlag> flags = EnumSet.noneOf(HandlingFlag.class);
        if (label.exercise()) {
            flags.add(HandlingFlag.EXERCISE);
        }
        return new PortableLabel(SecurityLabel.of(Level.KHONG_MAT, flags), end, Optional.empty());
    }

    private static void information(Out xml, SecurityLabel label) throws XMLStreamException {
        xml.start("slab", LABEL, "ConfidentialityInformation");
        xml.writer.writeStartElement("slab", "PolicyIdentifier", LABEL);
        xml.writer.writeAttribute("URI", OID + LabelScheme.policy());
        xml.writer.writeCharacters(POLICY);
        xml.end();
        xml.text("Classification", label.level().vietnamese());
        if (!label.mark().isEmpty()) {
            xml.text("PrivacyMark", label.mark());
        }
        if (!label.flags().isEmpty()) {
            xml.start("slab", LABEL, "Category");
            xml.writer.writeAttribute("Type", "INFORMATIVE");
            xml.writer.writeAttribute("TagName", HANDLING);
            xml.writer.writeAttribute("URI", OID + LabelScheme.handlingArc());
            for (HandlingFlag flag : label.flags()) {
                xml.text("GenericValue", flag.vietnamese());
            }
            xml.end();
        }
        xml.end();
    }

    /**
     * Reads a label, or a binding of one label. White space, prefixes and comments are free; what
     * they hold must be what {@link #write} or {@link #bind} writes.
     *
     * @throws LabelProblem with the reason
     */
    public static Read read(byte[] file) throws LabelProblem {
        XmlElement root = XmlElement.parse(file);
        boolean binding = root.is(BINDING, "BindingInformation");
        XmlElement holder = root;
        List<DataReference> references = new ArrayList<>();
        if (binding) {
            holder = only(only(root, "MetadataBindingContainer"), "MetadataBinding");
            XmlElement metadata = null;
            for (XmlElement each : holder.children()) {
                if (each.is(BINDING, "DataReference")) {
                    references.add(reference(each));
                } else if (metadata == null) {
                    metadata = each;
                }
            }
            if (metadata == null) {
                throw new LabelProblem(Reason.NOT_A_LABEL, "the binding holds no label");
            }
            holder = first(metadata);
        }
        PortableLabel label = label(holder);
        String again = binding ? bind(label, references) : write(label);
        if (!XmlElement.parse(again.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .equals(root)) {
            throw new LabelProblem(Reason.MALFORMED, "more, less or other than a label has");
        }
        return new Read(label, references);
    }

    private static XmlElement only(XmlElement in, String name) throws LabelProblem {
        XmlElement first = first(in);
        if (!first.is(BINDING, name) || in.children().size() != 1) {
            throw new LabelProblem(Reason.MALFORMED, "a binding of one label is expected");
        }
        return first;
    }

    private static XmlElement first(XmlElement in) throws LabelProblem {
        if (in.children().isEmpty()) {
            throw new LabelProblem(Reason.NOT_A_LABEL, in.name() + " is empty");
        }
        return in.children().getFirst();
    }

    private static DataReference reference(XmlElement element) {
        return new DataReference(
                element.attribute("URI").orElse(""),
                element.attribute("{" + MEDIA + "}contentType").orElse(""));
    }

    private static PortableLabel label(XmlElement element) throws LabelProblem {
        if (!element.is(LABEL, ROOT)) {
            throw new LabelProblem(Reason.NOT_A_LABEL, "the element is " + element.name());
        }
        try {
            return new PortableLabel(
                    information(child(element, "ConfidentialityInformation")),
                    Instant.parse(child(element, "CreationDateTime").text()),
                    find(element, "SuccessionHandling").isEmpty()
                            ? Optional.empty()
                            : Optional.of(
                                    Instant.parse(
                                            child(
                                                            child(element, "SuccessionHandling"),
                                                            "SuccessionDateTime")
                                                    .text())));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new LabelProblem(Reason.MALFORMED, "a time of the label", e);
        }
    }

    private static SecurityLabel information(XmlElement element) throws LabelProblem {
        String policy = child(element, "PolicyIdentifier").attribute("URI").orElse("");
        if (!policy.equals(OID + LabelScheme.policy())) {
            throw new LabelProblem(Reason.OTHER_POLICY, "the policy is another");
        }
        String name = child(element, "Classification").text();
        Level level = null;
        for (Level each : Level.values()) {
            if (each.vietnamese().equals(name)) {
                level = each;
            }
        }
        if (level == null) {
            throw new LabelProblem(Reason.OTHER_POLICY, "an unknown classification");
        }
        Set<HandlingFlag> flags = EnumSet.noneOf(HandlingFlag.class);
        Optional<XmlElement> category = find(element, "Category");
        if (category.isPresent()) {
            for (XmlElement each : category.get().children()) {
                flags.add(flag(each.text()));
            }
        }
        return SecurityLabel.of(level, flags);
    }

    private static HandlingFlag flag(String text) throws LabelProblem {
        for (HandlingFlag flag : HandlingFlag.values()) {
            if (flag.vietnamese().equals(text)) {
                return flag;
            }
        }
        throw new LabelProblem(Reason.OTHER_POLICY, "an unknown mark");
    }

    private static XmlElement child(XmlElement in, String name) throws LabelProblem {
        return find(in, name)
                .orElseThrow(() -> new LabelProblem(Reason.MALFORMED, name + " is missing"));
    }

    private static Optional<XmlElement> find(XmlElement in, String name) {
        return in.children().stream().filter(each -> each.is(LABEL, name)).findFirst();
    }

    private record Out(XMLStreamWriter writer) {
        void start(String prefix, String namespace, String name) throws XMLStreamException {
            writer.writeStartElement(prefix, name, namespace);
        }

        void end() throws XMLStreamException {
            writer.writeEndElement();
        }

        void text(String name, String text) throws XMLStreamException {
            writer.writeStartElement("slab", name, LABEL);
            writer.writeCharacters(text);
            writer.writeEndElement();
        }
    }

    @FunctionalInterface
    private interface Body {
        void write(Out xml) throws XMLStreamException;
    }

    private static String written(Body body) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter writer =
                    XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            writer.writeStartDocument("UTF-8", "1.0");
            writer.writeCharacters("\n");
            body.write(new Out(writer));
            writer.writeEndDocument();
            writer.close();
            return text.append('\n').toString();
        } catch (XMLStreamException e) {
            throw new AssertionError("writing into memory fails", e);
        }
    }
}
