package vn.antin.gateway.tlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.ceremony.SignedRecord;
import vn.antin.crypto.evidence.Evidence;

/** Log entries of the transaction that is open. Not thread-safe. */
public final class PendingLog {
    private final long start;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * One appended entry.
     *
     * @param index its place in the log
     * @param evidence what is stated; empty for anything but evidence
     * @param salt salt of the commitment
     * @param bytes the log entry
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Entry(long index, Optional<Evidence> evidence, byte[] salt, byte[] bytes) {}

    /** Nothing appended yet to a log of {@code start} entries. */
    public PendingLog(long start) {
        this.start = start;
    }

    /** Gives the evidence the next place. */
    public Entry append(Evidence evidence, byte[] salt) {
        return append(Optional.of(evidence), salt, evidence.entry(salt));
    }

    /** Gives the record of a ceremony the next place. */
    public Entry append(SignedRecord ceremony, byte[] salt) {
        return append(Optional.empty(), salt, ceremony.entry(salt));
    }

    /**
     * Gives something else that is committed to the next place.
     *
     * @param salt of the commitment
     * @param bytes the log entry
     */
    public Entry append(byte[] salt, byte[] bytes) {
        return append(Optional.empty(), salt, bytes);
    }

    private Entry append(Optional<Evidence> evidence, byte[] salt, byte[] bytes) {
        Entry entry = new Entry(start + entries.size(), evidence, salt.clone(), bytes);
        entries.add(entry);
        return entry;
    }

    /** How many. */
    public int count() {
        return entries.size();
    }

    /** Forgets what was appended after the first {@code count}. */
    public void keepFirst(int count) {
        entries.subList(count, entries.size()).clear();
    }

    /** What was appended after the first {@code count}. */
    public List<Entry> from(int count) {
        return List.copyOf(entries.subList(count, entries.size()));
    }

    /** The log entries. */
    public List<byte[]> bytes() {
        return entries.stream().map(Entry::bytes).toList();
    }
}
