package vn.antin.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.gateway.consignment.Admission;
import vn.antin.gateway.consignment.DeliveryState;
import vn.antin.gateway.consignment.SignedReceiptRecord;
import vn.antin.gateway.exchange.EventRecord;
import vn.antin.gateway.exchange.OutboxRecord;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.exchange.StoreException.Reason;
import vn.antin.gateway.exchange.Tx;
import vn.antin.gateway.store.TestGateway.Submission;

/** What the tables allow and refuse. */
class ConsignmentRulesTest {
    @TempDir Path folder;
    private TestGateway gateway;

    @BeforeEach
    void open() {
        gateway = TestGateway.open(folder);
    }

    @AfterEach
    void checkAndClose() {
        assertThat(gateway.check()).isEmpty();
        gateway.close();
    }

    private <R> R commit(Function<Tx, R> task) throws Exception {
        try {
            return gateway.store.commit(task).get().value();
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    private void refused(Reason reason, Function<Tx, ?> task) {
        assertThatThrownBy(() -> commit(task))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private Admission admission(Submission submission) {
        return new Admission(
                submission.note(),
                submission.digest(),
                submission.outer(),
                TestGateway.SENDER,
                TestGateway.NOW,
                TestGateway.NOW.plus(Duration.ofDays(1)),
                TestGateway.POLICY);
    }

    @Test
    void an_admission_survives_a_restart_and_ends_with_acceptance() throws Exception {
        Submission one = TestGateway.submission(1);
        commit(tx -> {
            tx.consignments().admit(admission(one));
            tx.consignments().admit(admission(one));
            return 0;
        });
        gateway.close();
        gateway = TestGateway.open(folder);
        assertThat(
                        gateway.list(view ->
                                view.consignments()
                                        .admissionsAwaiting(
                                                TestGateway.SENDER,
                                                one.note().envelope().sha256())))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.note()).isEqualTo(one.note());
                    assertThat(found.outerSignature()).isEqualTo(one.outer());
                });
        assertThat(
                        gateway.list(view ->
                                view.consignments()
                                        .admissionsAwaiting(
                                                TestGateway.RECIPIENT,
                                                one.note().envelope().sha256())))
                .isEmpty();
        gateway.submit(one).get();
        assertThat(gateway.find(view -> view.consignments().admission(one.id()))).isEmpty();
        assertThat(gateway.find(view -> view.consignments().outerSignature(one.id())))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(one.outer()));
    }

    @Test
    void an_admission_expires() throws Exception {
        commit(tx -> {
            tx.consignments().admit(admission(TestGateway.submission(1)));
            return 0;
        });
        assertThat(gateway.list(view -> view.consignments().admissionsExpired(TestGateway.NOW, 9)))
                .isEmpty();
        assertThat(
                        gateway.list(view ->
                                view.consignments()
                                        .admissionsExpired(
                                                TestGateway.NOW.plus(Duration.ofDays(2)), 9)))
                .hasSize(1);
    }

    @Test
    void the_same_id_with_another_outer_signature_is_a_conflict() throws Exception {
        Submission one = TestGateway.submission(1);
        Submission other =
                new Submission(
                        one.note(), "other".getBytes(StandardCharsets.UTF_8), one.envelope());
        commit(tx -> {
            tx.consignments().admit(admission(one));
            return 0;
        });
        refused(
                Reason.CONFLICT,
                tx -> {
                    tx.consignments().admit(admission(other));
                    return 0;
                });
        gateway.submit(one).get();
        refused(Reason.CONFLICT, tx -> gateway.accept(tx, other));
    }

    @Test
    void a_sequence_number_is_used_once_for_a_pair() throws Exception {
        gateway.submit(TestGateway.submission(1)).get();
        Submission again = TestGateway.submission(1);
        Submission otherId =
                new Submission(
                        new vn.antin.crypto.seal.ConsignmentNote(
                                TestGateway.submission(99).id(),
                                again.note().envelope(),
                                List.of(),
                                again.note().label(),
                                again.note().sender(),
                                again.note().recipients(),
                                again.note().sentAt(),
                                Optional.empty(),
                                again.note().urgency(),
                                again.note().channels()),
                        "another".getBytes(StandardCharsets.UTF_8),
                        again.envelope());
        refused(Reason.CONFLICT, tx -> gateway.accept(tx, otherId));
    }

    @Test
    void gaps_in_the_sequence_of_a_pair_are_named() throws Exception {
        gateway.submit(TestGateway.submission(2)).get();
        gateway.submit(TestGateway.submission(5)).get();
        assertThat(
                        gateway.list(view ->
                                view.consignments()
                                        .missingSequences(
                                                TestGateway.SENDER, TestGateway.RECIPIENT, 9)))
                .containsExactly(1L, 3L, 4L);
    }

    @Test
    void evidence_moves_the_state_and_what_does_not_fit_leaves_nothing() throws Exception {
        Submission one = TestGateway.submission(1);
        gateway.submit(one).get();
        assertThat(state(one)).isEqualTo(DeliveryState.CONSIGNED);
        refused(
                Reason.ILLEGAL_TRANSITION,
                tx ->
                        gateway.desk.issue(
                                tx.evidence(),
                                gateway.about(one),
                                EvidenceEvent.CONTENT_CONSIGNMENT,
                                Optional.of(TestGateway.RECIPIENT),
                                TestGateway.NOW));
        Digest receipt = Digest.of(new byte[] {1});
        commit(tx ->
                gateway.desk.issueHandOver(
                        tx.evidence(),
                        gateway.about(one),
                        TestGateway.RECIPIENT,
                        receipt,
                        TestGateway.NOW));
        assertThat(state(one)).isEqualTo(DeliveryState.HANDED_OVER);
        assertThat(gateway.list(view -> view.evidence().about(one.id()))).hasSize(3);
    }

    private DeliveryState state(Submission submission) {
        return gateway.store.read(view ->
                view.consignments()
                        .delivery(submission.id(), submission.note().recipients().get(0).endpoint())
                        .orElseThrow()
                        .state());
    }

    @Test
    void a_rejection_of_other_bytes_under_the_same_id_moves_nothing() throws Exception {
        Submission one = TestGateway.submission(1);
        gateway.submit(one).get();
        Submission other =
                new Submission(
                        one.note(), "other".getBytes(StandardCharsets.UTF_8), one.envelope());
        commit(tx ->
                gateway.desk.issueFailure(
                        tx.evidence(),
                        gateway.about(other),
                        EvidenceEvent.SUBMISSION_REJECTION,
                        Optional.empty(),
                        List.of("conflict")));
        assertThat(state(one)).isEqualTo(DeliveryState.CONSIGNED);
    }

    @Test
    void the_first_signed_receipt_of_a_recipient_stays() throws Exception {
        Submission one = TestGateway.submission(1);
        gateway.submit(one).get();
        SignedReceiptRecord first =
                new SignedReceiptRecord(
                        one.id(),
                        TestGateway.RECIPIENT,
                        Digest.of(new byte[] {1}),
                        new byte[] {1},
                        TestGateway.NOW);
        SignedReceiptRecord second =
                new SignedReceiptRecord(
                        one.id(),
                        TestGateway.RECIPIENT,
                        Digest.of(new byte[] {2}),
                        new byte[] {2},
                        TestGateway.NOW);
        Optional<SignedReceiptRecord> before =
                commit(tx -> tx.consignments().keepSignedReceipt(first));
        Optional<SignedReceiptRecord> kept =
                commit(tx -> tx.consignments().keepSignedReceipt(second));
        assertThat(before).isEmpty();
        assertThat(kept).map(SignedReceiptRecord::digest).contains(first.digest());
        assertThat(gateway.list(view -> view.consignments().signedReceipts(one.id()))).hasSize(1);
    }

    @Test
    void an_outbox_row_asked_for_while_it_is_sent_stays() throws Exception {
        Submission one = TestGateway.submission(1, TestGateway.FAR_RECIPIENT);
        gateway.submit(one).get();
        OutboxRecord sent = due().get(0);
        commit(tx -> {
            tx.outbox()
                    .ask(OutboxRecord.Kind.RELAY, one.id(), TestGateway.PEER, 3, TestGateway.NOW);
            tx.outbox().done(sent);
            return 0;
        });
        OutboxRecord again = due().get(0);
        assertThat(again.generation()).isEqualTo(2);
        assertThat(again.priority()).isEqualTo(3);
        commit(tx -> {
            tx.outbox().failed(again, TestGateway.NOW.plusSeconds(60), "down");
            return 0;
        });
        assertThat(due()).isEmpty();
        assertThat(gateway.find(view -> view.outbox().nextDue()))
                .contains(TestGateway.NOW.plusSeconds(60));
        commit(tx -> {
            tx.outbox().done(again);
            return 0;
        });
        assertThat(gateway.list(view -> view.outbox().about(one.id()))).isEmpty();
    }

    private List<OutboxRecord> due() {
        return gateway.list(view -> view.outbox().due(TestGateway.NOW, 9));
    }

    @Test
    void events_of_an_endpoint_are_numbered_without_a_gap() throws Exception {
        for (int n = 1; n <= 3; n++) {
            gateway.submit(TestGateway.submission(n)).get();
        }
        assertThat(gateway.list(view -> view.events().after(TestGateway.RECIPIENT, 1, 9)))
                .extracting(EventRecord::sequence)
                .containsExactly(2L, 3L);
        assertThat(gateway.number(view -> view.events().last(TestGateway.RECIPIENT))).isEqualTo(3);
    }

    @Test
    void blobs_lead_to_the_consignments_that_name_them() throws Exception {
        Submission one = TestGateway.submission(1);
        gateway.submit(one).get();
        assertThat(gateway.list(view -> view.consignments().naming(one.note().envelope().sha256())))
                .singleElement()
                .satisfies(found -> assertThat(found.note()).isEqualTo(one.note()));
    }
}
