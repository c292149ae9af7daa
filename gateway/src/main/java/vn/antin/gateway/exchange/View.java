package vn.antin.gateway.exchange;

import vn.antin.gateway.consignment.Consignments;
import vn.antin.gateway.directory.Directory;
import vn.antin.gateway.evidence.EvidenceBook;
import vn.antin.gateway.records.Registers;

/** One consistent state of everything the exchange reads. Not thread-safe; must not be kept. */
public interface View {
    /** Endpoints and peers. */
    Directory directory();

    /** Consignments, deliveries, admissions, signed receipts. */
    Consignments consignments();

    /** Evidence and receipts. */
    EvidenceBook evidence();

    /** Registers. */
    Registers registers();

    /** What waits to be sent to peers. */
    Outbox outbox();

    /** What endpoints are told. */
    Events events();
}
