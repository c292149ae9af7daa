package vn.antin.gateway.store;

/**
 * Something the check found that should not be. Immutable.
 *
 * @param kind what sort of thing
 * @param what where and what, without content
 */
public record Finding(Kind kind, String what) {
    /** Sorts of findings. */
    public enum Kind {
        /** The database file itself is damaged, or a reference leads nowhere. */
        DATABASE,
        /** Log entries do not have the root that a checkpoint states. */
        LOG_ROOT,
        /** A checkpoint is not signed by the key of the log. */
        CHECKPOINT_SIGNATURE,
        /** A stored inner hash is not that of the entries below. */
        LOG_NODE,
        /** Own evidence does not lead to its log entry, or an entry has no evidence. */
        EVIDENCE_LOG,
        /** An outer signature is missing or not the one that was accepted. */
        OUTER_SIGNATURE,
        /** The state of a delivery is not the fold over its evidence. */
        STATE,
        /** A blob of an accepted consignment is missing or has other bytes. */
        BLOB,
        /** A register has a gap, a doubled number or a wrong counter. */
        REGISTER,
        /** The numbers of an endpoint's events have a gap. */
        EVENT
    }
}
