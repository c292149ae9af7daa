package vn.antin.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A time is shown in the unit in which it has digits. */
class ReportTest {
    @Test
    void the_unit_follows_from_the_size_of_the_median() {
        assertThat(Report.times(2.5, 1, 3)).isEqualTo("2.50 s [1.00-3.00]");
        assertThat(Report.times(0.0123, 0.01, 0.02)).isEqualTo("12.30 ms [10.00-20.00]");
        assertThat(Report.times(0.000_045, 0.000_04, 0.002)).isEqualTo("45.00 µs [40.00-2000.00]");
    }

    @Test
    void what_is_slower_than_demanded_is_named_and_a_peer_never_is() {
        Series peer = new Series("peer", 1);
        Series slow = new Series("slow", 1);
        Series fast = new Series("fast", 1);
        peer.add(1.0);
        slow.add(1.25);
        fast.add(1.1);
        Report report = new Report("title", "unit/s", 1);
        report.row(peer, peer);
        report.row(slow, peer);
        report.row(fast, peer);
        assertThat(report.below(0.9)).containsExactly("slow");
        assertThat(report.below(0)).isEmpty();
    }
}
