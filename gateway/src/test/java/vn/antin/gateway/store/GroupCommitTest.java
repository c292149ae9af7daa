package vn.antin.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.evidence.EvidenceVerifier;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.key.Signer;
import vn.antin.gateway.exchange.Committed;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.exchange.StoreException.Reason;
import vn.antin.gateway.exchange.Tx;
import vn.antin.gateway.store.TestGateway.Submission;
import vn.antin.gateway.store.disk.DurableStep;

/** Many tasks to one transaction, each its own. */
class GroupCommitTest {
    @TempDir Path folder;

    private static Reason reasonOf(CompletableFuture<?> future) throws InterruptedException {
        try {
            Object unused = future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException failure) {
                return failure.reason();
            }
            throw new AssertionError(e);
        }
        throw new AssertionError("it did not fail");
    }

    @Test
    void what_was_told_is_there_after_reopening() throws Exception {
        List<EvidenceReceipt> told;
        try (TestGateway gateway = TestGateway.open(folder)) {
            told = gateway.submit(TestGateway.submission(1)).get().receipts();
        }
        try (TestGateway gateway = TestGateway.open(folder)) {
            String id = TestGateway.submission(1).id();
            assertThat(gateway.list(view -> view.evidence().receipts(id))).isEqualTo(told);
            assertThat(gateway.check()).isEmpty();
        }
    }

    @Test
    void a_receipt_verifies_with_the_key_of_the_log() throws Exception {
        try (TestGateway gateway = TestGateway.open(folder)) {
            for (int n = 1; n <= 20; n++) {
                List<EvidenceReceipt> receipts =
                        gateway.submit(TestGateway.submission(n)).get().receipts();
                assertThat(receipts).hasSize(2);
                for (EvidenceReceipt receipt : receipts) {
                    assertThat(EvidenceVerifier.verify(receipt, gateway.store.logKey()).evidence())
                            .isEqualTo(receipt.evidence());
                }
            }
        }
    }

    @Test
    void the_log_goes_on_after_reopening_over_many_tiles() throws Exception {
        int n = 0;
        for (int round = 0; round < 3; round++) {
            try (TestGateway gateway = TestGateway.open(folder)) {
                List<CompletableFuture<Committed<Long>>> all = new ArrayList<>();
                for (int i = 0; i < 150; i++) {
                    Submission submission = TestGateway.submission(++n);
                    gateway.upload(submission);
                    all.add(gateway.store.commit(tx -> gateway.accept(tx, submission)));
                }
                for (CompletableFuture<Committed<Long>> future : all) {
                    for (EvidenceReceipt receipt : future.get().receipts()) {
                        EvidenceVerifier.verify(receipt, gateway.store.logKey());
                        assertThat(
                                        gateway.find(view ->
                                                view.evidence().receipt(receipt.evidence().id())))
                                .contains(receipt);
                    }
                }
                assertThat(gateway.check()).isEmpty();
            }
        }
    }

    @Test
    void a_task_that_fails_does_not_hurt_its_neighbours() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        DurableStep.Listener holdFirst =
                step -> {
                    if (step == DurableStep.BATCH_BEGUN) {
                        await(gate);
                    }
                };
        try (TestGateway gateway = TestGateway.open(folder, holdFirst)) {
            CompletableFuture<Committed<String>> first = gateway.store.commit(tx -> "first");
            List<CompletableFuture<Committed<Long>>> all = new ArrayList<>();
            for (int n = 1; n <= 9; n++) {
                int number = n;
                Submission submission = TestGateway.submission(n);
                gateway.upload(submission);
                all.add(
                        gateway.store.commit(tx -> {
                            long position = gateway.accept(tx, submission);
                            if (number % 3 == 0) {
                                throw new IllegalStateException("task " + number);
                            }
                            return position;
                        }));
            }
            gate.countDown();
            assertThat(first.get().value()).isEqualTo("first");
            for (int n = 1; n <= 9; n++) {
                CompletableFuture<Committed<Long>> future = all.get(n - 1);
                if (n % 3 == 0) {
                    assertThatThrownBy(future::get).hasRootCauseMessage("task " + n);
                } else {
                    assertThat(future.get().value()).isEqualTo(n - n / 3);
                    assertThat(future.get().receipts()).hasSize(2);
                    EvidenceVerifier.verify(future.get().receipts().get(1), gateway.store.logKey());
                }
            }
            assertThat(gateway.check()).isEmpty();
        }
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tasks_run_in_the_order_of_submission() throws Exception {
        try (TestGateway gateway = TestGateway.open(folder)) {
            List<Integer> order = new ArrayList<>();
            List<CompletableFuture<?>> all = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                int number = i;
                all.add(gateway.store.commit(tx -> order.add(number)));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).get();
            assertThat(order).hasSize(2000).isSorted();
        }
    }

    @Test
    void many_submitters_lose_nothing_and_double_nothing() throws Exception {
        int submitters = 32;
        int each = 25;
        try (TestGateway gateway = TestGateway.open(folder);
                ExecutorService pool = Executors.newFixedThreadPool(submitters)) {
            AtomicInteger numbers = new AtomicInteger();
            List<Future<List<Long>>> results = new ArrayList<>();
            for (int s = 0; s < submitters; s++) {
                results.add(
                        pool.submit(() -> {
                            List<Long> positions = new ArrayList<>();
                            for (int i = 0; i < each; i++) {
                                Submission submission =
                                        TestGateway.submission(numbers.incrementAndGet());
                                Committed<Long> done = gateway.submit(submission).get();
                                assertThat(gateway.submit(submission).get().value())
                                        .isEqualTo(done.value());
                                positions.add(done.value());
                            }
                            return positions;
                        }));
            }
            Set<Long> positions = new HashSet<>();
            for (Future<List<Long>> result : results) {
                positions.addAll(result.get());
            }
            assertThat(positions).hasSize(submitters * each);
            assertThat(
                            gateway.list(view ->
                                    view.consignments().inbox(TestGateway.RECIPIENT, 0, 10_000)))
                    .hasSize(submitters * each);
            assertThat(
                            gateway.list(view ->
                                    view.consignments()
                                            .missingSequences(
                                                    TestGateway.SENDER, TestGateway.RECIPIENT, 10)))
                    .isEmpty();
            assertThat(gateway.check()).isEmpty();
        }
    }

    @Test
    void a_log_key_that_is_away_refuses_the_change_and_then_goes_on() throws Exception {
        Signer real = TestGateway.logSigner(folder);
        AtomicBoolean away = new AtomicBoolean(true);
        Signer flaky =
                new Signer() {
                    @Override
                    public SignatureAlgorithm algorithm() {
                        return real.algorithm();
                    }

                    @Override
                    public java.security.PublicKey publicKey() {
                        return real.publicKey();
                    }

                    @Override
                    public byte[] sign(byte[] message) {
                        if (away.get()) {
                            throw new KeyException(
                                    KeyException.Reason.TOKEN_MISSING, "no token", null);
                        }
                        return real.sign(message);
                    }
                };
        try (TestGateway gateway = TestGateway.open(folder, DurableStep.Listener.NONE, flaky)) {
            assertThat(reasonOf(gateway.submit(TestGateway.submission(1))))
                    .isEqualTo(Reason.SIGNER_UNAVAILABLE);
            assertThat(
                            gateway.number(view ->
                                    view.consignments()
                                            .lastSequence(
                                                    TestGateway.SENDER, TestGateway.RECIPIENT)))
                    .isZero();
            away.set(false);
            assertThat(gateway.submit(TestGateway.submission(1)).get().receipts()).hasSize(2);
            assertThat(gateway.check()).isEmpty();
        }
    }

    @Test
    void a_second_writer_is_kept_out() {
        try (TestGateway open = TestGateway.open(folder)) {
            assertThat(open.check()).isEmpty();
            assertThatThrownBy(() -> TestGateway.open(folder))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.BUSY));
        }
    }

    @Test
    void a_closed_store_refuses_and_what_waited_was_done() throws Exception {
        TestGateway gateway = TestGateway.open(folder);
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(gateway.store.commit(tx -> 1));
        }
        gateway.close();
        CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).get();
        assertThat(reasonOf(gateway.store.commit(tx -> 1))).isEqualTo(Reason.CLOSED);
    }

    @Test
    void a_transaction_cannot_be_used_after_its_task() throws Exception {
        try (TestGateway gateway = TestGateway.open(folder)) {
            Tx kept = gateway.store.<Tx>commit(tx -> tx).get().value();
            assertThatThrownBy(() -> kept.consignments().forget("x"))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void what_follows_does_not_run_on_the_writer() throws Exception {
        try (TestGateway gateway = TestGateway.open(folder)) {
            CompletableFuture<Long> chained =
                    gateway.store
                            .commit(tx -> 1L)
                            .thenApply(first -> gateway.store.commit(tx -> 2L).join().value());
            assertThat(chained.get()).isEqualTo(2L);
        }
    }
}
