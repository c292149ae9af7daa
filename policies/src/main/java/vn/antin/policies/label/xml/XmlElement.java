package vn.antin.policies.label.xml;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of a small XML file: no document type, no entities of its own, no processing
 * instructions, and text or elements but not both. Immutable.
 *
 * @param namespace its namespace
 * @param name its local name
 * @param attributes by local name; those of a namespace have it in braces before the name
 * @param children elements in it
 * @param text text in it, without blanks around; empty when it holds elements
 */
record XmlElement(
        String namespace,
        String name,
        Map<String, String> attributes,
        List<XmlElement> children,
        String text) {
    private static final int MAX_SIZE = 256 << 10;
    private static final int MAX_DEPTH = 16;

    XmlElement {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        children = List.copyOf(children);
    }

    /**
     * Reads a file.
     *
     * @throws LabelProblem NOT_XML when it is none, too big, too deep, or has what is not read here
     */
    static XmlElement parse(byte[] file) throws LabelProblem {
        if (file.length > MAX_SIZE) {
            throw new LabelProblem(LabelProblem.Reason.NOT_XML, "larger than 256 KiB");
        }
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            factory.setProperty(XMLInputFactory.IS_COALESCING, true);
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(file));
            while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                refuseOddities(reader);
            }
            XmlElement root = element(reader, 1);
            while (reader.hasNext()) {
                int unused = reader.next();
                refuseOddities(reader);
            }
            return root;
        } catch (XMLStreamException | RuntimeException e) {
            throw new LabelProblem(LabelProblem.Reason.NOT_XML, "not well-formed", e);
        }
    }

    private static void refuseOddities(XMLStreamReader reader) throws LabelProblem {
        switch (reader.getEventType()) {
            case XMLStreamConstants.DTD,
                    XMLStreamConstants.ENTITY_REFERENCE,
                    XMLStreamConstants.PROCESSING_INSTRUCTION ->
                    throw new LabelProblem(
                            LabelProblem.Reason.NOT_XML,
                            "a document type, an entity or an instruction");
            default -> {
                // Elements, text and comments.
            }
        }
    }

    private static XmlElement element(XMLStreamReader reader, int depth)
            throws XMLStreamException, LabelProblem {
        if (depth > MAX_DEPTH) {
            throw new LabelProblem(LabelProblem.Reason.NOT_XML, "nested too deep");
        }
        String namespace = reader.getNamespaceURI();
        String name = reader.getLocalName();
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String of = reader.getAttributeNamespace(i);
            String local = reader.getAttributeLocalName(i);
            String unused =
                    attributes.put(
                            of == null || of.isEmpty() ? local : "{" + of + "}" + local,
                            reader.getAttributeValue(i));
        }
        List<XmlElement> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        while (reader.next() != XMLStreamConstants.END_ELEMENT) {
            refuseOddities(reader);
            if (reader.isStartElement()) {
                children.add(element(reader, depth + 1));
            } else if (reader.isCharacters()) {
                text.append(reader.getText());
            }
        }
        String words = text.toString().strip();
        if (!words.isEmpty() && !children.isEmpty()) {
            throw new LabelProblem(LabelProblem.Reason.NOT_XML, name + ": text between elements");
        }
        return new XmlElement(
                namespace == null ? "" : namespace, name, attributes, children, words);
    }

    boolean is(String ofNamespace, String ofName) {
        return namespace.equals(ofNamespace) && name.equals(ofName);
    }

    Optional<String> attribute(String of) {
        return Optional.ofNullable(attributes.get(of));
    }
}
