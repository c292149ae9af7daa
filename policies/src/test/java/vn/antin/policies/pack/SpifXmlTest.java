package vn.antin.policies.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import vn.antin.policies.label.HandlingFlag;
import vn.antin.policies.label.LabelScheme;
import vn.antin.policies.label.Level;
import vn.antin.policies.rule.RulePack;

/** An exported policy has the levels, marks and numbers that the labels of signatures have. */
class SpifXmlTest {
    private static List<Element> elements(String spif, String name) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        NodeList found =
                factory.newDocumentBuilder()
                        .parse(new ByteArrayInputStream(spif.getBytes(StandardCharsets.UTF_8)))
                        .getElementsByTagNameNS("http://www.xmlspif.org/spif", name);
        List<Element> all = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            all.add((Element) found.item(i));
        }
        return all;
    }

    @Test
    void levels_have_the_numbers_of_the_ess_label_and_colours_of_their_own() throws Exception {
        for (String id : RulePacks.shippedIds()) {
            RulePack pack = RulePacks.shipped(id);
            List<Element> levels = elements(SpifXml.write(pack), "securityClassification");
            assertThat(levels)
                    .extracting(e -> e.getAttribute("name") + e.getAttribute("lacv"))
                    .containsExactly("Không mật1", "Mật6", "Tối mật7", "Tuyệt mật8");
            assertThat(levels)
                    .extracting(e -> e.getAttribute("hierarchy"))
                    .containsExactly("0", "1", "2", "3");
            assertThat(levels).extracting(e -> e.getAttribute("color")).doesNotHaveDuplicates();
            assertThat(levels.get(2).getTextContent()).isEqualTo("pageTopBottom");
            Element mark = (Element) levels.get(2).getFirstChild();
            assertThat(mark.getAttribute("phrase")).isEqualTo(pack.level(Level.TOI_MAT).mark());
        }
    }

    @Test
    void marks_are_under_the_arc_of_the_ess_categories() throws Exception {
        String spif = SpifXml.write(RulePacks.shipped("vn-2025"));
        assertThat(elements(spif, "securityPolicyId").getFirst().getAttribute("id"))
                .isEqualTo(LabelScheme.policy());
        assertThat(elements(spif, "securityCategoryTagSet").getFirst().getAttribute("id"))
                .isEqualTo(LabelScheme.handlingArc());
        List<Element> marks = elements(spif, "tagCategory");
        assertThat(marks).hasSize(HandlingFlag.values().length);
        for (Element mark : marks) {
            assertThat(HandlingFlag.ofNumber(Integer.parseInt(mark.getAttribute("lacv"))))
                    .map(HandlingFlag::vietnamese)
                    .contains(mark.getAttribute("name"));
        }
    }

    /** The schema was written from the elements that the specification names. */
    @Test
    void what_is_written_is_valid_by_the_schema_of_spifs() throws Exception {
        for (String id : RulePacks.shippedIds()) {
            SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(new StreamSource(getClass().getResourceAsStream("spif.xsd")))
                    .newValidator()
                    .validate(
                            new StreamSource(
                                    new StringReader(SpifXml.write(RulePacks.shipped(id)))));
        }
    }
}
