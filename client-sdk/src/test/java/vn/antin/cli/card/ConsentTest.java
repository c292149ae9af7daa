package vn.antin.cli.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.antin.cli.io.Language;
import vn.antin.cli.io.Terminal;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.PinSource;
import vn.antin.hsm.token.PinRequest;
import vn.antin.hsm.token.TokenStatus;

/** Who is asked for the PIN of one signature is told what is signed. */
class ConsentTest {
    private final StringWriter err = new StringWriter();
    private final Terminal terminal =
            new Terminal(
                    new PrintWriter(new StringWriter()),
                    new PrintWriter(err),
                    new Terminal.Style(Language.VI, false, false, 80));

    private void ask(PinRequest.Purpose purpose) throws IOException {
        PinSource source = Cards.pins(Optional.empty(), terminal);
        TokenStatus card = new TokenStatus("an", "", "", "", "", false, false, false, false);
        assertThatThrownBy(() -> source.pin(new PinRequest(card, purpose)))
                .as("nobody sits at this terminal")
                .isInstanceOf(KeyException.class);
    }

    @Test
    void the_document_is_named_before_the_pin_of_its_signature_is_asked_for() throws IOException {
        terminal.consent("consent.send", "Mật (C)", "G97/binh", 1, "a.pdf");
        ask(PinRequest.Purpose.ONE_USE);
        assertThat(err.toString()).contains("Mật (C)", "G97/binh", "a.pdf");
    }

    @Test
    void logging_in_signs_nothing() throws IOException {
        terminal.consent("consent.send", "Mật (C)", "G97/binh", 1, "a.pdf");
        ask(PinRequest.Purpose.LOGIN);
        assertThat(err.toString()).isEmpty();
    }
}
