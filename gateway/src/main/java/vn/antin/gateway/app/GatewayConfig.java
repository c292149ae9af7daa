package vn.antin.gateway.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.gateway.ops.OpsServer;

/**
 * What {@code gateway.json} says. Strict: an unknown field, a missing one or a value out of range
 * stops the start, and the message names the field. Paths are relative to the folder of the file.
 * Immutable. Holds no secret: the PIN is named by a file of its own.
 *
 * @param home the folder that holds the file
 * @param organization identifier of the agency (QĐ 20/2020)
 * @param organizationName its name
 * @param premises code of the premises where this gateway stands (Law 117/2025 art. 2: an
 *     independent LAN ends at the premises)
 * @param listen where the API listens
 * @param ops where figures and health are shown, on this machine only; empty for nowhere
 * @param publicUrl the address that officers and peers use
 * @param token the token with the gateway's keys
 * @param data folder of the store and the blobs
 * @param rulePack which shipped rule pack decides
 * @param exercise whether this is an exercise: the cipher module need not be approved, and
 *     everything carries the mark
 * @param limits what is refused and how often things are repeated
 */
public record GatewayConfig(
        Path home,
        OrganizationId organization,
        String organizationName,
        String premises,
        Listen listen,
        Optional<Listen> ops,
        URI publicUrl,
        Token token,
        Path data,
        String rulePack,
        boolean exercise,
        Limits limits) {
    /** Name of the file in the gateway's folder. */
    public static final String FILE_NAME = "gateway.json";

    /** Host or literal address, and port; port 0 takes a free one. */
    public record Listen(String host, int port) {
        /** Parses {@code host:port}; an IPv6 address stands in brackets. */
        public static Listen parse(String text) {
            int colon = text.lastIndexOf(':');
            if (colon <= 0) {
                throw new IllegalArgumentException("an address is host:port");
            }
            String host = text.substring(0, colon);
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            }
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port < 0 || port > 65535 || host.isBlank()) {
                throw new IllegalArgumentException("an address is host:port with port 0 to 65535");
            }
            return new Listen(host, port);
        }

        /** The same, which must be an address of this machine alone. */
        static Listen local(String text) {
            Listen listen = parse(text);
            if (!OpsServer.isLoopback(listen.host())) {
                throw new IllegalArgumentException("only a loopback address, like 127.0.0.1:9180");
            }
            return listen;
        }

        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * The token.
     *
     * @param module the PKCS#11 library
     * @param label label of the token
     * @param serial its serial number, when two tokens have the same label
     * @param pinFile file of mode 0600 with the PIN
     */
    public record Token(Path module, String label, Optional<String> serial, Path pinFile) {}

    /**
     * Limits.
     *
     * @param clockSkew how far a signing time may be from this clock
     * @param relayGiveUp when a consignment that a peer does not take is given up
     * @param peerSync how often directories and CRLs of peers are fetched
     * @param crlLife from thisUpdate to nextUpdate; renewed when a third has passed
     * @param selfTest how often the keys are tested
     * @param freeSpace bytes that must be free at the start
     */
    public record Limits(
            Duration clockSkew,
            Duration relayGiveUp,
            Duration peerSync,
            Duration crlLife,
            Duration selfTest,
            long freeSpace) {
        /** What holds when the file says nothing. */
        public static final Limits DEFAULT =
                new Limits(
                        Duration.ofMinutes(5),
                        Duration.ofDays(7),
                        Duration.ofMinutes(5),
                        Duration.ofDays(30),
                        Duration.ofHours(24),
                        64L << 20);
    }

    /** The gateway's own endpoint. */
    public EndpointId endpoint() {
        return new EndpointId(organization, "gw");
    }

    /** Origin line of the gateway's log. */
    public String logOrigin() {
        return "log.antin/" + organization.value();
    }

    /**
     * Reads {@code gateway.json} of a folder.
     *
     * @throws StartupProblem with CONFIG_MISSING or CONFIG_INVALID
     */
    public static GatewayConfig read(Path home) {
        Path file = home.resolve(FILE_NAME);
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new StartupProblem(StartupProblem.Code.CONFIG_MISSING, e, file);
        }
        try {
            return parse(home, JsonObject.parse(bytes));
        } catch (JsonException | IllegalArgumentException e) {
            throw new StartupProblem(
                    StartupProblem.Code.CONFIG_INVALID, e, file, String.valueOf(e.getMessage()));
        }
    }

    /**
     * From the JSON form.
     *
     * @throws IllegalArgumentException when a value is out of range
     */
    public static GatewayConfig parse(Path home, JsonObject json) {
        json.onlyKeys(
                "organization",
                "organizationName",
                "premises",
                "listen",
                "ops",
                "publicUrl",
                "token",
                "data",
                "rulePack",
                "exercise",
                "limits");
        JsonObject token = json.object("token").onlyKeys("module", "label", "serial", "pinFile");
        return new GatewayConfig(
                home,
                OrganizationId.parse(json.string("organization")),
                notBlank("organizationName", json.string("organizationName")),
                notBlank("premises", json.string("premises")),
                field("listen", () -> Listen.parse(json.string("listen"))),
                field("ops", () -> json.optionalString("ops").map(Listen::local)),
                field("publicUrl", () -> https(json.string("publicUrl"))),
                new Token(
                        home.resolve(notBlank("module", token.string("module"))),
                        notBlank("label", token.string("label")),
                        token.optionalString("serial"),
                        home.resolve(notBlank("pinFile", token.string("pinFile")))),
                home.resolve(notBlank("data", json.string("data"))),
                notBlank("rulePack", json.string("rulePack")),
                json.has("exercise") && json.bool("exercise"),
                json.optionalObject("limits").map(GatewayConfig::limits).orElse(Limits.DEFAULT));
    }

    /** Names and addresses that its TLS certificate is for: those given and its own. */
    List<String> tlsNames(List<String> given) {
        Set<String> names = new LinkedHashSet<>(given);
        names.add(publicUrl.getHost().replace("[", "").replace("]", ""));
        if (!listen.host().equals("0.0.0.0") && !listen.host().equals("::")) {
            names.add(listen.host());
        }
        return List.copyOf(names);
    }

    /** The JSON form, as {@code antin init} writes it; the limits stand in it when not usual. */
    public JsonObject toJson() {
        JsonObject.Builder tokenJson =
                JsonObject.builder()
                        .put("module", relative(token.module()))
                        .put("label", token.label())
                        .putIfPresent("serial", token.serial())
                        .put("pinFile", relative(token.pinFile()));
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("organization", organization.value())
                        .put("organizationName", organizationName)
                        .put("premises", premises)
                        .put("listen", listen.toString())
                        .putIfPresent("ops", ops.map(Listen::toString))
                        .put("publicUrl", publicUrl.toString())
                        .put("token", tokenJson.build())
                        .put("data", relative(data))
                        .put("rulePack", rulePack)
                        .put("exercise", exercise);
        if (!limits.equals(Limits.DEFAULT)) {
            json.put(
                    "limits",
                    JsonObject.builder()
                            .put("clockSkewSeconds", limits.clockSkew().toSeconds())
                            .put("relayGiveUpHours", limits.relayGiveUp().toHours())
                            .put("peerSyncSeconds", limits.peerSync().toSeconds())
                            .put("crlLifeHours", limits.crlLife().toHours())
                            .put("selfTestHours", limits.selfTest().toHours())
                            .put("freeSpaceMiB", limits.freeSpace() >> 20)
                            .build());
        }
        return json.build();
    }

    private String relative(Path path) {
        return path.startsWith(home) ? home.relativize(path).toString() : path.toString();
    }

    private static Limits limits(JsonObject json) {
        json.onlyKeys(
                "clockSkewSeconds",
                "relayGiveUpHours",
                "peerSyncSeconds",
                "crlLifeHours",
                "selfTestHours",
                "freeSpaceMiB");
        Limits usual = Limits.DEFAULT;
        return new Limits(
                Duration.ofSeconds(
                        number(json, "clockSkewSeconds", usual.clockSkew().toSeconds(), 1, 86_400)),
                Duration.ofHours(
                        number(json, "relayGiveUpHours", usual.relayGiveUp().toHours(), 1, 8_760)),
                Duration.ofSeconds(
                        number(json, "peerSyncSeconds", usual.peerSync().toSeconds(), 1, 86_400)),
                Duration.ofHours(number(json, "crlLifeHours", usual.crlLife().toHours(), 1, 8_760)),
                Duration.ofHours(number(json, "selfTestHours", usual.selfTest().toHours(), 1, 720)),
                number(json, "freeSpaceMiB", usual.freeSpace() >> 20, 1, 1L << 24) << 20);
    }

    private static long number(JsonObject json, String key, long usual, long least, long most) {
        long value = json.has(key) ? json.integer(key) : usual;
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "field \"" + key + "\" must be from " + least + " to " + most);
        }
        return value;
    }

    private static String notBlank(String key, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("field \"" + key + "\" is empty");
        }
        return value;
    }

    private static URI https(String text) {
        URI uri = URI.create(text);
        if (!"https".equals(uri.getScheme())
                || uri.getHost() == null
                || uri.getPath().length() > 1) {
            throw new IllegalArgumentException("must be https://host:port");
        }
        return uri;
    }

    private static <T> T field(String key, java.util.function.Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("field \"" + key + "\": " + e.getMessage(), e);
        }
    }
}
