package vn.antin.gateway.exchange;

import vn.antin.gateway.consignment.ConsignmentsTx;
import vn.antin.gateway.directory.DirectoryTx;
import vn.antin.gateway.evidence.EvidenceTx;
import vn.antin.gateway.records.RegistersTx;

/** A transaction: reads see what it wrote. Only for the thread of the task; must not be kept. */
public interface Tx extends View {
    @Override
    DirectoryTx directory();

    @Override
    ConsignmentsTx consignments();

    @Override
    EvidenceTx evidence();

    @Override
    RegistersTx registers();

    @Override
    Outbox.Writer outbox();

    @Override
    Events.Writer events();
}
