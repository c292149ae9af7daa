package vn.antin.gateway.enrol;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.gateway.directory.Directory;

/** Reads what enrolment keeps. Port; one consistent state for as long as it is lent. */
public interface EnrolView {
    /** The directory in the same state. */
    Directory directory();

    /** The enrolment with this id. */
    Optional<PendingEnrolment> enrolment(String id);

    /** The certificate with this serial number. */
    Optional<IssuedCertificate> issued(BigInteger serial);

    /** Everything issued to an endpoint, oldest first. */
    List<IssuedCertificate> issuedTo(EndpointId endpoint);

    /** Everything that was revoked, in order of revocation. */
    List<IssuedCertificate> revoked();

    /** The newest revocation list. */
    Optional<CrlRecord> crl();
}
