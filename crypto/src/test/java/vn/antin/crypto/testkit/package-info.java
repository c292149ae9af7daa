/**
 * Software keys and a small agency for the tests of every module.
 *
 * <p>Knows: {@code crypto.key} and {@code crypto.cert}. Must not know: tokens, networks. Main
 * types: {@link vn.antin.crypto.testkit.SoftwareVault}, {@link vn.antin.crypto.testkit.TestAgency}.
 */
@NullMarked
package vn.antin.crypto.testkit;

import org.jspecify.annotations.NullMarked;
