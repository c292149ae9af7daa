package vn.antin.gateway.exchange;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.seal.ConsignmentNote;
import vn.antin.crypto.seal.Recipient;
import vn.antin.gateway.consignment.ConsignmentRecord;
import vn.antin.gateway.consignment.Direction;
import vn.antin.gateway.evidence.EvidenceDesk;
import vn.antin.gateway.intake.ClearedSubmission;
import vn.antin.gateway.intake.PolicyDesk;
import vn.antin.gateway.intake.Submission;
import vn.antin.gateway.records.RegisterEntry;
import vn.antin.gateway.records.RegisterKind;
import vn.antin.policies.decision.Obligation;

/**
 * What accepting a cleared submission means: consignment, evidence, register rows, news for the
 * recipients and work for the dispatcher, all in one transaction. Thread-safe.
 */
final class Acceptance {
    private final EndpointId self;
    private final EvidenceDesk evidence;

    Acceptance(EndpointId self, EvidenceDesk evidence) {
        this.self = self;
        this.evidence = evidence;
    }

    /** The event that says so: of a submission at the origin, of a relay elsewhere. */
    static EvidenceEvent event(Submission submission) {
        return submission.relayed()
                ? EvidenceEvent.RELAY_ACCEPTANCE
                : EvidenceEvent.SUBMISSION_ACCEPTANCE;
    }

    /** Which goes first in the outbox: the more urgent one. */
    static int priority(ConsignmentNote note) {
        return switch (note.urgency()) {
            case THUONG -> 0;
            case KHAN -> 1;
            case THUONG_KHAN -> 2;
            case HOA_TOC -> 3;
        };
    }

    /**
     * The whole acceptance, in one transaction; false when another call was quicker.
     *
     * @param now one time for everything that is written: the evidence, the registers, the record
     */
    boolean enter(Tx tx, ClearedSubmission cleared, Instant now, Set<EndpointId> news) {
        Submission submission = cleared.submission();
        ConsignmentNote note = submission.note();
        if (tx.consignments().consignment(note.id()).isPresent()) {
            return false;
        }
        EndpointId submitter = submission.submitter().endpoint();
        Direction direction = direction(submission);
        ConsignmentRecord unused =
                tx.consignments()
                        .accept(
                                new ConsignmentRecord(
                                        0,
                                        note,
                                        submission.digest(),
                                        direction,
                                        submitter,
                                        now,
                                        cleared.policy()),
                                submission.bytes(),
                                submission.here().stream().map(Recipient::endpoint).toList());
        int priority = priority(note);
        EvidenceDesk.About about = about(submission, cleared.policy());
        for (Recipient recipient : submission.here()) {
            Optional<EndpointId> to = Optional.of(recipient.endpoint());
            evidence.issue(tx.evidence(), about, event(submission), to, now);
            if (recipient.gateway().equals(self)) {
                evidence.issue(tx.evidence(), about, EvidenceEvent.CONTENT_CONSIGNMENT, to, now);
                tell(tx, recipient.endpoint(), note.id(), now);
                news.add(recipient.endpoint());
            } else {
                tx.outbox()
                        .ask(
                                OutboxRecord.Kind.RELAY,
                                note.id(),
                                recipient.gateway(),
                                priority,
                                now);
            }
        }
        if (submission.relayed()) {
            tx.outbox().ask(OutboxRecord.Kind.EVIDENCE, note.id(), submitter, priority, now);
        }
        register(tx, cleared, direction, now);
        return true;
    }

    private static void tell(Tx tx, EndpointId recipient, String consignment, Instant now) {
        EventRecord unused =
                tx.events()
                        .tell(
                                recipient,
                                "consignment",
                                consignment,
                                EvidenceEvent.CONTENT_CONSIGNMENT.etsiName(),
                                now);
    }

    private Direction direction(Submission submission) {
        if (submission.relayed()) {
            return Direction.INCOMING;
        }
        boolean all = submission.here().stream().allMatch(r -> r.gateway().equals(self));
        return all ? Direction.LOCAL : Direction.OUTGOING;
    }

    private void register(Tx tx, ClearedSubmission cleared, Direction direction, Instant now) {
        Set<Obligation.Book> books = cleared.books();
        ConsignmentNote note = cleared.submission().note();
        List<EndpointId> all =
                cleared.submission().here().stream().map(Recipient::endpoint).toList();
        List<EndpointId> served =
                cleared.submission().here().stream()
                        .filter(r -> r.gateway().equals(self))
                        .map(Recipient::endpoint)
                        .toList();
        if (direction != Direction.INCOMING && books.contains(Obligation.Book.OUTGOING)) {
            enter(tx, RegisterKind.OUTGOING, note, all, now);
        }
        if (!served.isEmpty() && books.contains(Obligation.Book.INCOMING)) {
            enter(tx, RegisterKind.INCOMING, note, served, now);
        }
    }

    /** Writes a row with what the outside tells. */
    static void enter(
            Tx tx, RegisterKind book, ConsignmentNote note, List<EndpointId> to, Instant now) {
        LocalDate on = LocalDate.ofInstant(now, PolicyDesk.CALENDAR);
        tx.registers()
                .enter(
                        RegisterEntry.outside(
                                book, on, now, note.id(), note.sender(), note.label().level(), to));
    }

    static EvidenceDesk.About about(Submission submission, String policy) {
        return EvidenceDesk.About.of(submission.note(), submission.digest(), policy);
    }
}
