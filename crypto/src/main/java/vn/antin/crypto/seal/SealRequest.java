package vn.antin.crypto.seal;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.document.Document;
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
        Instant at,
        SecureRandom random) {
    /** Copies the lists. */
    public SealRequest {
        encryptionCertificates = List.copyOf(encryptionCertificates);
        receiptsFrom = List.copyOf(receiptsFrom);
    }

    /** With a copy for the sender. */
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
