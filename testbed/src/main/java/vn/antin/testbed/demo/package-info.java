/**
 * The demonstration: two agencies on one machine, one document end to end.
 *
 * <p>Knows: the commands a person would type, and runs just these. Must not know: the inside of any
 * module. Main type: {@link vn.antin.testbed.demo.Demo}.
 */
@NullMarked
package vn.antin.testbed.demo;

import org.jspecify.annotations.NullMarked;
