package vn.antin.gateway.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import vn.antin.crypto.ceremony.ApprovedPlan;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.ceremony.CeremonyReceipt;
import vn.antin.crypto.ceremony.CeremonyRecord;
import vn.antin.crypto.ceremony.Custodian;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.gateway.ceremony.PlanFiles;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.ceremony.CustodianCard;
import vn.antin.hsm.ceremony.GatewayCeremony;
import vn.antin.policies.pack.RulePacks;
import vn.antin.sdk.spool.DurableFiles;

/** Makes a new gateway: tokens if asked, the key ceremony, certificates, store, first custodian. */
@Command(name = "init", mixinStandardHelpOptions = true, sortOptions = false)
final class InitCommand implements Callable<Integer> {
    @Option(names = "--home", required = true, descriptionKey = "init.home")
    private Path home = Path.of("");

    @Option(names = "--organization", required = true, descriptionKey = "init.organization")
    private String organization = "";

    @Option(names = "--name", required = true, descriptionKey = "init.name")
    private String name = "";

    @Option(names = "--premises", required = true, descriptionKey = "init.premises")
    private String premises = "";

    @Option(names = "--listen", defaultValue = "127.0.0.1:8443", descriptionKey = "init.listen")
    private String listen = "";

    @Option(names = "--ops-listen", descriptionKey = "init.ops-listen")
    private Optional<String> opsListen = Optional.empty();

    @Option(names = "--public-url", descriptionKey = "init.public-url")
    private Optional<String> publicUrl = Optional.empty();

    @Option(names = "--tls-name", descriptionKey = "init.tls-name")
    private List<String> tlsNames = new ArrayList<>();

    @Option(names = "--module", required = true, descriptionKey = "init.module")
    private Path module = Path.of("");

    @Option(names = "--token-label", descriptionKey = "init.token-label")
    private Optional<String> tokenLabel = Optional.empty();

    @Option(names = "--pin-file", descriptionKey = "init.pin-file")
    private Optional<Path> pinFile = Optional.empty();

    @Option(names = "--init-token", descriptionKey = "init.init-token")
    private boolean initToken;

    @Option(names = "--custodian", defaultValue = "custodian", descriptionKey = "init.custodian")
    private String custodian = "";

    @Option(
            names = "--custodian-name",
            defaultValue = "Người quản lý khóa",
            descriptionKey = "init.custodian-name")
    private String custodianName = "";

    @Option(names = "--custodian-token", descriptionKey = "init.custodian-token")
    private Optional<String> custodianToken = Optional.empty();

    @Option(names = "--custodian-pin-file", descriptionKey = "init.custodian-pin-file")
    private Optional<Path> custodianPinFile = Optional.empty();

    @Option(names = "--ceremony", paramLabel = "PLAN", descriptionKey = "init.ceremony")
    private Optional<Path> plan = Optional.empty();

    @Option(names = "--approval", paramLabel = "FILE", descriptionKey = "init.approval")
    private List<Path> approvals = new ArrayList<>();

    @Option(names = "--rule-pack", defaultValue = "vn-2025", descriptionKey = "init.rule-pack")
    private String rulePack = "";

    @Option(names = "--exercise", descriptionKey = "init.exercise")
    private boolean exercise;

    @Option(names = "--json", descriptionKey = "json")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    private boolean keysRemain;

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
        Optional<ApprovedPlan> approved = approved(config);
        Leftovers leftovers = Leftovers.of(home);
        leftovers.mend(Optional.ofNullable(System.getenv("SOFTHSM2_CONF")).orElse(""));
        if (initToken) {
            Tokens.requireFree(config.token(), card);
        }
        List<Path> pins = new ArrayList<>();
        try {
            make(config, card, approved, leftovers, pins);
            leftovers.done();
        } catch (IOException | RuntimeException e) {
            clear(leftovers, pins);
            throw e;
        }
        return 0;
    }

    /** A token outside the folder stays, and is of use only with its PIN. */
    private void clear(Leftovers leftovers, List<Path> pins) throws IOException {
        String softHsm = Optional.ofNullable(System.getenv("SOFTHSM2_CONF")).orElse("");
        List<Path> kept = leftovers.holdTokens(softHsm) ? List.of() : pins;
        leftovers.remove(kept.isEmpty() && !keysRemain ? kept : leftovers.kept(kept));
        if (!kept.isEmpty()) {
            PrintWriter err = spec.commandLine().getErr();
            line(err, "Thiết bị đã tạo vẫn còn; mã PIN / the tokens made remain; PINs", kept);
            err.flush();
        }
    }

    /** The plan that was given, when enough custodians approved it. */
    private Optional<ApprovedPlan> approved(GatewayConfig config) throws IOException {
        if (plan.isEmpty()) {
            return Optional.empty();
        }
        if (initToken) {
            throw new StartupProblem(StartupProblem.Code.PLAN_OF_TOKEN, null);
        }
        try {
            return Optional.of(
                    PlanFiles.approved(
                            plan.get(),
                            approvals,
                            config.organization(),
                            config.token().label(),
                            config.exercise(),
                            InstantSource.system().instant()));
        } catch (CeremonyProblem e) {
            throw problem(e);
        }
    }

    private static StartupProblem problem(CeremonyProblem e) {
        return new StartupProblem(
                StartupProblem.Code.CEREMONY, e, e.text(Locale.of("vi")), e.text(Locale.ENGLISH));
    }

    /** Who holds a card of the plan is the first custodian; without a plan alone approves. */
    private ApprovedPlan agreed(
            GatewayConfig config,
            Optional<ApprovedPlan> approved,
            TokenVault vault,
            CustodianCard card)
            throws CeremonyProblem {
        if (approved.isEmpty()) {
            return card.approveAlone(
                    custodianName,
                    config.organization(),
                    vault.status(),
                    config.exercise(),
                    InstantSource.system().instant(),
                    new SecureRandom());
        }
        if (approved.get().plan().custodians().stream()
                .noneMatch(each -> each.signature().equals(card.key(KeyLabel.SIGNATURE)))) {
            throw new CeremonyProblem(
                    CeremonyProblem.Reason.CARD_OF_NOBODY, approved.get().plan().names());
        }
        return approved.get();
    }

    private void make(
            GatewayConfig config,
            GatewayConfig.Token card,
            Optional<ApprovedPlan> approved,
            Leftovers leftovers,
            List<Path> pins)
            throws IOException {
        PrivateFiles.folder(home);
        leftovers.note();
        PrivateFiles.folder(home.resolve("secrets"));
        if (initToken) {
            pins.addAll(Tokens.make(config.token()));
            pins.addAll(Tokens.make(card));
        }
        try (TokenVault vault = Startup.openToken(config);
                TokenVault person = Startup.openToken(card, config.home())) {
            CustodianCard keys = new CustodianCard(person);
            ApprovedPlan agreed = agreed(config, approved, vault, keys);
            GatewayCeremony ceremony = new GatewayCeremony(vault.admin(), InstantSource.system());
            ceremony.forget(leftovers.unfinishedKeys(vault.status().serial()));
            ceremony.requireFree(agreed.plan());
            leftovers.note(vault.status().serial(), agreed.plan().keys());
            boolean done = false;
            try {
                found(config, card, vault, person, ceremony.hold(agreed));
                done = true;
            } finally {
                if (!done) {
                    forget(ceremony, agreed.plan().keys());
                }
            }
        } catch (CeremonyProblem e) {
            throw problem(e);
        } catch (KeyException e) {
            throw Startup.problem(e, config.token());
        }
    }

    private void found(
            GatewayConfig config,
            GatewayConfig.Token card,
            TokenVault vault,
            TokenVault person,
            CeremonyRecord record)
            throws IOException, CeremonyProblem {
        CustodianCard keys = new CustodianCard(person);
        Founding.Custodian first =
                new Founding.Custodian(
                        custodian,
                        custodianName,
                        keys.key(KeyLabel.SIGNATURE),
                        keys.key(KeyLabel.AUTHENTICATION),
                        keys.key(KeyLabel.ENCRYPTION));
        Founding founding =
                new Founding(
                        config,
                        vault,
                        vault.admin()::writeCertificate,
                        InstantSource.system(),
                        new SecureRandom());
        Founding.Founded founded = founding.found(first, config.tlsNames(tlsNames));
        founded.certificates().forEach(person.admin()::writeCertificate);
        finish(config, card, person.status().serial(), founded, founding.record(record));
    }

    /** None of them was there before; what a token that went away keeps, the next attempt takes. */
    private void forget(GatewayCeremony ceremony, List<String> keys) {
        try {
            ceremony.forget(keys);
        } catch (KeyException e) {
            keysRemain = true;
            PrintWriter err = spec.commandLine().getErr();
            line(
                    err,
                    "Khóa đã tạo vẫn còn trong thiết bị / the keys made remain",
                    String.valueOf(e.getMessage()));
            err.flush();
        }
    }

    private void finish(
            GatewayConfig config,
            GatewayConfig.Token card,
            String serial,
            Founding.Founded founded,
            CeremonyReceipt receipt)
            throws IOException {
        Path ceremony = home.resolve("ceremony.txt");
        CeremonyRecord record = receipt.signed().record();
        String text = PlanFiles.text(record);
        PrivateFiles.write(ceremony, text.getBytes(StandardCharsets.UTF_8));
        Path signed = home.resolve("ceremony.json");
        PrivateFiles.write(signed, receipt.toBytes());
        Path anchor = home.resolve("ca.pem");
        PrivateFiles.write(anchor, Certificates.pem(founded.ca()).getBytes(StandardCharsets.UTF_8));
        Path profiles = home.resolve("profiles").resolve(custodian);
        PrivateFiles.folder(profiles);
        Path profile = profiles.resolve("profile.json");
        PrivateFiles.write(
                profile, founded.profile(config, card, serial, initToken).canonicalBytes());
        DurableFiles.write(home.resolve(GatewayConfig.FILE_NAME), config.toJson().canonicalBytes());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonObject made =
                    JsonObject.builder()
                            .put("exercise", exercise)
                            .put("gateway", config.endpoint().toString())
                            .put("configuration", home.resolve(GatewayConfig.FILE_NAME).toString())
                            .put("ceremony", ceremony.toString())
                            .put("ceremonyReceipt", signed.toString())
                            .put("ca", anchor.toString())
                            .put("fingerprint", Certificates.fingerprint(founded.ca()).hex())
                            .put("secrets", home.resolve("secrets").toString())
                            .put("profile", profile.toString())
                            .putIfPresent(
                                    "officerPin",
                                    Tokens.officerPin(config.token()).map(Path::toString))
                            .build();
            out.println(new String(made.canonicalBytes(), StandardCharsets.UTF_8));
            out.flush();
            return;
        }
        if (exercise) {
            out.print(CipherModule.EXERCISE_BANNER);
        }
        out.println("Đã khởi tạo cổng / gateway made: " + config.endpoint());
        line(out, "cấu hình / configuration", home.resolve(GatewayConfig.FILE_NAME));
        line(out, "biên bản lễ sinh khóa / ceremony record", ceremony);
        line(out, "biên bản đã ký, trong nhật ký / signed, in the log", signed);
        line(out, "chứng thư số gốc / CA certificate", anchor);
        out.println("    SHA-256 " + Certificates.fingerprint(founded.ca()).hex());
        line(out, "dữ liệu / data", config.data());
        line(out, "mã PIN / PIN files", home.resolve("secrets"));
        line(out, "hồ sơ người quản lý khóa / custodian's profile", profile);
        if (record.approved().plan().threshold() == 1) {
            out.println("Chỉ một người chấp thuận lễ sinh khóa; xem biên bản.");
            out.println("One person alone approved the key ceremony; see the record.");
        }
        Tokens.warn(config.token(), out);
        out.flush();
    }

    private static void line(PrintWriter out, String what, Object where) {
        out.println("  " + what + ": " + where);
    }

    private GatewayConfig config() {
        if (!Custodian.isName(custodianName)) {
            throw new StartupProblem(
                    StartupProblem.Code.BAD_PERSON, null, "--custodian-name", custodianName);
        }
        if (!RulePacks.shippedIds().contains(rulePack)) {
            throw new StartupProblem(
                    StartupProblem.Code.BAD_OPTION,
                    null,
                    "--rule-pack: " + String.join(" | ", RulePacks.shippedIds()));
        }
        try {
            GatewayConfig.Listen address = GatewayConfig.Listen.parse(listen);
            EndpointId unused = EndpointId.parse(organization + "/" + custodian);
            JsonObject json =
                    JsonObject.builder()
                            .put("organization", OrganizationId.parse(organization).value())
                            .put("organizationName", name)
                            .put("premises", premises)
                            .put("listen", address.toString())
                            .putIfPresent("ops", opsListen)
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
                    StartupProblem.Code.BAD_OPTION, e, String.valueOf(e.getMessage()));
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
