/**
 * Evidence of what happened to a consignment, issued here and received from peers.
 *
 * <p>Knows: which event is stated about what, identifiers, times, salts. Must not know: SQL, HTTP,
 * how a log is stored. Main types: {@link vn.antin.gateway.evidence.EvidenceDesk}, {@link
 * vn.antin.gateway.evidence.EvidenceTx}.
 */
@NullMarked
package vn.antin.gateway.evidence;

import org.jspecify.annotations.NullMarked;
