/**
 * What lies between our calls and a PKCS#11 library.
 *
 * <p>Knows: the functions of the wrapper, passed on in another way or with other arguments. Must
 * not know: sessions, keys, errors of ours. Main types: {@link
 * vn.antin.hsm.pkcs11.layer.OneAtATime}, {@link vn.antin.hsm.pkcs11.layer.VendorCodes}.
 */
@NullMarked
package vn.antin.hsm.pkcs11.layer;

import org.jspecify.annotations.NullMarked;
