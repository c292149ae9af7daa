package vn.antin.crypto.bc.tsp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Store;
import vn.antin.crypto.bc.BouncyCastle;
import vn.antin.crypto.bc.CertificateReading;
import vn.antin.crypto.bc.tsp.TimeStampProblem.Reason;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.key.SignatureAlgorithm;

/**
 * A time-stamp token (RFC 3161 2.4.2) whose signature verified with the certificate inside it, over
 * the SHA-256 of given bytes. Whether that certificate is to be trusted is the caller's question.
 * Immutable.
 */
public final class TimeStamp {
    /** Largest token in bytes: room for the certificates of an outside authority. */
    public static final int MAX_SIZE = 64 << 10;

    /** Digests that may be signed; the imprint itself is always SHA-256. */
    private static final Set<ASN1ObjectIdentifier> DIGESTS =
            Set.of(
                    NISTObjectIdentifiers.id_sha256,
                    NISTObjectIdentifiers.id_sha384,
                    NISTObjectIdentifiers.id_sha512);

    private final Instant time;
    private final X509Certificate certificate;
    private final BigInteger serial;
    private final String policy;

    private TimeStamp(Instant time, X509Certificate certificate, BigInteger serial, String policy) {
        this.time = time;
        this.certificate = certificate;
        this.serial = serial;
        this.policy = policy;
    }

    /**
     * Reads and verifies.
     *
     * @param der a token in DER
     * @param stamped the bytes that it must be for
     * @throws TimeStampProblem MALFORMED, ALGORITHM, BAD_SIGNATURE or OTHER_IMPRINT
     */
    public static TimeStamp verified(byte[] der, byte[] stamped) throws TimeStampProblem {
        TimeStampToken token = read(der);
        var info = token.getTimeStampInfo();
        if (!info.getMessageImprintAlgOID().equals(NISTObjectIdentifiers.id_sha256)) {
            throw new TimeStampProblem(Reason.ALGORITHM, "the imprint is not SHA-256", null);
        }
        if (!MessageDigest.isEqual(info.getMessageImprintDigest(), Digest.of(stamped).toBytes())) {
            throw new TimeStampProblem(
                    Reason.OTHER_IMPRINT, "the time-stamp is for something else", null);
        }
        return new TimeStamp(
                info.getGenTime().toInstant(),
                signedBy(token),
                info.getSerialNumber(),
                info.getPolicy().getId());
    }

    static TimeStampToken read(byte[] der) throws TimeStampProblem {
        if (der.length > MAX_SIZE) {
            throw new TimeStampProblem(Reason.MALFORMED, "a time-stamp above 64 KiB", null);
        }
        try {
            TimeStampToken token = new TimeStampToken(new CMSSignedData(der));
            if (!Arrays.equals(token.getEncoded(ASN1Encoding.DER), der)) {
                throw new TimeStampProblem(Reason.MALFORMED, "a time-stamp not in DER", null);
            }
            return token;
        } catch (CMSException | TSPException | IOException | RuntimeException e) {
            throw new TimeStampProblem(Reason.MALFORMED, "a time-stamp cannot be read", e);
        }
    }

    /** The certificate inside that the signature verifies with. */
    private static X509Certificate signedBy(TimeStampToken token) throws TimeStampProblem {
        try {
            Store<X509CertificateHolder> store = token.getCertificates();
            List<X509CertificateHolder> named =
                    store.getMatches(null).stream()
                            .filter(each -> token.getSID().match(each))
                            .toList();
            if (named.size() != 1
                    || !DIGESTS.contains(
                            token.toCMSSignedData()
                                    .getSignerInfos()
                                    .iterator()
                                    .next()
                                    .getDigestAlgorithmID()
                                    .getAlgorithm())) {
                throw new TimeStampProblem(
                        Reason.BAD_SIGNATURE, "the signer's certificate is not inside", null);
            }
            X509Certificate certificate =
                    CertificateReading.certificate(named.getFirst().getEncoded());
            SignatureAlgorithm unused = SignatureAlgorithm.of(certificate.getPublicKey());
            token.validate(
                    new JcaSimpleSignerInfoVerifierBuilder()
                            .setProvider(BouncyCastle.PROVIDER)
                            .build(certificate));
            return certificate;
        } catch (TSPException
                | OperatorCreationException
                | CertificateParsingException
                | IOException
                | RuntimeException e) {
            throw new TimeStampProblem(
                    Reason.BAD_SIGNATURE, "the signature of a time-stamp does not verify", e);
        }
    }

    /** When the authority says that the bytes were there. */
    public Instant time() {
        return time;
    }

    /** The authority's certificate; not yet trusted. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Number of the token, the authority's own. */
    public BigInteger serial() {
        return serial;
    }

    /** Object identifier of the policy under which it was given. */
    public String policy() {
        return policy;
    }
}
