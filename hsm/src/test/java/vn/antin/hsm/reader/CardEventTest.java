package vn.antin.hsm.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CardEventTest {
    private static CardEvent event(CardEvent.Kind kind, String reader) {
        return new CardEvent(kind, reader);
    }

    @Test
    void what_is_there_at_first_is_told_as_if_it_came() {
        assertThat(CardEvent.between(Map.of(), new TreeMap<>(Map.of("A", true, "B", false))))
                .containsExactly(
                        event(CardEvent.Kind.PLUGGED, "A"),
                        event(CardEvent.Kind.INSERTED, "A"),
                        event(CardEvent.Kind.PLUGGED, "B"));
    }

    @Test
    void a_reader_that_is_unplugged_takes_its_card_along() {
        assertThat(CardEvent.between(Map.of("A", true), Map.of()))
                .containsExactly(
                        event(CardEvent.Kind.REMOVED, "A"), event(CardEvent.Kind.UNPLUGGED, "A"));
        assertThat(CardEvent.between(Map.of("A", false), Map.of()))
                .containsExactly(event(CardEvent.Kind.UNPLUGGED, "A"));
    }

    @Test
    void a_card_that_comes_or_goes_is_told_without_its_reader() {
        assertThat(CardEvent.between(Map.of("A", false), Map.of("A", true)))
                .containsExactly(event(CardEvent.Kind.INSERTED, "A"));
        assertThat(CardEvent.between(Map.of("A", true), Map.of("A", false)))
                .containsExactly(event(CardEvent.Kind.REMOVED, "A"));
        assertThat(CardEvent.between(Map.of("A", true), Map.of("A", true))).isEmpty();
    }
}
