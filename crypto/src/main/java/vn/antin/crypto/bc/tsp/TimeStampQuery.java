package vn.antin.crypto.bc.tsp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import vn.antin.crypto.bc.tsp.TimeStampProblem.Reason;
import vn.antin.crypto.bytes.Digest;

/**
 * A question to an authority (RFC 3161 2.4.1) for a time-stamp over the SHA-256 of some bytes, with
 * a fresh nonce of 128 bits and the certificate wanted inside. Immutable.
 */
public final class TimeStampQuery {
    private static final int NONCE_BITS = 128;

    private final byte[] stamped;
    private final TimeStampRequest request;

    /** For these bytes. */
    public TimeStampQuery(byte[] stamped, SecureRandom random) {
        this.stamped = stamped.clone();
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        this.request =
                generator.generate(
                        NISTObjectIdentifiers.id_sha256,
                        Digest.of(stamped).toBytes(),
                        new BigInteger(NONCE_BITS, random));
    }

    /** DER, to be sent as {@code application/timestamp-query}. */
    public byte[] toBytes() {
        try {
            return request.getEncoded();
        } catch (IOException e) {
            throw new AssertionError("a query in memory has an encoding", e);
        }
    }

    /**
     * The token in an answer to this query, verified as {@link TimeStamp#verified}.
     *
     * @param answer DER of a TimeStampResp
     * @throws TimeStampProblem with any reason
     */
    public byte[] token(byte[] answer) throws TimeStampProblem {
        byte[] token;
        try {
            TimeStampResponse response = new TimeStampResponse(answer);
            response.validate(request);
            if (response.getTimeStampToken() == null) {
                throw new TimeStampProblem(
                        Reason.REFUSED, "the authority gave no time-stamp", null);
            }
            token = response.getTimeStampToken().getEncoded(ASN1Encoding.DER);
        } catch (TSPException e) {
            throw new TimeStampProblem(Reason.OTHER_IMPRINT, "the answer is not for this query", e);
        } catch (IOException | RuntimeException e) {
            throw new TimeStampProblem(Reason.MALFORMED, "the answer cannot be read", e);
        }
        TimeStamp unused = TimeStamp.verified(token, stamped);
        return token;
    }
}
