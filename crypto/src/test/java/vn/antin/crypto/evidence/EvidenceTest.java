package vn.antin.crypto.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.crypto.json.JsonException;

class EvidenceTest {
    private static String json(EvidenceEvent event) {
        return new String(TestEvidence.of(event).toBytes(), UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_written_is_read_again(EvidenceEvent event) {
        Evidence evidence = TestEvidence.of(event);
        assertThat(Evidence.parse(evidence.toBytes())).isEqualTo(evidence);
    }

    @ParameterizedTest
    @EnumSource
    void every_event_has_a_uri_and_words_in_both_languages(EvidenceEvent event) {
        assertThat(EvidenceEvent.ofUri(event.uri())).contains(event);
        assertThat(event.uri()).startsWith("http://uri.etsi.org/19522/Event/");
        assertThat(event.text(Locale.of("vi", "VN"))).isNotBlank();
        assertThat(event.text(Locale.ENGLISH)).isNotEqualTo(event.text(Locale.of("vi")));
        assertThat(event.text(Locale.FRENCH)).isEqualTo(event.text(Locale.of("vi")));
    }

    @Test
    void vietnamese_words_come_with_their_accents() {
        assertThat(EvidenceEvent.CONTENT_HANDOVER.text(Locale.of("vi"))).isEqualTo("Đã ký nhận");
    }

    @Test
    void the_components_have_the_names_of_the_standard() {
        assertThat(json(EvidenceEvent.RELAY_REJECTION))
                .contains("\"ERDSEventId\":\"http://uri.etsi.org/19522/Event/RelayRejection\"")
                .contains("\"EventReasons\":[\"clearance.recipient\"]")
                .contains("\"EventTime\":\"2026-11-22T03:04:05.678Z\"")
                .contains("\"EvidenceRefersToRecipient\":\"H27.02/ttb\"");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T03:04:05.678Z, 2026-11-22T03:04:05.67Z",
        "2026-11-22T03:04:05.678Z, 2026-11-22T03:04:05.678999Z",
        "Event/ContentHandover, Event/ContentAccessTracking",
        "Event/ContentHandover, Event/ContentConsignment",
        "H26.01/gw, H26.01/nva",
        "H26.01/gw, H27.01/gw",
        "H26.01/nva, H26.01/NVA",
        "H27.02/ttb, Z27/ttb",
        "log.antin/H26.01, log.antin/H26.02",
        "SHA-256, SHA-512",
        "vn-2025@1, vn-2025",
        "6d1f0a2e-0000-4000, 6D1F0A2E-0000-4000",
        "6d1f0a2e-0000-4000, 6d1f0a2e-0000-1000",
        "0b5a7c1e-4f6d-4c1b-9a55, 0b5a7c1e-4f6d-4c1b-7a55",
        "'\"mark\":\"C\"', '\"mark\":\"D\"'",
        "'\"mark\":\"C\"', '\"mark\":\"mat\"'",
        "'\"mark\":\"C\",', ''",
        "'\"version\":1', '\"version\":2'",
        "'\"version\":1', '\"version\":\"1\"'",
        "'\"version\":1', '\"version\":1,\"x\":1'",
        "'\"mark\"', '\"abstract\":\"x\",\"mark\"'",
        "'\"EventTime\"', '\"EventReasons\":[],\"EventTime\"'",
        "'\"EventTime\"', '\"EventReasons\":[\"a b\"],\"EventTime\"'",
        "'{\"ERDS', '{ \"ERDS'",
    })
    void other_values_and_spellings_are_refused(String from, String to) {
        String json = json(EvidenceEvent.CONTENT_HANDOVER);
        assertThat(json).contains(from);
        assertThatThrownBy(() ->
                        Evidence.parse(
                                json.replaceFirst(java.util.regex.Pattern.quote(from), to)
                                        .getBytes(UTF_8)))
                .isInstanceOf(JsonException.class);
    }

    @Test
    void a_negative_event_needs_a_reason() {
        String json = json(EvidenceEvent.SUBMISSION_REJECTION);
        String without = json.replace("\"EventReasons\":[\"clearance.recipient\"],", "");
        assertThat(without).isNotEqualTo(json);
        assertThatThrownBy(() -> Evidence.parse(without.getBytes(UTF_8)))
                .hasMessageContaining("without a reason");
    }

    @Test
    void a_hand_over_needs_the_receipt_and_the_recipient() {
        String json = json(EvidenceEvent.CONTENT_HANDOVER);
        for (String part :
                List.of(
                        ",\"receipt\":\"" + vn.antin.crypto.bytes.Digest.of(new byte[] {3}) + "\"",
                        "\"EvidenceRefersToRecipient\":\"H27.02/ttb\",")) {
            String without = json.replace(part, "");
            assertThat(without).isNotEqualTo(json);
            assertThatThrownBy(() -> Evidence.parse(without.getBytes(UTF_8)))
                    .isInstanceOf(JsonException.class);
        }
    }

    @Test
    void the_approval_and_the_mark_of_an_exercise_are_part_of_it() {
        Evidence e = TestEvidence.of(EvidenceEvent.SUBMISSION_ACCEPTANCE);
        Evidence marked = with(e, "12/GP-BCY", true);
        assertThat(Evidence.parse(marked.toBytes())).isEqualTo(marked).isNotEqualTo(e);
        assertThat(marked.toJson().object("Extensions").string("provider")).isEqualTo("12/GP-BCY");
        assertThat(marked.entry(TestEvidence.salt(1))).isNotEqualTo(e.entry(TestEvidence.salt(1)));
        assertThat(Evidence.parse(with(e, Evidence.NO_APPROVAL, false).toBytes()).exercise())
                .isFalse();
        assertThatThrownBy(() -> with(e, "12 GP", false))
                .isInstanceOf(IllegalArgumentException.class);
        String spelledOut =
                new String(e.toBytes(), UTF_8).replace("\"mark\":", "\"exercise\":false,\"mark\":");
        assertThatThrownBy(() -> Evidence.parse(spelledOut.getBytes(UTF_8)))
                .isInstanceOf(JsonException.class);
    }

    private static Evidence with(Evidence e, String provider, boolean exercise) {
        return new Evidence(
                e.id(),
                e.event(),
                e.time(),
                e.issuer(),
                e.log(),
                e.consignment(),
                e.sender(),
                e.recipient(),
                e.outerSignature(),
                e.envelope(),
                e.mark(),
                e.reasons(),
                e.receipt(),
                e.policy(),
                java.util.Optional.of(provider),
                exercise);
    }

    @Test
    void time_is_kept_to_the_millisecond() {
        Evidence e = TestEvidence.of(EvidenceEvent.SUBMISSION_ACCEPTANCE);
        Evidence finer =
                new Evidence(
                        e.id(),
                        e.event(),
                        e.time().plusNanos(999_999),
                        e.issuer(),
                        e.log(),
                        e.consignment(),
                        e.sender(),
                        e.recipient(),
                        e.outerSignature(),
                        e.envelope(),
                        e.mark(),
                        e.reasons(),
                        e.receipt(),
                        e.policy());
        assertThat(finer).isEqualTo(e);
        assertThat(finer.time()).isEqualTo(Instant.parse("2026-11-22T03:04:05.678Z"));
    }

    @Test
    void the_log_entry_is_33_bytes_and_hides_the_evidence_behind_the_salt() {
        Evidence evidence = TestEvidence.of(EvidenceEvent.SUBMISSION_ACCEPTANCE);
        assertThat(evidence.entry(TestEvidence.salt(1))).hasSize(33).startsWith(1);
        assertThat(evidence.entry(TestEvidence.salt(2)))
                .isNotEqualTo(evidence.entry(TestEvidence.salt(1)));
        assertThatThrownBy(() -> evidence.entry(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
