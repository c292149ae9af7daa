/**
 * Benchmarks: each figure stands beside a peer's or a limit's, taken in the same run.
 *
 * <p>Knows: clocks, files, OpenSSL as a peer. Must not know: goals; it reports what is. Main type:
 * {@link vn.antin.testbed.bench.Bench}.
 */
@NullMarked
package vn.antin.testbed.bench;

import org.jspecify.annotations.NullMarked;
