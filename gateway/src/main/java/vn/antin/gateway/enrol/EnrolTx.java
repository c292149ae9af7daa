package vn.antin.gateway.enrol;

import java.math.BigInteger;
import java.time.Instant;
import vn.antin.crypto.cert.RevocationReason;
import vn.antin.gateway.directory.DirectoryTx;
import vn.antin.gateway.directory.EndpointOrder;

/** Changes what enrolment keeps. Port; only for the thread of the transaction. */
public interface EnrolTx extends EnrolView {
    @Override
    DirectoryTx directory();

    /** Adds an enrolment or replaces the one with the same id. */
    void putEnrolment(PendingEnrolment enrolment);

    /**
     * Notes an issued certificate; one with an endpoint enters the directory too, so the endpoint
     * is put first. A serial number used twice is a CONFLICT.
     */
    void putIssued(IssuedCertificate certificate);

    /** Marks as revoked; a certificate that already is keeps its first date and reason. */
    void revoke(BigInteger serial, Instant at, RevocationReason reason);

    /**
     * Keeps an order and enters it into the log.
     *
     * @param salt of its commitment, {@link EndpointOrder#SALT_LENGTH} random bytes
     */
    void putOrder(EndpointOrder order, byte[] salt);

    /** Notes a new revocation list; a number not above the last one is a CONFLICT. */
    void putCrl(CrlRecord crl);
}
