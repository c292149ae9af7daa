package vn.antin.sdk.wire;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.json.JsonObject;

/**
 * What a gateway tells its clients about certificates: its own CA, the cross certificates and CAs
 * of its peers, the current CRLs, and the keys of the logs.
 *
 * <p>A client does not believe the anchor in here; it compares it with the one that it was enrolled
 * with. The rest is believed only through the path from that anchor.
 *
 * @param anchor the agency's own CA
 * @param intermediates cross certificates and CAs of peers
 * @param crls one current CRL of each CA
 * @param logKeys verifier keys of the logs of this gateway and its peers
 * @param deployment what the gateway says of itself
 * @param providers its provider records ({@code providers.json}), which tell the approved cipher
 *     modules; empty without
 */
public record TrustBundle(
        X509Certificate anchor,
        List<X509Certificate> intermediates,
        List<X509CRL> crls,
        List<GatewayLogKey> logKeys,
        Deployment deployment,
        String providers) {
    /** Copies the lists. */
    public TrustBundle {
        intermediates = List.copyOf(intermediates);
        crls = List.copyOf(crls);
        logKeys = List.copyOf(logKeys);
    }

    /**
     * The key of one gateway's log.
     *
     * @param gateway whose log
     * @param vkey verifier key in the text of C2SP signed-note
     */
    public record GatewayLogKey(EndpointId gateway, String vkey) {
        JsonObject toJson() {
            return JsonObject.builder()
                    .put("gateway", gateway.toString())
                    .put("vkey", vkey)
                    .build();
        }

        static GatewayLogKey fromJson(JsonObject json) {
            return new GatewayLogKey(Fields.endpoint(json, "gateway"), json.string("vkey"));
        }
    }

    /** As a trust store, anchored in the CA that the caller believes, not in the one in here. */
    public TrustStore trustStore(X509Certificate believed) {
        return new TrustStore(List.of(believed), intermediates, crls);
    }

    /** The message. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("anchor", Certificates.der(anchor))
                .putStrings("intermediates", intermediates.stream().map(Fields::base64).toList())
                .putStrings("crls", crls.stream().map(Fields::base64).toList())
                .putObjects("logKeys", logKeys.stream().map(GatewayLogKey::toJson).toList())
                .put("deployment", deployment.toJson())
                .put("providers", providers)
                .build();
    }

    /** The same with what the gateway says of itself now. */
    public TrustBundle with(Deployment now) {
        return new TrustBundle(anchor, intermediates, crls, logKeys, now, providers);
    }

    /** Reads the message. */
    public static TrustBundle fromJson(JsonObject json) {
        return new TrustBundle(
                Fields.certificate(json, "anchor"),
                Fields.certificates(json, "intermediates"),
                Fields.crls(json, "crls"),
                Fields.each(json, "logKeys", GatewayLogKey::fromJson),
                Deployment.fromJson(json.object("deployment")),
                json.string("providers"));
    }
}
