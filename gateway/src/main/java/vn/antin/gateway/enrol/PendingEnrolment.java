package vn.antin.gateway.enrol;

import java.time.Instant;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.json.JsonObject;

/**
 * An enrolment or renewal between the custodian's request and the proof of possession. Immutable.
 * It stays after the proof, so that a repeated proof gets the same answer.
 *
 * @param id UUID text
 * @param endpoint who is being enrolled
 * @param custodian who asked
 * @param request the request as it came, with public keys, roles and clearance
 * @param challenge what was sent to be opened with the encryption key
 * @param expected SHA-256 of the right answer
 * @param createdAt when
 * @param provenAt when the proof came; empty before
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PendingEnrolment(
        String id,
        EndpointId endpoint,
        EndpointId custodian,
        JsonObject request,
        byte[] challenge,
        Digest expected,
        Instant createdAt,
        Optional<Instant> provenAt) {
    /** Field that a renewal has and an enrolment has not. */
    static final String RENEWAL = "renewal";

    /** Whether an endpoint that is enrolled gets new keys. */
    boolean isRenewal() {
        return request.has(RENEWAL);
    }

    /** The same, proved. */
    PendingEnrolment proven(Instant at) {
        return new PendingEnrolment(
                id, endpoint, custodian, request, challenge, expected, createdAt, Optional.of(at));
    }
}
