package vn.antin.sdk.wire;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.json.JsonObject;

/**
 * What makes an {@link Enrolment.Request} that of a card which others made: it has one key for
 * everything, and the certificate of an authority outside says whose it is.
 *
 * @param certificate of the outside authority for that key
 * @param others certificates that may lie between it and an authority that the gateway trusts
 */
public record Adoption(X509Certificate certificate, List<X509Certificate> others) {
    private static final String CONTEXT = "antin-adoption-v1\n";

    /** Copies the list. */
    public Adoption {
        others = List.copyOf(others);
    }

    /**
     * What the card signs when the gateway has given the enrolment its identifier: the proof that
     * the key is at hand now. The context keeps it apart from every other signature of the key.
     */
    public byte[] cardSigns(EndpointId endpoint, String enrolment) {
        byte[] context = CONTEXT.getBytes(StandardCharsets.US_ASCII);
        byte[] json =
                JsonObject.builder()
                        .put("endpoint", endpoint.toString())
                        .put("enrolment", enrolment)
                        .put("certificate", Certificates.fingerprint(certificate).hex())
                        .build()
                        .canonicalBytes();
        byte[] all = Arrays.copyOf(context, context.length + json.length);
        System.arraycopy(json, 0, all, context.length, json.length);
        return all;
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("certificate", Certificates.der(certificate))
                .putStrings("others", others.stream().map(Fields::base64).toList())
                .build();
    }

    static Adoption fromJson(JsonObject json) {
        json.onlyKeys("certificate", "others");
        return new Adoption(
                Fields.certificate(json, "certificate"), Fields.certificates(json, "others"));
    }
}
