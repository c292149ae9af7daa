package vn.antin.gateway.store.disk;

/** The points at which a crash leaves the disk in another state. Crash tests stop at each. */
public enum DurableStep {
    /** Bytes of an upload were handed to the system. */
    PART_WRITTEN,
    /** The upload so far is durable. */
    PART_SYNCED,
    /** The blob has its name; the name is not durable yet. */
    BLOB_NAMED,
    /** The blob and its name are durable. */
    BLOB_SYNCED,
    /** The upload is marked as complete. */
    UPLOAD_MARKED,
    /** The transaction of a batch has begun. */
    BATCH_BEGUN,
    /** One task of the batch ran. */
    TASK_RUN,
    /** All tasks ran; the log is not written yet. */
    TASKS_RUN,
    /** The checkpoint is signed and nothing of the batch is durable. */
    CHECKPOINT_SIGNED,
    /** Everything is written into the transaction. */
    BATCH_WRITTEN,
    /** The transaction is durable and nobody was told. */
    BATCH_COMMITTED,
    /** Those who waited were told. */
    BATCH_TOLD;

    /** Told of each step, on the thread that makes it. */
    @FunctionalInterface
    public interface Listener {
        /** Does nothing. */
        Listener NONE = step -> {};

        /** The step was reached. */
        void reached(DurableStep step);
    }
}
