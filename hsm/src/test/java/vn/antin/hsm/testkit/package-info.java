/**
 * Real SoftHSM tokens for tests, also of other modules.
 *
 * <p>Knows: SoftHSM's configuration. Must not know: what is tested. Main types: {@link
 * vn.antin.hsm.testkit.SoftHsm}.
 */
@NullMarked
package vn.antin.hsm.testkit;

import org.jspecify.annotations.NullMarked;
