package vn.antin.gateway.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.TokenAdmin;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.ceremony.GatewayCeremony;
import vn.antin.hsm.ceremony.Transcript;

/** Makes a new gateway: tokens if asked, the key ceremony, certificates, store, first custodian. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Khởi tạo cổng: lễ sinh khóa, chứng thư, kho dữ liệu, người quản lý khóa đầu tiên. /"
                    + " Makes a gateway: key ceremony, certificates, store, first key custodian.",
            "Ví dụ / example: antin-gateway init --home gw1 --organization H26.01"
                    + " --name \"Sở Nội vụ\" --premises P1 --listen 127.0.0.1:8443"
                    + " --module /usr/lib/softhsm/libsofthsm2.so --init-token --exercise"
        })
final class InitCommand implements Callable<Integer> {
    @Option(names = "--home", required = true, description = "Thư mục mới. / New folder.")
    private Path home = Path.of("");

    @Option(names = "--organization", required = true, description = "H26.01 (QĐ 20/2020)")
    private String organization = "";

    @Option(names = "--name", required = true, description = "Tên cơ quan. / Agency's name.")
    private String name = "";

    @Option(names = "--premises", required = true, description = "Mã trụ sở. / Premises code.")
    private String premises = "";

    @Option(names = "--listen", defaultValue = "127.0.0.1:8443", description = "host:port")
    private String listen = "";

    @Option(names = "--public-url", description = "https://host:port; mặc định theo --listen")
    private Optional<String> publicUrl = Optional.empty();

    @Option(names = "--tls-name", description = "Tên máy hoặc địa chỉ IP thêm. / More host names.")
    private List<String> tlsNames = new ArrayList<>();

    @Option(names = "--module", required = true, description = "Thư viện PKCS#11. / Library.")
    private Path module = Path.of("");

    @Option(names = "--token-label", description = "Mặc định / default: gw-ORGANIZATION")
    private Optional<String> tokenLabel = Optional.empty();

    @Option(names = "--pin-file", description = "Mặc định / default: HOME/secrets/gateway.pin")
    private Optional<Path> pinFile = Optional.empty();

    @Option(
            names = "--init-token",
            description = "Tạo thiết bị mới và mã PIN ngẫu nhiên. / Makes tokens and random PINs.")
    private boolean initToken;

    @Option(names = "--custodian", defaultValue = "custodian", description = "a-z0-9.-")
    private String custodian = "";

    @Option(
            names = "--custodian-name",
            defaultValue = "Người quản lý khóa",
            description = "Họ tên. / Person's name.")
    private String custodianName = "";

    @Option(names = "--custodian-token", description = "Mặc định / default: ORGANIZATION-custodian")
    private Optional<String> custodianToken = Optional.empty();

    @Option(
            names = "--custodian-pin-file",
            description = "Mặc định / default: HOME/secrets/custodian.pin")
    private Optional<Path> custodianPinFile = Optional.empty();

    @Option(names = "--rule-pack", defaultValue = "vn-2025", description = "vn-2025")
    private String rulePack = "";

    @Option(
            names = "--exercise",
            description = "Bản dùng thử, không dùng cho bí mật nhà nước. / Not for state secrets.")
    private boolean exercise;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (Files.exists(home.resolve(GatewayConfig.FILE_NAME))) {
            throw new StartupProblem(StartupProblem.Code.ALREADY_INITIALISED, null, home);
        }
        GatewayConfig config = config();
        GatewayConfig.Token card =
                new GatewayConfig.Token(
                        config.token().module(),
                        custodianToken.orElse(organization + "-custodian"),
                        Optional.empty(),
                        absolute(custodianPinFile.orElse(home.resolve("secrets/custodian.pin"))));
        PrivateFiles.folder(home);
        PrivateFiles.folder(home.resolve("secrets"));
        if (initToken) {
            Tokens.make(config.token());
            Tokens.make(card);
        }
        try (TokenVault vault = Startup.openToken(config.token());
                TokenVault person = Startup.openToken(card)) {
            Transcript transcript =
                    new GatewayCeremony(vault.admin(), InstantSource.system()).hold();
            TokenAdmin admin = person.admin();
            Founding.Custodian first =
                    new Founding.Custodian(
                            custodian,
                            custodianName,
                            admin.generate(KeyLabel.SIGNATURE, KeyType.EC_P256).publicKey(),
                            admin.generate(KeyLabel.AUTHENTICATION, KeyType.EC_P256).publicKey(),
                            admin.generate(KeyLabel.ENCRYPTION, KeyType.EC_P256).publicKey());
            Founding.Founded founded =
                    new Founding(
                                    config,
                                    vault,
                                    vault.admin()::writeCertificate,
                                    InstantSource.system(),
                                    new SecureRandom())
                            .found(first, names(config));
            founded.certificates().forEach(admin::writeCertificate);
            finish(config, card, founded, transcript);
        } catch (KeyException e) {
            throw Startup.problem(e, config.token());
        }
        return 0;
    }

    private void finish(
            GatewayConfig config,
            GatewayConfig.Token card,
            Founding.Founded founded,
            Transcript transcript)
            throws IOException {
        Path ceremony = home.resolve("ceremony.txt");
        Files.writeString(
                ceremony,
                transcript.text(Locale.of("vi")) + "\n" + transcript.text(Locale.ENGLISH));
        Path anchor = home.resolve("ca.pem");
        Files.writeString(anchor, Certificates.pem(founded.ca()));
        Path profiles = home.resolve("profiles").resolve(custodian);
        PrivateFiles.folder(profiles);
        Path profile = profiles.resolve("profile.json");
        PrivateFiles.write(profile, profile(config, card, founded).canonicalBytes());
        PrivateFiles.write(home.resolve(GatewayConfig.FILE_NAME), config.toJson().canonicalBytes());
        PrintWriter out = spec.commandLine().getOut();
        out.println("Đã khởi tạo cổng / gateway made: " + config.endpoint());
        line(out, "cấu hình / configuration", home.resolve(GatewayConfig.FILE_NAME));
        line(out, "biên bản lễ sinh khóa / ceremony record", ceremony);
        line(out, "chứng thư gốc / CA certificate", anchor);
        out.println("    SHA-256 " + Certificates.fingerprint(founded.ca()).hex());
        line(out, "dữ liệu / data", config.data());
        line(out, "mã PIN / PIN files", home.resolve("secrets"));
        line(out, "hồ sơ người quản lý khóa / custodian's profile", profile);
        out.flush();
    }

    private static void line(PrintWriter out, String what, Path where) {
        out.println("  " + what + ": " + where);
    }

    private GatewayConfig config() {
        try {
            GatewayConfig.Listen address = GatewayConfig.Listen.parse(listen);
            JsonObject json =
                    JsonObject.builder()
                            .put("organization", OrganizationId.parse(organization).value())
                            .put("organizationName", name)
                            .put("premises", premises)
                            .put("listen", address.toString())
                            .put("publicUrl", publicUrl.orElse("https://" + address))
                            .put(
                                    "token",
                                    JsonObject.builder()
                                            .put("module", absolute(module).toString())
                                            .put("label", tokenLabel.orElse("gw-" + organization))
                                            .put(
                                                    "pinFile",
                                                    pinFile.map(InitCommand::absolute)
                                                            .map(Path::toString)
                                                            .orElse("secrets/gateway.pin"))
                                            .build())
                            .put("data", "data")
                            .put("rulePack", rulePack)
                            .put("exercise", exercise)
                            .build();
            return GatewayConfig.parse(absolute(home), json);
        } catch (IllegalArgumentException e) {
            throw new StartupProblem(
                    StartupProblem.Code.CONFIG_INVALID, e, "init", String.valueOf(e.getMessage()));
        }
    }

    private List<String> names(GatewayConfig config) {
        Set<String> names = new java.util.LinkedHashSet<>(tlsNames);
        URI url = config.publicUrl();
        names.add(url.getHost().replace("[", "").replace("]", ""));
        if (!config.listen().host().equals("0.0.0.0") && !config.listen().host().equals("::")) {
            names.add(config.listen().host());
        }
        return List.copyOf(names);
    }

    /**
     * The PIN of a card that was made just now lies in a file; that of a real card is asked for.
     */
    private JsonObject profile(
            GatewayConfig config, GatewayConfig.Token card, Founding.Founded founded) {
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("endpoint", founded.custodian().toString())
                        .put("gatewayUrl", config.publicUrl().toString())
                        .put("gatewayEndpoint", config.endpoint().toString())
                        .put("module", card.module().toString())
                        .put("tokenLabel", card.label())
                        .put("anchor", Certificates.pem(founded.ca()));
        if (initToken) {
            json.put("pinFile", card.pinFile().toString());
        }
        return json.build();
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
