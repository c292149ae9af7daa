package vn.antin.crypto.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vn.antin.policies.label.Level;

/** Hostile bytes: a parser answers with a document or DocumentException, and nothing else. */
class DocumentFuzzTest {
    @FuzzTest
    void mime_parser_never_breaks(byte[] bytes) {
        parseMime(bytes);
    }

    @FuzzTest
    void card_parser_never_breaks(byte[] bytes) {
        parseCard(bytes);
    }

    @Test
    void mutated_mime_is_refused_or_is_another_document() {
        Random random = new Random(1);
        byte[] full = Documents.full().toMime();
        byte[] message = Documents.message(Level.MAT, "nội dung\n").toMime();
        for (int i = 0; i < 2000; i++) {
            parseMime(Mutations.mutate(i % 2 == 0 ? message : full, random));
        }
    }

    @Test
    void mutated_cards_are_refused_or_are_other_cards() {
        Random random = new Random(2);
        byte[] card = Documents.full().card().toBytes();
        for (int i = 0; i < 5000; i++) {
            parseCard(Mutations.mutate(card, random));
        }
    }

    @Test
    void a_flipped_byte_of_a_document_never_gives_the_same_document() {
        byte[] mime = Documents.message(Level.MAT, "nội dung\n").toMime();
        for (int i = 0; i < mime.length; i++) {
            byte[] flipped = mime.clone();
            flipped[i] ^= 1;
            try {
                assertThat(Document.parseMime(flipped).toMime()).isNotEqualTo(mime);
            } catch (DocumentException e) {
                assertThat(e).hasMessageNotContaining("nội dung");
            }
        }
    }

    private static void parseMime(byte[] bytes) {
        try {
            assertThat(Document.parseMime(bytes).toMime()).isEqualTo(bytes);
        } catch (DocumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static void parseCard(byte[] bytes) {
        try {
            assertThat(Arrays.equals(DocumentCard.parse(bytes).toBytes(), bytes)).isTrue();
        } catch (DocumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
