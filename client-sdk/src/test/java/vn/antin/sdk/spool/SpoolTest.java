package vn.antin.sdk.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;

class SpoolTest {
    private static final EndpointId BINH = EndpointId.parse("H27.02/ttb");
    private static final EndpointId CUC = EndpointId.parse("H27.02/lvc");

    @TempDir private Path folder;

    /** The machine stops here. */
    private static final class PowerCut extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static Consumer<String> cutAfter(String step) {
        return done -> {
            if (done.startsWith(step)) {
                throw new PowerCut();
            }
        };
    }

    private static Outgoing send(Spool spool, List<EndpointId> to, List<Map<EndpointId, Long>> log)
            throws IOException {
        try (Staging staging = spool.stage(UUID.randomUUID().toString())) {
            Path blob = staging.newBlob();
            DurableFiles.write(blob, "cipher".getBytes(UTF_8));
            staging.name(blob, Digest.of("cipher".getBytes(UTF_8)));
            return spool.publish(
                    staging,
                    to,
                    numbers -> {
                        log.add(numbers);
                        return new Spool.Sealing(
                                ("outer " + numbers.values()).getBytes(UTF_8),
                                "envelope".getBytes(UTF_8),
                                "{}".getBytes(UTF_8));
                    });
        }
    }

    @Test
    void numbers_rise_by_one_for_each_recipient_and_outlive_the_program() throws IOException {
        List<Map<EndpointId, Long>> log = new ArrayList<>();
        Outgoing first = send(Spool.open(folder), List.of(BINH, CUC), log);
        Outgoing second = send(Spool.open(folder), List.of(BINH), log);
        assertThat(log).containsExactly(Map.of(BINH, 1L, CUC, 1L), Map.of(BINH, 2L));
        assertThat(Spool.open(folder).pending())
                .extracting(Outgoing::consignment)
                .containsExactlyInAnyOrder(first.consignment(), second.consignment());
    }

    @ParameterizedTest
    @ValueSource(strings = {"staged", "outer", "sealed"})
    void a_stop_before_publishing_leaves_nothing_and_skips_no_number(String step)
            throws IOException {
        List<Map<EndpointId, Long>> log = new ArrayList<>();
        Spool failing = Spool.open(folder, cutAfter(step));
        assertThatThrownBy(() -> send(failing, List.of(BINH), log)).isInstanceOf(PowerCut.class);
        Spool spool = Spool.open(folder);
        assertThat(spool.pending()).isEmpty();
        log.clear();
        Outgoing unused = send(spool, List.of(BINH), log);
        assertThat(log).containsExactly(Map.of(BINH, 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"published", "numbered"})
    void a_stop_after_publishing_keeps_the_same_bytes_and_the_number(String step)
            throws IOException {
        List<Map<EndpointId, Long>> log = new ArrayList<>();
        Spool failing = Spool.open(folder, cutAfter(step));
        assertThatThrownBy(() -> send(failing, List.of(BINH), log)).isInstanceOf(PowerCut.class);
        Spool spool = Spool.open(folder);
        assertThat(spool.pending()).hasSize(1);
        Outgoing resumed = spool.pending().getFirst();
        assertThat(new String(resumed.outerSignature(), UTF_8)).isEqualTo("outer [1]");
        assertThat(resumed.blob(Digest.of("cipher".getBytes(UTF_8)))).hasContent("cipher");
        assertThat(resumed.blob(Digest.of("envelope".getBytes(UTF_8)))).hasContent("envelope");
        Outgoing unused = send(spool, List.of(BINH), log);
        assertThat(log.getLast()).containsExactly(Map.entry(BINH, 2L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"accepted", "sent", "never"})
    void an_accepted_consignment_is_never_sent_again_and_its_ciphertext_goes(String step)
            throws IOException {
        List<Map<EndpointId, Long>> log = new ArrayList<>();
        Spool failing = Spool.open(folder, cutAfter(step));
        Outgoing outgoing = send(failing, List.of(BINH), log);
        try {
            Outgoing unused = failing.accepted(outgoing, "{\"a\":1}".getBytes(UTF_8));
        } catch (PowerCut expected) {
            assertThat(step).isNotEqualTo("never");
        }
        Spool spool = Spool.open(folder);
        assertThat(spool.pending()).isEmpty();
        Outgoing kept = spool.outgoing(outgoing.consignment()).orElseThrow();
        assertThat(kept.state()).isEqualTo(Outgoing.State.SENT);
        assertThat(kept.acceptance()).isPresent();
        assertThat(kept.expectation()).isEqualTo("{}".getBytes(UTF_8));
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.map(p -> String.valueOf(p.getFileName())))
                    .doesNotContain(Outgoing.ENVELOPE, Outgoing.BLOBS);
        }
    }

    @Test
    void a_refused_consignment_gives_its_numbers_back() throws IOException {
        List<Map<EndpointId, Long>> log = new ArrayList<>();
        Spool spool = Spool.open(folder);
        Outgoing outgoing = send(spool, List.of(BINH), log);
        assertThat(spool.refused(outgoing).state()).isEqualTo(Outgoing.State.REFUSED);
        Outgoing unused = send(spool, List.of(BINH), log);
        assertThat(log).containsExactly(Map.of(BINH, 1L), Map.of(BINH, 1L));
    }

    @Test
    void a_stop_while_refusing_uses_no_number_twice() throws IOException {
        List<Map<EndpointId, Long>> log = new ArrayList<>();
        Spool failing = Spool.open(folder, cutAfter("unnumbered"));
        Outgoing outgoing = send(failing, List.of(BINH), log);
        assertThatThrownBy(() -> failing.refused(outgoing)).isInstanceOf(PowerCut.class);
        Spool spool = Spool.open(folder);
        assertThat(spool.pending()).hasSize(1);
        Outgoing unused = send(spool, List.of(BINH), log);
        assertThat(log.getLast()).containsExactly(Map.entry(BINH, 2L));
    }

    @Test
    void another_program_at_work_is_left_alone() throws IOException {
        Spool spool = Spool.open(folder);
        try (Staging staging = spool.stage(UUID.randomUUID().toString())) {
            Spool unused = Spool.open(folder);
            assertThat(Files.isDirectory(DurableFiles.parent(staging.newBlob()))).isTrue();
        }
        try (Stream<Path> left = Files.list(folder.resolve("sending"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void many_senders_at_once_number_without_gaps() throws Exception {
        List<Map<EndpointId, Long>> log = java.util.Collections.synchronizedList(new ArrayList<>());
        try (java.util.concurrent.ExecutorService threads =
                java.util.concurrent.Executors.newFixedThreadPool(4)) {
            List<java.util.concurrent.Future<Outgoing>> sends = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                sends.add(threads.submit(() -> send(Spool.open(folder), List.of(BINH), log)));
            }
            for (java.util.concurrent.Future<Outgoing> sent : sends) {
                assertThat(sent.get().state()).isEqualTo(Outgoing.State.SENDING);
            }
        }
        assertThat(log.stream().map(numbers -> numbers.get(BINH)))
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
    }

    @Test
    void nobody_else_may_read_the_spool() throws IOException {
        List<Map<EndpointId, Long>> log = new ArrayList<>();
        Path inner = folder.resolve("a/b");
        Outgoing unused = send(Spool.open(inner), List.of(BINH), log);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inner)))
                .isEqualTo("rwx------");
        try (Stream<Path> all = Files.walk(inner)) {
            assertThat(all.filter(p -> p.toString().endsWith("p7s")).toList())
                    .isNotEmpty()
                    .allSatisfy(p -> assertThat(DurableFiles.isPrivate(p)).isTrue());
        }
    }

    @Test
    void a_damaged_spool_is_named_and_not_guessed() throws IOException {
        Spool unused = Spool.open(folder);
        Files.writeString(folder.resolve("sequences.json"), "{\"x\":");
        assertThatThrownBy(() -> Spool.open(folder))
                .isInstanceOf(SpoolDamaged.class)
                .hasMessageContaining("sequences.json");
    }
}
