package vn.antin.cli.card;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vn.antin.cli.io.CardRecord;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.profile.EnrolReport;
import vn.antin.cli.profile.Profile;
import vn.antin.cli.profile.Profiles;
import vn.antin.cli.run.AccountCommand;
import vn.antin.cli.run.Context;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.TokenConfig;
import vn.antin.policies.clearance.Clearance;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.label.Level;
import vn.antin.sdk.Account;
import vn.antin.sdk.enrol.Enroller;
import vn.antin.sdk.wire.PeerCard;

/** Enrols a person with a card, by the key custodian. */
@Command(name = "enrol", sortOptions = false)
public final class EnrolCommand extends AccountCommand {
    @Mixin private CardOpening where = new CardOpening();

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
        Path secret = where.secret(context(), name);
        requireCustodian(account);
        Map<String, Path> secrets = new LinkedHashMap<>();
        try (CardOpening.EnrolmentCard card =
                where.enrolment(custodian, secret, secrets, terminal)) {
            CardEnrolment.Enrolled enrolled =
                    new CardEnrolment(account, card, where.name()).enrol(person);
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
                            where.pinFile(secret),
                            account.trust().anchor());
            Path file = context().profiles().write(profile);
            secrets.put("word.record", record(account, enrolled, profile));
            EnrolReport.show(terminal, profile, enrolled.signature(), file, secrets);
            return ExitCode.OK;
        } catch (KeyException e) {
            throw Errors.key(e, where.name(), "");
        }
    }

    private Path record(Account account, CardEnrolment.Enrolled enrolled, Profile profile)
            throws IOException {
        return CardRecord.of(CardRecord.Kind.ENROL, account.clock().instant())
                .person(enrolled.endpoint(), commonName, organizationName(account))
                .card(profile.tokenLabel(), profile.serial())
                .custodian(account.settings().endpoint())
                .certificate("record.signature", enrolled.signature())
                .write(context().profiles().home(), name);
    }

    /** Nothing is made on a card for somebody whom the gateway would then refuse. */
    private static void requireCustodian(Account account) {
        PeerCard.Listing unused = account.gateway().peers();
    }

    private static String organizationName(Account account) {
        try {
            return Certificates.unverifiedSubject(account.trust().anchor()).organizationName();
        } catch (CertificateProblem e) {
            throw new CliProblem(e, Code.GATEWAY_NOT_TRUSTED, Errors.certificate(e.reason()));
        }
    }

    private Enroller.Person person(Account account) {
        return new Enroller.Person(
                account.settings().endpoint().organization(),
                organizationName(account),
                name,
                commonName,
                Optional.ofNullable(unit),
                parsedRoles,
                cleared,
                Optional.ofNullable(workstation));
    }
}
