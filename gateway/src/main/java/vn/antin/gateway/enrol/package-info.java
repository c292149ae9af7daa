/**
 * Enrolment of endpoints and the life of their certificates.
 *
 * <p>Knows: certificates issued here, revocation lists, enrolments that wait for proof of
 * possession. Must not know: SQL, HTTP, consignments. Main types: {@link
 * vn.antin.gateway.enrol.EnrolStore}, {@link vn.antin.gateway.enrol.EnrolTx}.
 */
@NullMarked
package vn.antin.gateway.enrol;

import org.jspecify.annotations.NullMarked;
