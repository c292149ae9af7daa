package vn.antin.crypto.bc.tsp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import vn.antin.crypto.bc.BouncyCastle;
import vn.antin.crypto.bc.TokenContentSigner;
import vn.antin.crypto.bc.tsp.TimeStampProblem.Reason;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Signer;
import vn.antin.policies.label.LabelScheme;

/**
 * Gives time-stamps (RFC 3161, with SigningCertificateV2 of RFC 5816) with a key in a token.
 *
 * <p>The clock is the caller's. Serial numbers are 128 random bits, so two authorities or a
 * restored one never give the same twice. Thread-safe.
 */
public final class TimeStampAuthority {
    /** Largest query in bytes. */
    public static final int MAX_QUERY = 4 << 10;

    /** Policy under which the project's gateways stamp. */
    public static final String POLICY = LabelScheme.root() + ".5.1";

    private static final int SERIAL_BITS = 128;
    private static final Set<String> IMPRINTS =
            Set.of(
                    NISTObjectIdentifiers.id_sha256.getId(),
                    NISTObjectIdentifiers.id_sha384.getId(),
                    NISTObjectIdentifiers.id_sha512.getId());

    private final Signer signer;
    private final X509Certificate certificate;
    private final SecureRandom random;

    /**
     * An authority with this key.
     *
     * @param certificate of the key, of profile TIMESTAMP
     * @throws IllegalArgumentException when the certificate is of another key
     */
    public TimeStampAuthority(Signer signer, X509Certificate certificate, SecureRandom random) {
        if (!certificate.getPublicKey().equals(signer.publicKey())) {
            throw new IllegalArgumentException("the certificate is of another key");
        }
        this.signer = signer;
        this.certificate = certificate;
        this.random = random;
    }

    /**
     * The answer to a query, DER of a TimeStampResp with a token.
     *
     * @param query DER of a TimeStampReq
     * @param at the time to state, kept to the millisecond
     * @throws TimeStampProblem MALFORMED or ALGORITHM
     * @throws KeyException when the device fails, or made a signature that does not verify
     */
    public byte[] answer(byte[] query, Instant at) throws TimeStampProblem {
        TimeStampRequest request = read(query);
        try {
            TimeStampTokenGenerator tokens =
                    new TimeStampTokenGenerator(
                            signerInfo(),
                            digests().get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
                            new ASN1ObjectIdentifier(POLICY));
            tokens.setResolution(TimeStampTokenGenerator.R_MILLISECONDS);
            tokens.addCertificates(new JcaCertStore(List.of(certificate)));
            byte[] answer =
                    new TimeStampResponseGenerator(tokens, IMPRINTS)
                            .generate(request, new BigInteger(SERIAL_BITS, random), Date.from(at))
                            .getEncoded(ASN1Encoding.DER);
            return answer;
        } catch (TSPException e) {
            throw new TimeStampProblem(Reason.MALFORMED, "the query cannot be answered", e);
        } catch (OperatorCreationException | CertificateEncodingException | IOException e) {
            throw new KeyException(
                    KeyException.Reason.DEVICE_FAILURE, "no time-stamp could be made", e);
        }
    }

    private static TimeStampRequest read(byte[] query) throws TimeStampProblem {
        if (query.length > MAX_QUERY) {
            throw new TimeStampProblem(Reason.MALFORMED, "a query above 4 KiB", null);
        }
        TimeStampRequest request;
        try {
            request = new TimeStampRequest(query);
            request.validate(IMPRINTS, Set.of(POLICY), Set.of());
        } catch (TSPException e) {
            throw new TimeStampProblem(
                    Reason.ALGORITHM, "the digest, policy or extension is not taken", e);
        } catch (IOException | RuntimeException e) {
            throw new TimeStampProblem(Reason.MALFORMED, "the query cannot be read", e);
        }
        return request;
    }

    private SignerInfoGenerator signerInfo()
            throws OperatorCreationException, CertificateEncodingException {
        return new SignerInfoGeneratorBuilder(digests())
                .build(new TokenContentSigner(signer), new JcaX509CertificateHolder(certificate));
    }

    private static DigestCalculatorProvider digests() throws OperatorCreationException {
        return new JcaDigestCalculatorProviderBuilder().setProvider(BouncyCastle.PROVIDER).build();
    }
}
