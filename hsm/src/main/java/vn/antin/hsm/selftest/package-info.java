/**
 * Whether cryptography works: known answers of the software, and each key used against the
 * software.
 *
 * <p>Knows: vectors of the standards, keys behind {@code crypto.key}, how a result is signed. Must
 * not know: PKCS#11, sessions, where records are kept. Main types: {@link
 * vn.antin.hsm.selftest.SelfTest}, {@link vn.antin.hsm.selftest.SelfTestReport}.
 */
@NullMarked
package vn.antin.hsm.selftest;

import org.jspecify.annotations.NullMarked;
