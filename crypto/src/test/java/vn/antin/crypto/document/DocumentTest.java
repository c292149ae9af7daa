package vn.antin.crypto.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.antin.crypto.bytes.Digest;
import vn.antin.policies.label.HandlingFlag;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;

class DocumentTest {
    @Test
    void a_document_that_is_written_and_read_is_the_same() {
        Document document = Documents.full();
        byte[] mime = document.toMime();
        Document read = Document.parseMime(mime);
        assertThat(read.toMime()).isEqualTo(mime);
        assertThat(read.text()).isEqualTo(document.text());
        assertThat(read.card().title()).isEqualTo(document.card().title());
        assertThat(read.inline().keySet()).containsExactly("a1", "a2");
        assertThat(read.inline().get("a2")).isEqualTo(document.inline().get("a2"));
        assertThat(read.detached()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "\n", "\n\n", "a\n", "Chữ có dấu\n--antin-\n.\n", " \t "})
    void every_message_text_survives(String text) {
        Document read = Document.parseMime(Documents.message(Level.MAT, text).toMime());
        assertThat(read.text()).isEqualTo(text);
    }

    @Test
    void random_inline_bytes_survive() {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                if (random.nextInt(3) == 0) {
                    bytes[i] = (byte) "\r\n-".charAt(random.nextInt(3));
                }
            }
            Attachment attachment = Documents.inline("x", "application/pdf", "p", bytes);
            Document document =
                    new Document(
                            Documents.smallCard(Level.MAT, List.of(attachment)),
                            "",
                            Map.of("p", bytes));
            assertThat(Document.parseMime(document.toMime()).inline().get("p")).isEqualTo(bytes);
        }
    }

    @Test
    void a_mail_library_shows_the_parts_and_their_names() throws Exception {
        MimeMessage message =
                new MimeMessage(null, new ByteArrayInputStream(Documents.full().toMime()));
        MimeMultipart parts = (MimeMultipart) message.getContent();
        assertThat(parts.getCount()).isEqualTo(4);
        assertThat(parts.getBodyPart(0).getContentType())
                .isEqualTo("application/vnd.antin.card+json");
        assertThat((String) parts.getBodyPart(1).getContent()).startsWith("Kính gửi đồng chí,\r\n");
        assertThat(((MimePart) parts.getBodyPart(2)).getEncoding()).isEqualTo("binary");
        assertThat(parts.getBodyPart(2).getFileName()).isEqualTo("Tờ trình số 1.pdf");
    }

    @Test
    void decomposed_text_is_composed_before_it_is_signed() {
        String decomposed =
                java.text.Normalizer.normalize("hoà hòa ướt.pdf", java.text.Normalizer.Form.NFD);
        Attachment attachment =
                Documents.inline(decomposed, "application/pdf", "p", new byte[] {1});
        assertThat(attachment.name()).isEqualTo("hoà hòa ướt.pdf");
        assertThat(Documents.message(Level.MAT, decomposed).text()).isEqualTo("hoà hòa ướt.pdf");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " a",
                "a ",
                ".",
                "..",
                "a/b",
                "..\\b",
                "a\u0000b",
                "a\nb",
                "\u202Efdp.exe",
                "a\u200Bb",
                "\uFEFFa",
                "a\u2066b",
                "\uE000",
                "a\u2028b"
            })
    void a_name_that_is_a_path_or_hides_something_is_refused(String name) {
        assertThatThrownBy(() -> Documents.inline(name, "application/pdf", "p", new byte[] {1}))
                .isInstanceOf(DocumentException.class);
    }

    @Test
    void a_name_is_at_most_255_bytes() {
        assertThat(Documents.inline("ế".repeat(85), "a/b", "p", new byte[0]).name()).hasSize(85);
        assertThatThrownBy(() -> Documents.inline("ế".repeat(86), "a/b", "p", new byte[0]))
                .isInstanceOf(DocumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pdf", "Application/pdf", "a/b; c=d", "a/b\r\nX: y", "a/", "/b", ""})
    void a_media_type_has_one_spelling_and_no_parameters(String type) {
        assertThatThrownBy(() -> Documents.inline("a", type, "p", new byte[0]))
                .isInstanceOf(DocumentException.class);
    }

    @Test
    void two_attachments_with_one_name_are_refused() {
        byte[] bytes = {1};
        assertThatThrownBy(() ->
                        Documents.card(
                                List.of(
                                        Documents.inline("Tệp.pdf", "a/b", "p", bytes),
                                        Documents.inline("TỆP.pdf", "a/b", "q", bytes))))
                .isInstanceOf(DocumentException.class);
    }

    @Test
    void an_attachment_over_1_mib_must_travel_beside_the_document() {
        assertThat(Documents.inline("a", "a/b", "p", new byte[Document.MAX_INLINE]).size())
                .isEqualTo(1 << 20);
        assertThatThrownBy(
                        () -> Documents.inline("a", "a/b", "p", new byte[Document.MAX_INLINE + 1]))
                .isInstanceOf(DocumentException.class);
    }

    @Test
    void inline_bytes_must_be_exactly_those_the_card_names() {
        byte[] bytes = {1, 2, 3};
        DocumentCard card =
                Documents.smallCard(Level.MAT, List.of(Documents.inline("a", "a/b", "p", bytes)));
        assertThatThrownBy(() -> new Document(card, "", Map.of()))
                .isInstanceOf(DocumentException.class);
        assertThatThrownBy(() -> new Document(card, "", Map.of("p", new byte[] {1, 2, 4})))
                .isInstanceOf(DocumentException.class);
        Map<String, byte[]> more = new LinkedHashMap<>();
        more.put("p", bytes);
        more.put("q", bytes);
        assertThatThrownBy(() -> new Document(card, "", more))
                .isInstanceOf(DocumentException.class);
        assertThat(new Document(card, "", Map.of("p", bytes)).inline()).hasSize(1);
    }

    @Test
    void sizes_of_plaintext_and_ciphertext_must_belong_together() {
        Attachment good = Documents.detached("a", 70_000);
        Location.Detached location = (Location.Detached) good.location();
        assertThatThrownBy(() ->
                        new Attachment(
                                "a",
                                "a/b",
                                70_001,
                                Digest.of(new byte[0]),
                                OptionalInt.empty(),
                                location))
                .isInstanceOf(DocumentException.class);
    }

    @Test
    void the_label_comes_from_the_card() {
        assertThat(Documents.full().card().label())
                .isEqualTo(
                        SecurityLabel.of(
                                Level.MAT,
                                List.of(
                                        HandlingFlag.NAMED_ONLY,
                                        HandlingFlag.RETURN,
                                        HandlingFlag.COPYING_ALLOWED)));
        assertThat(Documents.smallCard(Level.TOI_MAT, List.of()).label())
                .isEqualTo(SecurityLabel.of(Level.TOI_MAT));
    }

    @Test
    void the_mark_of_an_exercise_is_in_the_card_and_the_label_and_has_one_spelling() {
        DocumentCard plain = Documents.smallCard(Level.MAT, List.of());
        DocumentCard marked =
                new DocumentCard(
                        plain.id(),
                        plain.number(),
                        plain.type(),
                        plain.title(),
                        plain.issuer(),
                        plain.signatory(),
                        plain.issuedAt(),
                        plain.level(),
                        plain.listItem(),
                        plain.copies(),
                        plain.copyingAllowed(),
                        plain.urgency(),
                        plain.attachments(),
                        plain.capacity(),
                        plain.protectedUntil(),
                        plain.namedOnly(),
                        plain.returnBy(),
                        plain.thread(),
                        plain.replyTo(),
                        true);
        assertThat(DocumentCard.parse(marked.toBytes())).isEqualTo(marked);
        assertThat(marked.label())
                .isEqualTo(SecurityLabel.of(Level.MAT, List.of(HandlingFlag.EXERCISE)));
        assertThat(plain.toJson().has("exercise")).isFalse();
        byte[] spelledOut =
                plain.toJson().toBuilder().put("exercise", false).build().canonicalBytes();
        assertThatThrownBy(() -> DocumentCard.parse(spelledOut))
                .isInstanceOf(DocumentException.class);
    }

    @Test
    void a_card_keeps_every_field() {
        DocumentCard card = Documents.card(List.of());
        assertThat(DocumentCard.parse(card.toBytes())).isEqualTo(card);
        DocumentCard small = Documents.smallCard(Level.KHONG_MAT, List.of());
        assertThat(DocumentCard.parse(small.toBytes())).isEqualTo(small);
        assertThat(small.number()).isEqualTo(Optional.empty());
    }

    @Test
    void a_card_in_another_spelling_is_refused() {
        String json = new String(Documents.card(List.of()).toBytes(), StandardCharsets.UTF_8);
        for (String other :
                List.of(
                        json.replace("\"copies\":3", "\"copies\":3,\"extra\":1"),
                        json.replace("\"copies\":3", "\"copies\": 3"),
                        json.replace("\"copies\":3", "\"copies\":0"),
                        json.replace("\"copies\":3", "\"copies\":4294967297"),
                        json.replace("\"level\":\"mat\"", "\"level\":\"MAT\""),
                        json.replace("\"version\":1", "\"version\":2"),
                        json.replace("2036-11-22", "2036-02-30"),
                        json.replace(Documents.ID, Documents.ID.toUpperCase(java.util.Locale.ROOT)),
                        json.replace(
                                "hoà",
                                java.text.Normalizer.normalize(
                                        "hoà", java.text.Normalizer.Form.NFD)))) {
            assertThat(other).isNotEqualTo(json);
            assertThatThrownBy(() -> DocumentCard.parse(other.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(DocumentException.class);
        }
    }

    @Test
    void mime_in_another_spelling_is_refused() {
        String mime =
                new String(
                        Documents.message(Level.MAT, "nội dung").toMime(),
                        StandardCharsets.ISO_8859_1);
        String closing = mime.substring(mime.lastIndexOf("\r\n--antin-"));
        for (String other :
                List.of(
                        "X-More: 1\r\n" + mime,
                        mime.replace("\r\n", "\n"),
                        mime + "epilogue",
                        mime.replace("Content-Type: text/plain", "Content-type: text/plain"),
                        mime.replace("binary\r\n\r\nn", "8bit\r\n\r\nn"),
                        mime.replace(
                                closing,
                                closing.replace("--\r\n", "\r\n\r\nextra") + closing.substring(2)),
                        mime.substring(0, mime.length() - 4))) {
            assertThat(other).isNotEqualTo(mime);
            assertThatThrownBy(
                            () -> Document.parseMime(other.getBytes(StandardCharsets.ISO_8859_1)))
                    .isInstanceOf(DocumentException.class);
        }
    }

    @Test
    void secrets_do_not_print() {
        Document document = Documents.full();
        assertThat(document + "" + document.card() + document.card().attachments())
                .doesNotContain("hoà giải")
                .doesNotContain("Tờ trình")
                .doesNotContain("Kính gửi");
    }
}
