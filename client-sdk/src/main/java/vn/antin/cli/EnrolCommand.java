package vn.antin.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.profile.Profile;
import vn.antin.cli.profile.Profiles;
import vn.antin.cli.run.AccountCommand;
import vn.antin.cli.run.Context;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenVault;
import vn.antin.policies.clearance.Clearance;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.label.Level;
import vn.antin.sdk.Account;
import vn.antin.sdk.enrol.Enroller;

/** Enrols a person with a card, by the key custodian. */
@Command(name = "enrol", sortOptions = false)
final class EnrolCommand extends AccountCommand {
    @Option(names = "--card", required = true, paramLabel = "LABEL", descriptionKey = "enrol.card")
    private String card = "";

    @Option(names = "--name", required = true, paramLabel = "NAME", descriptionKey = "enrol.name")
    private String name = "";

    @Option(
            names = "--common-name",
            required = true,
            paramLabel = "TEXT",
            descriptionKey = "enrol.common-name")
    private String commonName = "";

    @Option(names = "--unit", paramLabel = "TEXT", descriptionKey = "enrol.unit")
    private @Nullable String unit;

    @Option(names = "--role", paramLabel = "ROLE", split = ",", descriptionKey = "enrol.role")
    private List<String> roles = new ArrayList<>();

    @Option(names = "--clearance", paramLabel = "LEVEL", descriptionKey = "enrol.clearance")
    private @Nullable String clearance;

    @Option(names = "--clearance-until", paramLabel = "DATE", descriptionKey = "enrol.until")
    private @Nullable String clearanceUntil;

    @Option(names = "--clearance-basis", paramLabel = "TEXT", descriptionKey = "enrol.basis")
    private @Nullable String basis;

    @Option(names = "--workstation", paramLabel = "TEXT", descriptionKey = "enrol.workstation")
    private @Nullable String workstation;

    @Option(names = "--module", paramLabel = "FILE", descriptionKey = "enrol.module")
    private @Nullable Path module;

    @Option(names = "--card-pin-file", paramLabel = "FILE", descriptionKey = "enrol.card-pin-file")
    private @Nullable Path cardPinFile;

    @Option(names = "--init-token", descriptionKey = "enrol.init-token")
    private boolean initToken;

    private Optional<Clearance> cleared = Optional.empty();
    private Set<Role> parsedRoles = Set.of();

    EnrolCommand(Context context) {
        super(context, Profiles.Use.CUSTODIAN);
    }

    @Override
    protected void prepare() {
        context().profiles().requireFree(name);
        EnumSet<Role> all = EnumSet.noneOf(Role.class);
        roles.forEach(text -> all.add(Input.role(text)));
        if (all.isEmpty()) {
            all.add(Role.OFFICER);
        }
        parsedRoles = all;
        cleared = clearance();
    }

    private Optional<Clearance> clearance() {
        if (clearance == null) {
            return Optional.empty();
        }
        Level level = Input.level(clearance);
        if (clearanceUntil == null) {
            throw new CliProblem(Code.OPTION_NEEDED, "--clearance-until");
        }
        LocalDate until = Input.day("--clearance-until", clearanceUntil);
        String given =
                basis == null || basis.isBlank()
                        ? context().terminal().text("enrol.no-basis")
                        : basis;
        return Optional.of(new Clearance(level, until, given));
    }

    @Override
    protected ExitCode run(Account account, Terminal terminal) throws IOException {
        Profile custodian = context().profile(Profiles.Use.CUSTODIAN);
        Enroller.Person person = person(account);
        Path secret =
                cardPinFile == null
                        ? context().profiles().secret(name)
                        : cardPinFile.toAbsolutePath().normalize();
        TokenConfig token =
                new TokenConfig(
                        module == null ? custodian.module() : module.toAbsolutePath().normalize(),
                        card,
                        Optional.empty());
        if (initToken) {
            String unused = NewCard.make(token, secret);
        }
        Optional<Path> pinFile =
                cardPinFile != null || Files.exists(secret)
                        ? Optional.of(secret)
                        : Optional.empty();
        try (TokenVault vault = Cards.openForEnrolment(token, pinFile, terminal)) {
            Enrolled enrolled = new CardEnrolment(account, vault, card).enrol(person);
            Profile profile =
                    new Profile(
                            name,
                            context().profiles().folder(name),
                            enrolled.endpoint(),
                            custodian.gateway(),
                            custodian.gatewayUrl(),
                            token.module(),
                            card,
                            Optional.empty(),
                            pinFile,
                            account.trust().anchor());
            Path file = context().profiles().write(profile);
            EnrolReport.show(terminal, profile, enrolled, file, initToken);
            return ExitCode.OK;
        } catch (KeyException e) {
            throw Errors.key(e, card, "");
        }
    }

    private Enroller.Person person(Account account) {
        try {
            return new Enroller.Person(
                    account.settings().endpoint().organization(),
                    Certificates.unverifiedSubject(account.trust().anchor()).organizationName(),
                    name,
                    commonName,
                    Optional.ofNullable(unit),
                    parsedRoles,
                    cleared,
                    Optional.ofNullable(workstation));
        } catch (CertificateProblem e) {
            throw new CliProblem(e, Code.GATEWAY_NOT_TRUSTED, Errors.certificate(e.reason()));
        }
    }
}
