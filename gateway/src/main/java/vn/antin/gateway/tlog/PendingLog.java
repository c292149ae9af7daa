package vn.antin.gateway.store;

import java.util.ArrayList;
import java.util.List;
import vn.antin.crypto.evidence.Evidence;

/** Log entries of the transaction that is open. Not thread-safe. */
final class PendingLog {
    private final long start;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * One appended evidence.
     *
     * @param index its place in the log
     * @param evidence what is stated
     * @param salt salt of the commitment
     * @param bytes the log entry
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(long index, Evidence evidence, byte[] salt, byte[] bytes) {}

    /** Nothing appended yet to a log of {@code start} entries. */
    PendingLog(long start) {
        this.start = start;
    }

    Entry append(Evidence evidence, byte[] salt) {
        Entry entry =
                new Entry(start + entries.size(), evidence, salt.clone(), evidence.entry(salt));
        entries.add(entry);
        return entry;
    }

    int count() {
        return entries.size();
    }

    /** Forgets what was appended after the first {@code count}. */
    void keepFirst(int count) {
        entries.subList(count, entries.size()).clear();
    }

    List<Entry> from(int count) {
        return List.copyOf(entries.subList(count, entries.size()));
    }

    List<byte[]> bytes() {
        return entries.stream().map(Entry::bytes).toList();
    }
}
