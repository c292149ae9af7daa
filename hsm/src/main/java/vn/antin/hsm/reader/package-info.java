/**
 * Readers of smart cards, watched beside any PKCS#11 module.
 *
 * <p>Knows: PC/SC (through the JDK's javax.smartcardio). Must not know: PKCS#11, keys, PINs. Main
 * types: {@link vn.antin.hsm.reader.CardReaders}, {@link vn.antin.hsm.reader.CardEvent}.
 */
@NullMarked
package vn.antin.hsm.reader;

import org.jspecify.annotations.NullMarked;
