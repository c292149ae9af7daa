package vn.antin.gateway.records;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;

/**
 * One row as it stands in a register. Immutable.
 *
 * @param year the register's year
 * @param serial số thứ tự: from 1 each year, without a gap, never reused
 * @param entry the columns
 * @param lines nơi nhận and ký nhận, in the order of the entry's recipients
 */
public record RegisterRow(int year, long serial, RegisterEntry entry, List<Line> lines) {
    /** Copies the lines. */
    public RegisterRow {
        lines = List.copyOf(lines);
    }

    /** One recipient and, when there, the signature for the receipt. */
    public record Line(EndpointId recipient, Optional<Signed> signed) {}

    /**
     * Ký nhận.
     *
     * @param by name of the person who signed, as in the certificate
     * @param at when
     * @param receipt SHA-256 of the ESS signed receipt
     */
    public record Signed(String by, Instant at, Digest receipt) {}
}
