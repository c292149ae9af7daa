package vn.antin.cli.card;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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
import vn.antin.hsm.piv.PivToken;
import vn.antin.policies.clearance.Clearance;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.label.Level;
import vn.antin.sdk.Account;
import vn.antin.sdk.enrol.Enroller;
import vn.antin.sdk.wire.PeerCard;

/** Enrols a person with a card, by the key custodian. */
@Command(name = "enrol", sortOptions = false)
public final class EnrolCommand extends AccountCommand {
    @ArgGroup(multiplicity = "1")
    private Place place = new Place();

    /** Where the card is. */
    static final class Place {
        @Option(names = "--card", paramLabel = "LABEL", descriptionKey = "enrol.card")
        private @Nullable String card;

        @Option(names = "--reader", paramLabel = "NAME", descriptionKey = "enrol.reader")
        private @Nullable String reader;

        private String name() {
            return card != null ? card : String.valueOf(reader);
        }
    }

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

    /** With the run. */
    public EnrolCommand(Context context) {
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
        requireCustodian(account);
        Map<String, Path> secrets = new LinkedHashMap<>();
        try (EnrolmentCard card =
                place.reader == null
                        ? token(custodian, secret, secrets, terminal)
                        : piv(secret, secrets, terminal)) {
            CardEnrolment.Enrolled enrolled =
                    new CardEnrolment(account, card, place.name()).enrol(person);
            TokenConfig address = card.address();
            Profile profile =
                    new Profile(
                            name,
                            context().profiles().folder(name),
                            enrolled.endpoint(),
                            custodian.gateway(),
                            custodian.gatewayUrl(),
                            address.module(),
                            address.tokenLabel(),
                            address.serial(),
                            pinFile(secret),
                            account.trust().anchor());
            Path file = context().profiles().write(profile);
            EnrolReport.show(terminal, profile, enrolled, file, secrets);
            return ExitCode.OK;
        } catch (KeyException e) {
            throw Errors.key(e, place.name(), "");
        }
    }

    /** Nothing is made on a card for somebody whom the gateway would then refuse. */
    private static void requireCustodian(Account account) {
        PeerCard.Listing unused = account.gateway().peers();
    }

    private Optional<Path> pinFile(Path secret) {
        return cardPinFile != null || Files.exists(secret) ? Optional.of(secret) : Optional.empty();
    }

    private EnrolmentCard token(
            Profile custodian, Path secret, Map<String, Path> secrets, Terminal terminal)
            throws IOException {
        Path library = module == null ? custodian.module() : module.toAbsolutePath().normalize();
        var token = new TokenConfig(library, place.name(), Optional.empty());
        if (initToken) {
            String unused = NewCard.make(token, secret);
            secrets.put("word.pin-file", secret);
            secrets.put("word.so-pin-file", NewCard.officerFile(secret));
        }
        return new TokenCard(Cards.openForEnrolment(token, pinFile(secret), terminal), library);
    }

    private EnrolmentCard piv(Path secret, Map<String, Path> secrets, Terminal terminal)
            throws IOException {
        Path library = module == null ? PivCards.module() : module.toAbsolutePath().normalize();
        Cards.requireModule(library);
        SecureRandom random = new SecureRandom();
        PivToken token = PivToken.open(PivCards.reader(Optional.ofNullable(place.reader)));
        boolean done = false;
        try {
            if (initToken) {
                PivCards.initialise(token, secret, random);
                secrets.put("word.pin-file", secret);
                secrets.put("word.puk-file", PivCards.pukFile(secret));
            }
            secrets.put("word.management-file", PivCards.managementFile(secret));
            PivCards.authenticate(token, PivCards.managementFile(secret), random);
            var card =
                    new PivEnrolmentCard(
                            token, PivCards.verified(token, pinFile(secret), terminal), library);
            done = true;
            return card;
        } finally {
            if (!done) {
                token.close();
            }
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
