package vn.antin.gateway.store;

import vn.antin.gateway.consignment.ConsignmentsTx;
import vn.antin.gateway.directory.DirectoryTx;
import vn.antin.gateway.evidence.EvidenceTx;
import vn.antin.gateway.exchange.Events;
import vn.antin.gateway.exchange.Outbox;
import vn.antin.gateway.exchange.Tx;
import vn.antin.gateway.records.RegistersTx;
import vn.antin.gateway.store.disk.Sql;
import vn.antin.gateway.tlog.PendingLog;

/** The open transaction. Only for the writer thread. */
record SqlTx(Sql sql, PendingLog pending) implements Tx {
    @Override
    public DirectoryTx directory() {
        return new DirectoryTable(sql);
    }

    @Override
    public ConsignmentsTx consignments() {
        return new ConsignmentTable(sql);
    }

    @Override
    public EvidenceTx evidence() {
        return new EvidenceTable(sql, new LogTable(sql), pending);
    }

    @Override
    public RegistersTx registers() {
        return new RegisterTable(sql);
    }

    @Override
    public Outbox.Writer outbox() {
        return new OutboxTable(sql);
    }

    @Override
    public Events.Writer events() {
        return new EventTable(sql);
    }
}
