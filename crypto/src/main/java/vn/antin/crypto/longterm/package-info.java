/**
 * Signatures that can be verified when the certificates have long ended: CAdES-B-LT (ETSI EN 319
 * 122-1 6), with the certificates and revocation lists inside.
 *
 * <p>Knows: which data a verification needs, and how to judge by them. Must not know: networks,
 * clocks, where documents are kept. Main type: {@link vn.antin.crypto.longterm.LongTermSignature}.
 */
@NullMarked
package vn.antin.crypto.longterm;

import org.jspecify.annotations.NullMarked;
