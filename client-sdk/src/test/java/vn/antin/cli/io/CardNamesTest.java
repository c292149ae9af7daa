package vn.antin.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.key.KeyException;

/** A person is asked for a card by the name of its holder, not only by its label. */
class CardNamesTest {
    private final KeyException gone =
            new KeyException(KeyException.Reason.TOKEN_MISSING, "gone", null);

    @Test
    void the_right_card_is_asked_for_by_the_name_of_its_holder() {
        Words card = Errors.card("the-nva", Optional.of("Nguyễn Văn An"));
        CliProblem asked = Errors.key(gone, card, "\"the-ttb\"");
        assertThat(asked.in(Language.VI))
                .startsWith("Không thấy thẻ của Nguyễn Văn An (\"the-nva\").")
                .contains("\"the-ttb\"");
        assertThat(asked.in(Language.EN))
                .startsWith("The card of Nguyễn Văn An (\"the-nva\") was not found.");
    }

    @Test
    void a_card_whose_holder_is_not_known_is_told_by_its_label_and_none_by_nothing() {
        assertThat(Errors.key(gone, "the-nva", "").in(Language.VI))
                .startsWith("Không thấy thẻ \"the-nva\".");
        assertThat(Errors.key(gone, "", "").in(Language.VI)).startsWith("Không thấy thẻ.");
    }
}
