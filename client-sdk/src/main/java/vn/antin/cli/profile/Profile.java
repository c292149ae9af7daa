package vn.antin.cli.profile;

import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.Words;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;

/**
 * One profile: {@code <home>/profiles/<name>/profile.json}. Holds no secret.
 *
 * @param name of the profile
 * @param folder that the file is in; the spool and the trust cache are beside it
 * @param endpoint who acts
 * @param gateway the endpoint's gateway
 * @param gatewayUrl where it listens
 * @param module PKCS#11 library of the card
 * @param tokenLabel label of the card
 * @param serial serial number of the card, needed when several have the label
 * @param pinFile file with the PIN, mode 0600; none when the PIN is asked for
 * @param anchor CA of the agency
 * @param adopted the card was made by others; none for a card whose keys were made for us
 * @param holder name of the person whose card it is; profiles of earlier versions have none
 */
public record Profile(
        String name,
        Path folder,
        EndpointId endpoint,
        EndpointId gateway,
        URI gatewayUrl,
        Path module,
        String tokenLabel,
        Optional<String> serial,
        Optional<Path> pinFile,
        X509Certificate anchor,
        Optional<Adopted> adopted,
        Optional<String> holder) {
    static final String FILE = "profile.json";
    private static final int LONGEST_NAME = 200;

    /**
     * A card that others made: one key for everything, our certificates beside the profile.
     *
     * @param key subject key identifier of the key, in hexadecimal
     * @param paddingInSoftware whether the card cannot do RSASSA-PSS by itself
     * @param decrypts whether it has an encryption certificate; otherwise it only signs
     */
    public record Adopted(String key, boolean paddingInSoftware, boolean decrypts) {
        JsonObject toJson() {
            return JsonObject.builder()
                    .put("key", key)
                    .put("paddingInSoftware", paddingInSoftware)
                    .put("decrypts", decrypts)
                    .build();
        }

        static Adopted fromJson(JsonObject json) {
            String key = json.string("key");
            if (!key.matches("[0-9a-f]{40}")) {
                throw new JsonException("field \"key\" is malformed");
            }
            return new Adopted(key, json.bool("paddingInSoftware"), json.bool("decrypts"));
        }
    }

    /** Of a card whose keys were made for us, and of nobody who is named. */
    public Profile(
            String name,
            Path folder,
            EndpointId endpoint,
            EndpointId gateway,
            URI gatewayUrl,
            Path module,
            String tokenLabel,
            Optional<String> serial,
            Optional<Path> pinFile,
            X509Certificate anchor) {
        this(
                name,
                folder,
                endpoint,
                gateway,
                gatewayUrl,
                module,
                tokenLabel,
                serial,
                pinFile,
                anchor,
                Optional.empty(),
                Optional.empty());
    }

    /** The same with the name of the card's holder. */
    public Profile heldBy(String person) {
        return new Profile(
                name,
                folder,
                endpoint,
                gateway,
                gatewayUrl,
                module,
                tokenLabel,
                serial,
                pinFile,
                anchor,
                adopted,
                Optional.of(person));
    }

    /** The card as a person knows it: whose it is, and its label. */
    public Words card() {
        return Errors.card(tokenLabel, holder);
    }

    /** What stands in the file. */
    public JsonObject toJson() {
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("endpoint", endpoint.toString())
                        .put("gatewayUrl", gatewayUrl.toString())
                        .put("gatewayEndpoint", gateway.toString())
                        .put("module", module.toString())
                        .put("tokenLabel", tokenLabel)
                        .putIfPresent("serial", serial)
                        .putIfPresent("holder", holder)
                        .putIfPresent("pinFile", pinFile.map(Path::toString))
                        .put("anchor", Certificates.pem(anchor));
        adopted.ifPresent(a -> json.put("adopted", a.toJson()));
        return json.build();
    }

    /**
     * Reads a profile.
     *
     * @param home to which a relative PIN file is relative
     * @throws CliProblem PROFILE_DAMAGED
     */
    static Profile parse(String name, Path home, Path folder, byte[] json) {
        try {
            JsonObject object = JsonObject.parse(json);
            return new Profile(
                    name,
                    folder,
                    EndpointId.parse(object.string("endpoint")),
                    EndpointId.parse(object.string("gatewayEndpoint")),
                    URI.create(object.string("gatewayUrl")),
                    Path.of(object.string("module")),
                    object.string("tokenLabel"),
                    object.optionalString("serial"),
                    object.optionalString("pinFile").map(home::resolve),
                    anchor(object.string("anchor")),
                    object.optionalObject("adopted").map(Adopted::fromJson),
                    holder(object.optionalString("holder")));
        } catch (JsonException | IllegalArgumentException | CertificateProblem e) {
            throw new CliProblem(e, Code.PROFILE_DAMAGED, folder.resolve(FILE), Errors.detail(e));
        }
    }

    /** It is shown as a name in sentences. */
    private static Optional<String> holder(Optional<String> name) {
        if (name.filter(n -> n.isBlank() || n.length() > LONGEST_NAME).isPresent()) {
            throw new JsonException(
                    "field \"holder\" is empty or longer than " + LONGEST_NAME + " characters");
        }
        return name;
    }

    private static X509Certificate anchor(String pem) throws CertificateProblem {
        List<X509Certificate> certificates = Certificates.parsePem(pem);
        return certificates.getFirst();
    }
}
