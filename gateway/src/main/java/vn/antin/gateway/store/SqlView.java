package vn.antin.gateway.store;

import vn.antin.gateway.consignment.Consignments;
import vn.antin.gateway.directory.Directory;
import vn.antin.gateway.evidence.EvidenceBook;
import vn.antin.gateway.exchange.Events;
import vn.antin.gateway.exchange.Outbox;
import vn.antin.gateway.exchange.View;
import vn.antin.gateway.records.Registers;
import vn.antin.gateway.store.disk.Sql;

/** A committed state. Not thread-safe. */
record SqlView(Sql sql) implements View {
    @Override
    public Directory directory() {
        return new DirectoryTable(sql);
    }

    @Override
    public Consignments consignments() {
        return new ConsignmentTable(sql);
    }

    @Override
    public EvidenceBook evidence() {
        return new EvidenceTable(sql, new LogTable(sql), null);
    }

    @Override
    public Registers registers() {
        return new RegisterTable(sql);
    }

    @Override
    public Outbox outbox() {
        return new OutboxTable(sql);
    }

    @Override
    public Events events() {
        return new EventTable(sql);
    }
}
