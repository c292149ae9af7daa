/**
 * Measurements to run by hand.
 *
 * <p>Knows: how to take turns. Must not know: goals. Main types: {@link
 * vn.antin.hsm.bench.SigningBench}.
 */
@NullMarked
package vn.antin.hsm.bench;

import org.jspecify.annotations.NullMarked;
