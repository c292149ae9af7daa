/** Tests of the benches' reports. */
@NullMarked
package vn.antin.testbed.bench;

import org.jspecify.annotations.NullMarked;
