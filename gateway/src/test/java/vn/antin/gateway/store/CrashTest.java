package vn.antin.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.evidence.EvidenceProblem;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.evidence.EvidenceVerifier;
import vn.antin.gateway.consignment.DeliveryRecord;
import vn.antin.gateway.store.disk.DurableStep;

/**
 * The process dies at each durable step, several times over the same folder: what was acknowledged
 * is there, once, with its receipts; the check finds nothing; what was not acknowledged is taken
 * when it comes again.
 */
class CrashTest {
    /** One in every run; more with {@code -Dantin.crash.rounds=N}. */
    private static final int ROUNDS = Integer.getInteger("antin.crash.rounds", 1);

    @TempDir Path folder;

    @Test
    void nothing_acknowledged_is_lost_or_doubled_at_any_step() throws Exception {
        Random random = new Random(20261122);
        Set<Integer> acknowledged = new HashSet<>();
        int first = 1;
        for (int round = 0; round < ROUNDS; round++) {
            for (DurableStep step : DurableStep.values()) {
                List<Integer> now = crash(first, step, 1 + random.nextInt(8));
                acknowledged.addAll(now);
                first = afterwards(step, acknowledged, first);
            }
        }
        assertThat(acknowledged).isNotEmpty();
    }

    private List<Integer> crash(int first, DurableStep step, int occurrence)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CrashingGateway.class.getName(),
                                folder.toString(),
                                String.valueOf(first),
                                step.name(),
                                String.valueOf(occurrence))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        List<Integer> told = new ArrayList<>();
        try (BufferedReader out = process.inputReader()) {
            String line = out.readLine();
            while (line != null) {
                told.add(Integer.valueOf(line));
                line = out.readLine();
            }
        }
        assertThat(process.waitFor()).as("halted at " + step).isEqualTo(137);
        return told;
    }

    /** Checks, submits again what is missing, and gives back the next free number. */
    private int afterwards(DurableStep step, Set<Integer> acknowledged, int first)
            throws Exception {
        try (TestGateway gateway = TestGateway.open(folder)) {
            assertThat(gateway.check()).as("after " + step).isEmpty();
            for (int number : acknowledged) {
                complete(gateway, number);
            }
            sealedAgain(gateway, acknowledged);
            int next = first;
            for (int number = first; number < first + 40; number++) {
                String id = TestGateway.submission(number).id();
                if (gateway.find(view -> view.consignments().consignment(id)).isPresent()) {
                    next = number + 1;
                }
            }
            for (int number = first; number < next; number++) {
                long unused = gateway.submit(TestGateway.submission(number)).get().value();
                complete(gateway, number);
            }
            List<DeliveryRecord> all =
                    gateway.list(
                            view -> view.consignments().inbox(TestGateway.RECIPIENT, 0, 100_000));
            assertThat(all).extracting(DeliveryRecord::sequence).doesNotHaveDuplicates();
            assertThat(gateway.check()).as("after " + step + " and repair").isEmpty();
            return next;
        }
    }

    /** The record of each seal that left stands; asking again makes a record of its own. */
    private static void sealedAgain(TestGateway gateway, Set<Integer> acknowledged) {
        List<Integer> kept = seals(gateway);
        assertThat(kept).containsAll(acknowledged);
        int again = kept.isEmpty() ? 1 : kept.getLast();
        gateway.seal(again);
        assertThat(seals(gateway)).startsWith(kept.toArray(Integer[]::new)).endsWith(again);
        assertThat(seals(gateway)).hasSize(kept.size() + 1);
    }

    private static List<Integer> seals(TestGateway gateway) {
        return gateway.list(view ->
                view.evidence().seals().stream()
                        .map(seal -> Integer.valueOf(seal.number()))
                        .toList());
    }

    private static void complete(TestGateway gateway, int number) throws EvidenceProblem {
        TestGateway.Submission submission = TestGateway.submission(number);
        List<EvidenceReceipt> receipts =
                gateway.list(view -> view.evidence().receipts(submission.id()));
        assertThat(receipts)
                .extracting(receipt -> receipt.evidence().event())
                .containsExactly(
                        EvidenceEvent.SUBMISSION_ACCEPTANCE, EvidenceEvent.CONTENT_CONSIGNMENT);
        EvidenceVerifier.verify(receipts.get(0), gateway.store.logKey());
        assertThat(gateway.blobs.holds(submission.note().envelope())).isTrue();
    }
}
