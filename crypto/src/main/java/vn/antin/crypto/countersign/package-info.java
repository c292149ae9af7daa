/**
 * Signatures over a signature: the agency's over its officer's (Decree 63/2026 asks for both), and
 * an approver's.
 *
 * <p>Knows: who may countersign what, certificate paths. Must not know: envelopes, consignments,
 * where keys are. Main types: {@link vn.antin.crypto.countersign.Countersigning}, {@link
 * vn.antin.crypto.countersign.Countersignature}.
 */
@NullMarked
package vn.antin.crypto.countersign;

import org.jspecify.annotations.NullMarked;
