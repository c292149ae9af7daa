package vn.antin.crypto.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.antin.policies.label.HandlingFlag;
import vn.antin.policies.label.LabelScheme;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;
import vn.antin.policies.label.xml.LabelXml;
import vn.antin.policies.label.xml.PortableLabel;
import vn.antin.policies.pack.RulePacks;
import vn.antin.policies.pack.SpifXml;
import vn.antin.policies.rule.RulePack;

/** Every file of the project says what it is made of, without a key; no bytes break the reader. */
class InspectorTest {
    private static final Path EXAMPLE = Path.of("../docs/formats/example");

    private static byte[] example(String name) throws IOException {
        return Files.readAllBytes(EXAMPLE.resolve(name));
    }

    private static Part part(String name) throws IOException {
        return Inspector.inspect(example(name)).orElseThrow();
    }

    private static List<String> values(Part part, Name name) {
        return part.facts().stream()
                .filter(fact -> fact.name() == name)
                .map(Part.Fact::value)
                .toList();
    }

    private static List<Part> parts(Part part, Kind kind) {
        return part.parts().stream().filter(each -> each.kind() == kind).toList();
    }

    @Test
    void the_outer_signature_names_sender_level_and_recipients() throws IOException {
        Part outer = part("outer.p7s");
        assertThat(outer.kind()).isEqualTo(Kind.OUTER_SIGNATURE);
        assertThat(values(outer, Name.SIGNATURE)).containsExactly("signature-right-detached");
        assertThat(values(outer, Name.SIGNER).getFirst()).contains("Nguyễn Văn A (H26.01/nva)");
        assertThat(values(outer, Name.LEVEL)).containsExactly("Mật (C)");
        Part note = parts(outer, Kind.NOTE).getFirst();
        assertThat(values(note, Name.SENDER)).containsExactly("H26.01/nva");
        assertThat(values(parts(note, Kind.NOTE_RECIPIENT).getFirst(), Name.ENDPOINT))
                .containsExactly("H26.01/ttb");
        assertThat(parts(note, Kind.ATTACHMENT_FILE)).hasSize(1);
    }

    @Test
    void a_label_in_xml_says_level_marks_term_and_files() {
        PortableLabel label =
                new PortableLabel(
                        SecurityLabel.of(Level.TOI_MAT, Set.of(HandlingFlag.RETURN)),
                        Instant.parse("2026-11-22T01:02:03Z"),
                        Optional.of(Instant.parse("2046-11-22T00:00:00Z")));
        String xml = LabelXml.bind(label, List.of(new LabelXml.DataReference("a.pdf", "a/b")));
        Part part = Inspector.inspect(xml.getBytes(UTF_8)).orElseThrow();
        assertThat(part.kind()).isEqualTo(Kind.LABEL_XML);
        assertThat(values(part, Name.LEVEL)).containsExactly("Tối mật (B)");
        assertThat(values(part, Name.FLAGS)).containsExactly("return");
        assertThat(values(part, Name.SECRET_UNTIL)).containsExactly("2046-11-22T00:00:00Z");
        assertThat(values(part, Name.LABELLED_FILE)).containsExactly("a.pdf");
        assertThat(Inspector.inspect("<a/>".getBytes(UTF_8))).isEmpty();
    }

    @Test
    void a_policy_in_xml_says_its_name_number_version_and_levels() {
        RulePack pack = RulePacks.shipped("vn-2025");
        String xml = SpifXml.write(pack);
        Part part = Inspector.inspect(xml.getBytes(UTF_8)).orElseThrow();
        assertThat(part.kind()).isEqualTo(Kind.SECURITY_POLICY);
        assertThat(values(part, Name.POLICY_NAME)).containsExactly(pack.title().vietnamese());
        assertThat(values(part, Name.POLICY_ID)).containsExactly(LabelScheme.policy());
        assertThat(values(part, Name.VERSION)).containsExactly(pack.version());
        assertThat(values(part, Name.LEVELS))
                .containsExactly("Không mật (1); Mật (6); Tối mật (7); Tuyệt mật (8)");
        String more = "<spif:securityClassification name=\"x\" lacv=\"9\"/>".repeat(300);
        assertThat(
                        Inspector.inspect(
                                xml.replace(
                                                "</spif:securityClassifications>",
                                                more + "</spif:securityClassifications>")
                                        .getBytes(UTF_8)))
                .isEmpty();
        String longer = xml.replace("\"" + pack.version() + "\"", "\"" + "9".repeat(500) + "\"");
        assertThat(Inspector.inspect(longer.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void the_envelope_says_for_which_keys_and_with_what() throws IOException {
        Part envelope = part("sealed.p7m");
        assertThat(envelope.kind()).isEqualTo(Kind.ENVELOPE);
        assertThat(values(envelope, Name.ALGORITHM)).containsExactly("AES-256-GCM");
        List<Part> recipients = parts(envelope, Kind.RECIPIENT);
        assertThat(recipients).hasSizeGreaterThan(1);
        assertThat(values(recipients.getFirst(), Name.ALGORITHM).getFirst())
                .contains("dhSinglePass-stdDH", "aes256-wrap");
        String key = values(part("recipient.pem"), Name.KEY_IDENTIFIER).getFirst();
        assertThat(recipients).anyMatch(each -> values(each, Name.KEY_IDENTIFIER).contains(key));
    }

    @Test
    void a_signed_receipt_names_what_it_is_for() throws IOException {
        Part receipt = part("receipt.p7s");
        assertThat(receipt.kind()).isEqualTo(Kind.SIGNED_RECEIPT);
        assertThat(values(receipt, Name.SIGNATURE)).containsExactly("signature-right");
        assertThat(values(receipt, Name.CONSIGNMENT))
                .isEqualTo(
                        values(parts(part("outer.p7s"), Kind.NOTE).getFirst(), Name.CONSIGNMENT));
        assertThat(values(receipt, Name.ORIGINAL_SIGNATURE)).hasSize(1);
    }

    @Test
    void certificates_and_lists_say_who_and_how_long() throws IOException {
        Part certificate = part("ca.pem");
        assertThat(certificate.kind()).isEqualTo(Kind.CERTIFICATE);
        assertThat(values(certificate, Name.PURPOSE)).containsExactly("profile-agency-ca");
        assertThat(part("crl.pem").kind()).isEqualTo(Kind.REVOCATION_LIST);
    }

    @Test
    void a_ciphertext_says_how_much_lies_in_it() throws IOException {
        Part attachment = part("attachment.bin");
        assertThat(attachment.kind()).isEqualTo(Kind.ATTACHMENT_CIPHERTEXT);
        assertThat(values(attachment, Name.PLAINTEXT_SIZE)).containsExactly("1020");
    }

    @Test
    void a_private_key_in_a_file_is_named_and_its_bytes_are_not_shown() throws IOException {
        Part key = part("recipient.key");
        assertThat(key.kind()).isEqualTo(Kind.PRIVATE_KEY);
        assertThat(key.facts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"outer.p7s", "receipt.p7s"})
    void a_changed_signature_is_called_wrong(String name) throws IOException {
        byte[] changed = example(name);
        changed[changed.length - 1] ^= 1;
        Part part = Inspector.inspect(changed).orElseThrow();
        assertThat(values(part, Name.SIGNATURE)).containsExactly("signature-wrong");
        assertThat(parts(part, Kind.SIGNER)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "{\"type\":\"other\"}", "{", "-----BEGIN X-----\n"})
    void what_is_not_of_the_project_is_nothing(String text) {
        assertThat(Inspector.inspect(text.getBytes(UTF_8))).isEmpty();
    }

    @FuzzTest
    void no_bytes_break_the_reader(byte[] bytes) {
        Optional<Part> part = Inspector.inspect(bytes);
        part.ifPresent(found -> assertThat(found.toJson().canonicalBytes()).isNotEmpty());
    }

    @Test
    void no_single_changed_byte_of_the_examples_breaks_the_reader() throws IOException {
        var random = new Random(26);
        try (Stream<Path> files = Files.list(EXAMPLE)) {
            for (Path file : files.sorted().toList()) {
                byte[] bytes = Files.readAllBytes(file);
                for (int i = 0; i < 40; i++) {
                    byte[] changed = bytes.clone();
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt();
                    no_bytes_break_the_reader(changed);
                }
            }
        }
    }
}
