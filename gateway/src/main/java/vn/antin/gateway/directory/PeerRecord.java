package vn.antin.gateway.directory;

import java.net.URI;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.sdk.wire.PeerCard;

/**
 * Another agency whose gateway this one exchanges with. Immutable.
 *
 * @param organization the agency
 * @param organizationName its name
 * @param gateway its gateway's endpoint
 * @param url address of its API
 * @param premises code of the premises where it stands
 * @param ca its CA certificate, as on the peer card that the custodian compared
 * @param cross our cross certificate for that CA
 * @param tls its gateway's TLS certificate, as on the card
 * @param logKey key of its log, as on the card
 * @param exercise whether it is an exercise, as on the card
 * @param channelProfile the approved channel between the two, for example {@code CO_YEU}
 * @param crl the newest CRL fetched from it
 * @param active whether exchange with it is open
 * @param cardSignature of the CA over the card; empty bytes for a peer that an older program added
 * @param changedAt when this record last changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PeerRecord(
        OrganizationId organization,
        String organizationName,
        EndpointId gateway,
        URI url,
        String premises,
        X509Certificate ca,
        X509Certificate cross,
        X509Certificate tls,
        LogKey logKey,
        boolean exercise,
        String channelProfile,
        Optional<X509CRL> crl,
        boolean active,
        byte[] cardSignature,
        Instant changedAt) {
    /** What its card says. */
    public PeerCard card() {
        return new PeerCard(
                organization,
                organizationName,
                gateway,
                url,
                premises,
                ca,
                tls,
                logKey.text(),
                exercise);
    }

    /** The same peer with a newer CRL. */
    public PeerRecord withCrl(X509CRL newer, Instant at) {
        return new PeerRecord(
                organization,
                organizationName,
                gateway,
                url,
                premises,
                ca,
                cross,
                tls,
                logKey,
                exercise,
                channelProfile,
                Optional.of(newer),
                active,
                cardSignature,
                at);
    }

    /** What a custodian decided about it, as an order states it. */
    public JsonObject facts() {
        return JsonObject.builder()
                .put("organization", organization.value())
                .put("channelProfile", channelProfile)
                .put("cardSignature", Digest.of(cardSignature).hex())
                .put("active", active)
                .build();
    }
}
