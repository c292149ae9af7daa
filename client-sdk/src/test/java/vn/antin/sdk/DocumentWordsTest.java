package vn.antin.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.document.DocumentException;

/** What is wrong with something that a person wrote is said in the person's language. */
class DocumentWordsTest {
    private static final Locale VI = Locale.forLanguageTag("vi");

    @Test
    void every_reason_and_every_field_has_words_in_both_languages() {
        for (DocumentException.Reason reason : DocumentException.Reason.values()) {
            SdkProblem.Words words = SdkProblem.words(reason);
            assertThat(words.in(VI)).as(reason.name()).isNotBlank();
            assertThat(words.in(Locale.ENGLISH)).as(reason.name()).isNotEqualTo(words.in(VI));
        }
        for (String field :
                List.of(
                        "document",
                        "number",
                        "type",
                        "title",
                        "issuer",
                        "signatory",
                        "capacity",
                        "listItem",
                        "copies",
                        "text",
                        "attachment")) {
            SdkProblem.Words words = new SdkProblem.Words("field." + field);
            assertThat(words.in(Locale.ENGLISH)).as(field).isNotEqualTo(words.in(VI));
        }
    }

    @Test
    void the_sentence_names_the_field_and_holds_no_english_in_vietnamese() {
        SdkProblem problem =
                new SdkProblem(
                        SdkProblem.Code.DOCUMENT_INVALID,
                        new SdkProblem.Words("field.attachment"),
                        SdkProblem.words(DocumentException.Reason.SAME_NAME));
        assertThat(problem.vietnamese()).contains("tên tệp đính kèm", "trùng");
        assertThat(problem.vietnamese()).doesNotContain("attachment");
        assertThat(problem.english()).contains("the name of an attachment stands twice");
    }
}
