package vn.antin.cli.run;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.Input;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.policies.clearance.Clearance;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.label.Level;
import vn.antin.sdk.Account;
import vn.antin.sdk.enrol.Enroller;

/** Options that say who is enrolled. */
public final class PersonOptions {
    @Option(names = "--name", required = true, paramLabel = "NAME", descriptionKey = "enrol.name")
    private String name = "";

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

    /** Name of the endpoint and the profile. */
    public String name() {
        return name;
    }

    /**
     * Checks what was typed.
     *
     * @param context with the time, after which a clearance must end
     */
    public void prepare(Context context) {
        EnumSet<Role> all = EnumSet.noneOf(Role.class);
        roles.forEach(text -> all.add(Input.role(text)));
        if (all.isEmpty()) {
            all.add(Role.OFFICER);
        }
        parsedRoles = all;
        cleared = clearance(context);
    }

    private Optional<Clearance> clearance(Context context) {
        if (clearance == null) {
            return Optional.empty();
        }
        Level level = Input.level(clearance);
        if (clearanceUntil == null) {
            throw new CliProblem(Code.OPTION_NEEDED, "--clearance-until");
        }
        LocalDate until = Input.day("--clearance-until", clearanceUntil);
        if (until.isBefore(
                LocalDate.ofInstant(context.clock().instant(), ZoneId.systemDefault()))) {
            throw new CliProblem(Code.DAY_PAST, "--clearance-until", clearanceUntil);
        }
        String given =
                basis == null || basis.isBlank()
                        ? context.terminal().text("enrol.no-basis")
                        : basis;
        return Optional.of(new Clearance(level, until, given));
    }

    /** The person, in the agency of the custodian. */
    public Enroller.Person person(Account custodian, String commonName) {
        return new Enroller.Person(
                custodian.settings().endpoint().organization(),
                organizationName(custodian),
                name,
                commonName,
                Optional.ofNullable(unit),
                parsedRoles,
                cleared,
                Optional.ofNullable(workstation));
    }

    private static String organizationName(Account account) {
        try {
            return Certificates.unverifiedSubject(account.trust().anchor()).organizationName();
        } catch (CertificateProblem e) {
            throw new CliProblem(e, Code.GATEWAY_NOT_TRUSTED, Errors.certificate(e.reason()));
        }
    }
}
