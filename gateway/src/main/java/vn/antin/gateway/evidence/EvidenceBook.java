package vn.antin.gateway.evidence;

import java.util.List;
import java.util.Optional;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceReceipt;

/** Reads evidence. Port; thread-safety is that of the view it came from. */
public interface EvidenceBook {
    /** Evidence about a consignment, own and foreign, in order of arrival here. */
    List<Evidence> about(String consignment);

    /**
     * The receipts for {@link #about}: foreign ones as they came, own ones with a proof against the
     * first checkpoint that covered them, so the same bytes each time. Only evidence of committed
     * transactions is here.
     */
    List<EvidenceReceipt> receipts(String consignment);

    /** The seals that the agency's key made, oldest first. */
    List<SealRecord> seals();

    /** The receipt for one piece of evidence. */
    Optional<EvidenceReceipt> receipt(String evidence);
}
