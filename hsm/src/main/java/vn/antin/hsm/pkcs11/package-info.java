/**
 * The only place that speaks PKCS#11 (OASIS, version 2.40) and imports the wrapper.
 *
 * <p>Knows: modules, sessions, handles, return codes, vendors' habits. Must not know: PIN policy,
 * pools, what a key is for. Main types: {@link vn.antin.hsm.pkcs11.Pkcs11Module}, {@link
 * vn.antin.hsm.pkcs11.Pkcs11Session}, {@link vn.antin.hsm.pkcs11.ReturnCode}.
 */
@NullMarked
package vn.antin.hsm.pkcs11;

import org.jspecify.annotations.NullMarked;
