/**
 * The papers of a key ceremony, to be checked offline: who the custodians are, what they were to
 * approve, that enough of them did, and the signed record of what was done.
 *
 * <p>Knows: forms of the papers, signatures, thresholds. Must not know: tokens, files, who may be a
 * custodian. Main types: {@link vn.antin.crypto.ceremony.CeremonyPlan}, {@link
 * vn.antin.crypto.ceremony.ApprovedPlan}, {@link vn.antin.crypto.ceremony.SignedRecord}.
 */
@NullMarked
package vn.antin.crypto.ceremony;

import org.jspecify.annotations.NullMarked;
