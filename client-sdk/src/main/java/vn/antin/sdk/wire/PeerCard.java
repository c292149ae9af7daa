package vn.antin.sdk.wire;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.json.JsonObject;

/**
 * How a gateway introduces itself to another. It travels as a {@link SignedPeerCard}; on its own it
 * is only what somebody says.
 *
 * @param organization its agency
 * @param organizationName of the agency
 * @param gateway its endpoint
 * @param url where it listens
 * @param premises where it stands
 * @param ca the agency's CA
 * @param tls the gateway's own certificate
 * @param logKey verifier key of its log in the text of C2SP signed-note
 * @param exercise whether it is an exercise; one only exchanges with another
 */
public record PeerCard(
        OrganizationId organization,
        String organizationName,
        EndpointId gateway,
        URI url,
        String premises,
        X509Certificate ca,
        X509Certificate tls,
        String logKey,
        boolean exercise) {
    /** Names of the fields. */
    static final List<String> KEYS =
            List.of(
                    "organization",
                    "organizationName",
                    "gateway",
                    "url",
                    "premises",
                    "ca",
                    "tls",
                    "logKey",
                    "exercise");

    /** The message. */
    public JsonObject toJson() {
        return fields().build();
    }

    /** The fields, for a message that holds more. */
    JsonObject.Builder fields() {
        return JsonObject.builder()
                .put("organization", organization.value())
                .put("organizationName", organizationName)
                .put("gateway", gateway.toString())
                .put("url", url.toString())
                .put("premises", premises)
                .put("ca", Certificates.der(ca))
                .put("tls", Certificates.der(tls))
                .put("logKey", logKey)
                .put("exercise", exercise);
    }

    /** Reads the message; unknown fields are refused. */
    public static PeerCard fromJson(JsonObject json) {
        json.onlyKeys(KEYS.toArray(String[]::new));
        return read(json);
    }

    /** Reads the fields of a message that may hold more. */
    static PeerCard read(JsonObject json) {
        return new PeerCard(
                Fields.parsed(json, "organization", OrganizationId::parse),
                json.string("organizationName"),
                Fields.endpoint(json, "gateway"),
                Fields.parsed(json, "url", URI::create),
                json.string("premises"),
                Fields.certificate(json, "ca"),
                Fields.certificate(json, "tls"),
                json.string("logKey"),
                json.bool("exercise"));
    }

    /**
     * POST {@link Api#PEERS}, by a key custodian.
     *
     * @param card of the peer
     * @param channelProfile over which the two exchange, for example {@code CO_YEU}
     * @param replace whether a peer that is there already may be given this card
     */
    public record AddPeer(SignedPeerCard card, String channelProfile, boolean replace) {
        /** The message. */
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("card", card.toJson())
                    .put("channelProfile", channelProfile)
                    .put("replace", replace)
                    .build();
        }

        /** Reads the message; unknown fields are refused. */
        public static AddPeer fromJson(JsonObject json) {
            json.onlyKeys("card", "channelProfile", "replace");
            return new AddPeer(
                    SignedPeerCard.fromJson(json.object("card")),
                    json.string("channelProfile"),
                    json.bool("replace"));
        }
    }

    /**
     * A peer as the gateway keeps it.
     *
     * @param card its card, verified when it was added
     * @param channelProfile over which the two exchange
     */
    public record Peer(PeerCard card, String channelProfile) {
        /** The message. */
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("card", card.toJson())
                    .put("channelProfile", channelProfile)
                    .build();
        }

        /** Reads the message; unknown fields are refused. */
        public static Peer fromJson(JsonObject json) {
            json.onlyKeys("card", "channelProfile");
            return new Peer(PeerCard.fromJson(json.object("card")), json.string("channelProfile"));
        }
    }

    /**
     * Answer of GET {@link Api#PEERS}.
     *
     * @param self the gateway's own card, to be exported
     * @param peers that were added
     */
    public record Listing(SignedPeerCard self, List<Peer> peers) {
        /** Copies the list. */
        public Listing {
            peers = List.copyOf(peers);
        }

        /** The message. */
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("self", self.toJson())
                    .putObjects("peers", peers.stream().map(Peer::toJson).toList())
                    .build();
        }

        /** Reads the message. */
        public static Listing fromJson(JsonObject json) {
            return new Listing(
                    SignedPeerCard.fromJson(json.object("self")),
                    Fields.each(json, "peers", Peer::fromJson));
        }
    }
}
