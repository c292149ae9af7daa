package vn.antin.policies.label.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import vn.antin.policies.label.HandlingFlag;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;
import vn.antin.policies.label.xml.LabelProblem.Reason;

/** A label in the XML of STANAG 4774 is the label that the signatures carry, and nothing else. */
class LabelXmlTest {
    private static final Instant CREATED = Instant.parse("2026-11-22T01:02:03Z");
    private static final Optional<Instant> ENDS =
            Optional.of(Instant.parse("2046-11-22T00:00:00Z"));
    private static final List<LabelXml.DataReference> FILES =
            List.of(
                    new LabelXml.DataReference("B%C3%A1o%20c%C3%A1o.pdf", "application/pdf"),
                    new LabelXml.DataReference("a&b.txt", "text/plain"));

    private static List<PortableLabel> all() {
        List<PortableLabel> all = new ArrayList<>();
        for (Level level : Level.values()) {
            for (int bits = 0; bits < 1 << HandlingFlag.values().length; bits++) {
                EnumSet<HandlingFlag> flags = EnumSet.noneOf(HandlingFlag.class);
                for (HandlingFlag flag : HandlingFlag.values()) {
                    if ((bits >> (flag.number() - 1) & 1) == 1) {
                        flags.add(flag);
                    }
                }
                SecurityLabel label = SecurityLabel.of(level, flags);
                all.add(new PortableLabel(label, CREATED, Optional.empty()));
                if (level != Level.KHONG_MAT) {
                    all.add(new PortableLabel(label, CREATED, ENDS));
                }
            }
        }
        return all;
    }

    private static LabelXml.Read read(String xml) throws LabelProblem {
        return LabelXml.read(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void every_label_is_read_as_it_was_written_alone_and_bound_to_files() throws Exception {
        for (PortableLabel label : all()) {
            assertThat(read(LabelXml.write(label))).isEqualTo(new LabelXml.Read(label, List.of()));
            assertThat(read(LabelXml.bind(label, FILES)))
                    .isEqualTo(new LabelXml.Read(label, FILES));
        }
    }

    /** The schema was written from the elements that the two standards name. */
    @Test
    void what_is_written_is_valid_by_the_schema_of_labels() throws Exception {
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        Schema schema =
                factory.newSchema(
                        new StreamSource[] {
                            new StreamSource(getClass().getResourceAsStream("label.xsd")),
                            new StreamSource(getClass().getResourceAsStream("binding.xsd"))
                        });
        for (PortableLabel label : all()) {
            for (String xml : List.of(LabelXml.write(label), LabelXml.bind(label, FILES))) {
                schema.newValidator().validate(new StreamSource(new StringReader(xml)));
            }
        }
        assertThatThrownBy(() ->
                        schema.newValidator()
                                .validate(
                                        new StreamSource(
                                                new StringReader(
                                                        LabelXml.write(all().get(3))
                                                                .replace(
                                                                        "CreationDateTime",
                                                                        "Created")))))
                .hasMessageContaining("Created");
    }

    @Test
    void a_state_secret_is_none_any_more_when_its_term_is_over() {
        SecurityLabel label = SecurityLabel.of(Level.TOI_MAT, EnumSet.of(HandlingFlag.RETURN));
        String xml = LabelXml.write(new PortableLabel(label, CREATED, ENDS));
        assertThat(xml)
                .contains(
                        "<slab:Classification>Tối mật</slab:Classification>",
                        "<slab:PrivacyMark>TỐI MẬT</slab:PrivacyMark>",
                        "<slab:GenericValue>Tài liệu thu hồi</slab:GenericValue>",
                        "ReviewDateTime=\"2046-09-23T00:00:00Z\"",
                        "<slab:SuccessionDateTime>2046-11-22T00:00:00Z</slab:SuccessionDateTime>");
        String after = xml.substring(xml.indexOf("<slab:SuccessorConfidentialityLabel"));
        assertThat(after)
                .contains("<slab:Classification>Không mật</slab:Classification>")
                .doesNotContain("Tài liệu thu hồi");
    }

    @Test
    void white_space_prefixes_and_comments_are_free() throws Exception {
        PortableLabel label = all().get(5);
        String xml =
                LabelXml.write(label)
                        .replace("slab:", "x:")
                        .replace("xmlns:slab", "xmlns:x")
                        .replace("><", ">\n  <!-- ghi chú -->\n  <");
        assertThat(read(xml).label()).isEqualTo(label);
    }

    @Test
    void a_label_of_another_policy_class_or_mark_is_not_taken_for_one_of_ours() {
        String xml = LabelXml.write(all().getLast());
        refused(Reason.OTHER_POLICY, xml.replace("urn:oid:2.25.", "urn:oid:1.3."));
        refused(Reason.OTHER_POLICY, xml.replace(">Tuyệt mật<", ">NATO SECRET<"));
        refused(Reason.OTHER_POLICY, xml.replace("Bản dùng thử", "Eyes only"));
    }

    @Test
    void what_a_label_does_not_have_or_lacks_is_refused() {
        String xml = LabelXml.write(all().getLast());
        refused(
                Reason.MALFORMED,
                xml.replace("</slab:PrivacyMark>", "</slab:PrivacyMark><slab:PrivacyMark/>"));
        refused(Reason.MALFORMED, xml.replace("TUYỆT MẬT", "MẬT"));
        refused(Reason.MALFORMED, xml.replace("INFORMATIVE", "PERMISSIVE"));
        refused(
                Reason.MALFORMED,
                xml.replaceAll("<slab:CreationDateTime>.*", "</a>"),
                Reason.NOT_XML);
        refused(Reason.MALFORMED, xml.replaceAll("2026-11-22T01:02:03Z", "hôm qua"));
        refused(Reason.MALFORMED, xml.replaceAll("2046-11-22T00:00:00Z", "2006-11-22T00:00:00Z"));
        refused(Reason.NOT_A_LABEL, "<a/>");
        String bound = LabelXml.bind(all().getLast(), FILES);
        refused(
                Reason.MALFORMED,
                bound.replace(
                        "<mb:MetadataBindingContainer>", "<s/><mb:MetadataBindingContainer>"));
    }

    @Test
    void a_file_that_names_entities_or_is_no_small_xml_is_refused() {
        String xml = LabelXml.write(all().getFirst());
        String entity = "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>";
        refused(Reason.NOT_XML, xml.replaceFirst("\n", entity));
        refused(Reason.NOT_XML, "<?xml-stylesheet href=\"a\"?>" + xml.substring(xml.indexOf('\n')));
        refused(Reason.NOT_XML, "nhãn");
        refused(Reason.NOT_XML, "<a>".repeat(40) + "</a>".repeat(40));
        refused(Reason.NOT_XML, xml + " ".repeat(300_000));
    }

    private static void refused(Reason reason, String xml) {
        refused(reason, xml, reason);
    }

    private static void refused(Reason reason, String xml, Reason or) {
        assertThatThrownBy(() -> read(xml))
                .isInstanceOfSatisfying(
                        LabelProblem.class,
                        problem -> assertThat(problem.reason()).isIn(reason, or));
    }

    @FuzzTest(maxDuration = "60s")
    void any_bytes_are_a_label_that_is_written_again_as_it_was_or_a_problem(byte[] file)
            throws LabelProblem {
        LabelXml.Read read;
        try {
            read = LabelXml.read(file);
        } catch (LabelProblem problem) {
            return;
        }
        assertThat(
                        read(
                                read.references().isEmpty()
                                        ? LabelXml.write(read.label())
                                        : LabelXml.bind(read.label(), read.references())))
                .isEqualTo(read);
    }
}
