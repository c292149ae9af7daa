package vn.antin.gateway.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.seal.BlobRef;
import vn.antin.crypto.seal.ConsignmentNote;
import vn.antin.crypto.seal.Recipient;
import vn.antin.gateway.consignment.Admission;
import vn.antin.gateway.consignment.ConsignmentRecord;
import vn.antin.gateway.consignment.ConsignmentsTx;
import vn.antin.gateway.consignment.DeliveryRecord;
import vn.antin.gateway.consignment.DeliveryState;
import vn.antin.gateway.consignment.Direction;
import vn.antin.gateway.consignment.SignedReceiptRecord;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.exchange.StoreException.Reason;
import vn.antin.gateway.store.disk.Codec;
import vn.antin.gateway.store.disk.Sql;

/** Admissions, consignments, deliveries and signed receipts. Not thread-safe. */
record ConsignmentTable(Sql sql) implements ConsignmentsTx {
    private static final String ADMISSION =
            "SELECT note, outer, outer_signature, submitter, admitted_at, expires_at, policy"
                    + " FROM admission";
    private static final String CONSIGNMENT =
            "SELECT position, note, outer, direction, submitter, accepted_at, policy"
                    + " FROM consignment";
    private static final String DELIVERY =
            "SELECT position, consignment, sender, recipient, gateway, sequence, state,"
                    + " changed_at FROM delivery";

    @Override
    public Optional<Admission> admission(String id) {
        return sql.one(ADMISSION + " WHERE id = ?", ConsignmentTable::admission, id);
    }

    @Override
    public List<Admission> admissionsAwaiting(EndpointId submitter, Digest blob) {
        return sql.list(
                ADMISSION
                        + " WHERE submitter = ? AND id IN"
                        + " (SELECT admission FROM admission_blob WHERE sha256 = ?)",
                ConsignmentTable::admission,
                submitter,
                blob);
    }

    @Override
    public List<Admission> admissionsExpired(Instant now, int limit) {
        return sql.list(
                ADMISSION + " WHERE expires_at <= ? ORDER BY expires_at LIMIT ?",
                ConsignmentTable::admission,
                now,
                limit);
    }

    @Override
    public Optional<ConsignmentRecord> consignment(String id) {
        return sql.one(CONSIGNMENT + " WHERE id = ?", ConsignmentTable::consignment, id);
    }

    @Override
    public Optional<byte[]> outerSignature(String id) {
        return sql.one(
                "SELECT bytes FROM outer_signature WHERE consignment ="
                        + " (SELECT position FROM consignment WHERE id = ?)",
                row -> row.bytes(1),
                id);
    }

    @Override
    public List<ConsignmentRecord> naming(Digest blob) {
        return sql.list(
                CONSIGNMENT
                        + " WHERE position IN (SELECT consignment FROM consignment_blob"
                        + " WHERE sha256 = ?) ORDER BY position",
                ConsignmentTable::consignment,
                blob);
    }

    @Override
    public List<DeliveryRecord> deliveries(String id) {
        return sql.list(
                DELIVERY + " WHERE consignment = ? ORDER BY position",
                ConsignmentTable::delivery,
                id);
    }

    @Override
    public Optional<DeliveryRecord> delivery(String id, EndpointId recipient) {
        return sql.one(
                DELIVERY + " WHERE consignment = ? AND recipient = ?",
                ConsignmentTable::delivery,
                id,
                recipient);
    }

    @Override
    public List<DeliveryRecord> inbox(EndpointId recipient, long after, int limit) {
        return sql.list(
                DELIVERY + " WHERE recipient = ? AND position > ? ORDER BY position LIMIT ?",
                ConsignmentTable::delivery,
                recipient,
                after,
                limit);
    }

    @Override
    public List<ConsignmentRecord> outbox(EndpointId sender, long after, int limit) {
        return sql.list(
                CONSIGNMENT + " WHERE sender = ? AND position > ? ORDER BY position LIMIT ?",
                ConsignmentTable::consignment,
                sender,
                after,
                limit);
    }

    @Override
    public long lastSequence(EndpointId sender, EndpointId recipient) {
        return sql.number(
                "SELECT coalesce(max(sequence), 0) FROM delivery"
                        + " WHERE sender = ? AND recipient = ?",
                sender,
                recipient);
    }

    @Override
    public List<Long> missingSequences(EndpointId sender, EndpointId recipient, int limit) {
        List<Long> missing = new ArrayList<>();
        long expected = 1;
        for (long sequence :
                sql.list(
                        "SELECT sequence FROM delivery WHERE sender = ? AND recipient = ?"
                                + " ORDER BY sequence",
                        row -> row.number(1),
                        sender,
                        recipient)) {
            while (expected < sequence && missing.size() < limit) {
                missing.add(expected++);
            }
            expected = sequence + 1;
        }
        return missing;
    }

    @Override
    public List<SignedReceiptRecord> signedReceipts(String id) {
        return sql.list(
                "SELECT consignment, recipient, digest, receipt, received_at"
                        + " FROM signed_receipt WHERE consignment = ? ORDER BY position",
                row ->
                        new SignedReceiptRecord(
                                row.text(1),
                                EndpointId.parse(row.text(2)),
                                row.digest(3),
                                row.bytes(4),
                                row.instant(5)),
                id);
    }

    @Override
    public void admit(Admission admission) {
        if (taken(admission.id(), admission.outer())) {
            return;
        }
        int unused =
                sql.update(
                        "INSERT INTO admission VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        admission.id(),
                        admission.note().toBytes(),
                        admission.outer(),
                        admission.outerSignature(),
                        admission.submitter(),
                        admission.admittedAt(),
                        admission.expiresAt(),
                        admission.policy());
        for (Digest blob : digests(admission.note())) {
            int unusedToo =
                    sql.update("INSERT INTO admission_blob VALUES (?, ?)", blob, admission.id());
        }
    }

    /** Whether exactly this is there already; another one under the id is a conflict. */
    private boolean taken(String id, Digest outer) {
        Optional<Digest> there =
                sql.one(
                        "SELECT outer FROM admission WHERE id = ?1"
                                + " UNION ALL SELECT outer FROM consignment WHERE id = ?1",
                        row -> row.digest(1),
                        id);
        if (there.isPresent() && !there.get().equals(outer)) {
            throw new StoreException(
                    Reason.CONFLICT, "consignment " + id + " is another one already");
        }
        return there.isPresent();
    }

    @Override
    public void forget(String id) {
        int unused = sql.update("DELETE FROM admission WHERE id = ?", id);
    }

    @Override
    public ConsignmentRecord accept(
            ConsignmentRecord consignment,
            byte[] outerSignature,
            Collection<EndpointId> recipientsHere) {
        ConsignmentNote note = consignment.note();
        if (taken(note.id(), consignment.outer()) && consignment(note.id()).isPresent()) {
            throw new StoreException(
                    Reason.CONFLICT, "consignment " + note.id() + " was accepted before");
        }
        long position =
                sql.insert(
                        "INSERT INTO consignment (id, note, outer, direction, sender, submitter,"
                                + " accepted_at, policy) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        note.id(),
                        note.toBytes(),
                        consignment.outer(),
                        consignment.direction(),
                        note.sender(),
                        consignment.submitter(),
                        consignment.acceptedAt(),
                        consignment.policy());
        int unused =
                sql.update("INSERT INTO outer_signature VALUES (?, ?)", position, outerSignature);
        keepBlobs(position, note);
        keepDeliveries(consignment, recipientsHere);
        forget(note.id());
        return new ConsignmentRecord(
                position,
                note,
                consignment.outer(),
                consignment.direction(),
                consignment.submitter(),
                consignment.acceptedAt(),
                consignment.policy());
    }

    private void keepBlobs(long position, ConsignmentNote note) {
        List<BlobRef> blobs = new ArrayList<>(note.attachments());
        blobs.add(note.envelope());
        for (BlobRef blob : blobs) {
            int unused =
                    sql.update(
                            "INSERT INTO consignment_blob VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                            blob.sha256(),
                            position,
                            blob.size());
        }
    }

    private void keepDeliveries(
            ConsignmentRecord consignment, Collection<EndpointId> recipientsHere) {
        int kept = 0;
        for (Recipient recipient : consignment.note().recipients()) {
            if (!recipientsHere.contains(recipient.endpoint())) {
                continue;
            }
            kept++;
            int unused =
                    sql.update(
                            "INSERT INTO delivery (consignment, sender, recipient, gateway,"
                                    + " sequence, state, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                            consignment.id(),
                            consignment.note().sender(),
                            recipient.endpoint(),
                            recipient.gateway(),
                            recipient.sequence(),
                            DeliveryState.NEW,
                            consignment.acceptedAt());
        }
        if (kept == 0 || kept != recipientsHere.size()) {
            throw new StoreException(
                    Reason.NOT_FOUND, "the note of " + consignment.id() + " lacks a recipient");
        }
    }

    @Override
    public Optional<SignedReceiptRecord> keepSignedReceipt(SignedReceiptRecord receipt) {
        Optional<SignedReceiptRecord> before =
                signedReceipts(receipt.consignment()).stream()
                        .filter(there -> there.recipient().equals(receipt.recipient()))
                        .findFirst();
        if (before.isEmpty()) {
            int unused =
                    sql.update(
                            "INSERT INTO signed_receipt"
                                    + " (consignment, recipient, digest, receipt, received_at)"
                                    + " VALUES (?, ?, ?, ?, ?)",
                            receipt.consignment(),
                            receipt.recipient(),
                            receipt.digest(),
                            receipt.receipt(),
                            receipt.receivedAt());
        }
        return before;
    }

    private static Set<Digest> digests(ConsignmentNote note) {
        Set<Digest> digests = new LinkedHashSet<>();
        boolean unused = digests.add(note.envelope().sha256());
        note.attachments().forEach(blob -> digests.add(blob.sha256()));
        return digests;
    }

    private static Admission admission(Sql.Row row) throws SQLException {
        return new Admission(
                Codec.note(row.bytes(1)),
                row.digest(2),
                row.bytes(3),
                EndpointId.parse(row.text(4)),
                row.instant(5),
                row.instant(6),
                row.text(7));
    }

    private static ConsignmentRecord consignment(Sql.Row row) throws SQLException {
        return new ConsignmentRecord(
                row.number(1),
                Codec.note(row.bytes(2)),
                row.digest(3),
                Codec.constant(Direction.class, row.text(4)),
                EndpointId.parse(row.text(5)),
                row.instant(6),
                row.text(7));
    }

    private static DeliveryRecord delivery(Sql.Row row) throws SQLException {
        return new DeliveryRecord(
                row.number(1),
                row.text(2),
                EndpointId.parse(row.text(3)),
                EndpointId.parse(row.text(4)),
                EndpointId.parse(row.text(5)),
                row.number(6),
                Codec.constant(DeliveryState.class, row.text(7)),
                row.instant(8));
    }
}
