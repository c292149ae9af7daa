package vn.antin.crypto.seal;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.kem.EndpointKemKey;
import vn.antin.policies.label.SecurityLabel;

/**
 * Everything that {@link Sealer} needs. Immutable.
 *
 * @param document what is sent; its detached attachments are already encrypted
 * @param label the label that the sender means; must be the one that the card asks for
 * @param signature the sender's signature key, for the inner signature
 * @param authentication the sender's authentication key, for the outer signature
 * @param encryptionCertificates one or more for each recipient and for the sender, and for nobody
 *     else; the caller has checked their paths
 * @param copyForSender whether the sender can open it too; a card that only signs cannot
 * @param note what the consignment note is made of
 * @param receiptsFrom recipients who are asked for a signed receipt; may be empty
 * @param stamper gets a time-stamp over the author's signature value; none makes no time-stamp
 * @param countersigners get countersignatures on the author's signature, one after the other
 * @param commitment in which role the sender signs the document; never the agency's
 * @param endpointKeys KEM keys of all who open it, for the envelope around the one for their cards;
 *     none for no such envelope
 * @param at the time of both signatures
 * @param random for keys, nonces and identifiers
 */
public record SealRequest(
        Document document,
        SecurityLabel label,
        SigningKey signature,
        SigningKey authentication,
        List<X509Certificate> encryptionCertificates,
        boolean copyForSender,
        NoteDraft note,
        List<EndpointId> receiptsFrom,
        Optional<Stamper> stamper,
        List<Countersigner> countersigners,
        Commitment commitment,
        List<EndpointKemKey> endpointKeys,
        Instant at,
        SecureRandom random) {
    /** Whoever gets a countersignature. */
    public interface Countersigner {
        /**
         * The same signature on the document with a countersignature on it.
         *
         * @throws RuntimeException when there is none; nothing is sealed then
         */
        byte[] countersigned(byte[] signed);
    }

    /** Whoever gives time-stamps. */
    public interface Stamper {
        /**
         * A time-stamp token (RFC 3161) in DER over these bytes.
         *
         * @throws RuntimeException when there is none; nothing is sealed then
         */
        byte[] token(byte[] signatureValue);
    }

    /** Without a time-stamp and an outer envelope, as the author. */
    public SealRequest(
            Document document,
            SecurityLabel label,
            SigningKey signature,
            SigningKey authentication,
            List<X509Certificate> encryptionCertificates,
            boolean copyForSender,
            NoteDraft note,
            List<EndpointId> receiptsFrom,
            Instant at,
            SecureRandom random) {
        this(
                document,
                label,
                signature,
                authentication,
                encryptionCertificates,
                copyForSender,
                note,
                receiptsFrom,
                Optional.empty(),
                List.of(),
                Commitment.PROOF_OF_CREATION,
                List.of(),
                at,
                random);
    }

    /** The same with a time-stamp on the author's signature. */
    public SealRequest stampedBy(Stamper each) {
        return with(Optional.of(each), countersigners, commitment, endpointKeys);
    }

    /** The same with one more countersignature on the author's signature. */
    public SealRequest countersignedBy(Countersigner each) {
        List<Countersigner> all = new ArrayList<>(countersigners);
        all.add(each);
        return with(stamper, all, commitment, endpointKeys);
    }

    /** The same, signed in another role than the author's. */
    public SealRequest as(Commitment role) {
        return with(stamper, countersigners, role, endpointKeys);
    }

    /**
     * The same in an envelope for these endpoints around the one for their cards; no keys for none
     * around it.
     *
     * @param keys one of every endpoint that the inner envelope is for
     */
    public SealRequest nestedFor(List<EndpointKemKey> keys) {
        return with(stamper, countersigners, commitment, keys);
    }

    private SealRequest with(
            Optional<Stamper> stamps,
            List<Countersigner> more,
            Commitment role,
            List<EndpointKemKey> keys) {
        return new SealRequest(
                document,
                label,
                signature,
                authentication,
                encryptionCertificates,
                copyForSender,
                note,
                receiptsFrom,
                stamps,
                more,
                role,
                keys,
                at,
                random);
    }

    /** Copies the lists. */
    public SealRequest {
        encryptionCertificates = List.copyOf(encryptionCertificates);
        receiptsFrom = List.copyOf(receiptsFrom);
        countersigners = List.copyOf(countersigners);
        endpointKeys = List.copyOf(endpointKeys);
    }

    /** With a copy for the sender, without a time-stamp. */
    public SealRequest(
            Document document,
            SecurityLabel label,
            SigningKey signature,
            SigningKey authentication,
            List<X509Certificate> encryptionCertificates,
            NoteDraft note,
            List<EndpointId> receiptsFrom,
            Instant at,
            SecureRandom random) {
        this(
                document,
                label,
                signature,
                authentication,
                encryptionCertificates,
                true,
                note,
                receiptsFrom,
                at,
                random);
    }
}
