/**
 * Evidence of what a gateway did with a consignment, and the receipt that proves it offline.
 *
 * <p>Knows: the events and components of ETSI EN 319 522 that are used here, and the log that
 * evidence is entered in. Must not know: when evidence is due, who may see it, where it is stored.
 * Main types: {@link vn.antin.crypto.evidence.Evidence}, {@link
 * vn.antin.crypto.evidence.EvidenceReceipt}, {@link vn.antin.crypto.evidence.EvidenceVerifier}.
 */
@NullMarked
package vn.antin.crypto.evidence;

import org.jspecify.annotations.NullMarked;
