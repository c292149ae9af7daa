package vn.antin.cli.card.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.HelpOption;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.ceremony.CeremonyPlan;
import vn.antin.crypto.ceremony.CeremonyPlan.Act;
import vn.antin.crypto.ceremony.Custodian;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.json.JsonObject;

/** Writes the plan of a ceremony, which the custodians then approve. Needs no card. */
@Command(name = "plan", sortOptions = false)
final class CeremonyPlanCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = "--organization",
            required = true,
            paramLabel = "CODE",
            descriptionKey = "ceremony.organization")
    private String organization = "";

    @Option(names = "--token", paramLabel = "LABEL", descriptionKey = "ceremony.token")
    private @Nullable String token;

    @Option(
            names = "--serial",
            required = true,
            paramLabel = "NUMBER",
            descriptionKey = "ceremony.serial")
    private String serial = "";

    @Option(
            names = "--custodian",
            required = true,
            paramLabel = "FILE",
            descriptionKey = "ceremony.custodian")
    private List<Path> custodians = new ArrayList<>();

    @Option(names = "--threshold", paramLabel = "M", descriptionKey = "ceremony.threshold")
    private @Nullable Integer threshold;

    @Option(names = "--encryption-key", descriptionKey = "ceremony.encryption-key")
    private boolean encryptionKey;

    @Option(
            names = "--recoverable",
            split = ",",
            paramLabel = "KEY",
            descriptionKey = "ceremony.recoverable")
    private List<String> recoverable = new ArrayList<>();

    @Option(names = "--back-up", descriptionKey = "ceremony.back-up")
    private boolean backUp;

    @Option(
            names = "--days",
            defaultValue = "7",
            paramLabel = "DAYS",
            descriptionKey = "ceremony.days")
    private int days;

    @Option(names = "--exercise", descriptionKey = "ceremony.exercise")
    private boolean exercise;

    @Option(names = "--out", required = true, paramLabel = "FILE", descriptionKey = "ceremony.out")
    private Path out = Path.of("");

    @Mixin HelpOption help = new HelpOption();

    CeremonyPlanCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Input.requireNew(out);
        List<Custodian> persons = new ArrayList<>();
        for (Path each : custodians) {
            persons.add(Custodian.parse(CeremonyCommand.read(each)));
        }
        requireOffered(persons);
        CeremonyPlan plan = plan(persons);
        CeremonyCommand.write(out, plan.toBytes());
        Terminal terminal = context.terminal();
        CeremonyCommand.mark(terminal, plan);
        if (terminal.json()) {
            terminal.result(
                    JsonObject.builder()
                            .put("file", out.toString())
                            .put("digest", plan.digest().hex())
                            .build());
            return ExitCode.OK.number();
        }
        terminal.line(plan.text(terminal.language().locale()));
        terminal.say("ceremony.planned", out);
        return ExitCode.OK.number();
    }

    /** Numbers that a plan cannot have are told by their options. */
    private void requireOffered(List<Custodian> custodiansOfPlan) {
        int persons = custodiansOfPlan.size();
        Set<String> names = new HashSet<>();
        for (Custodian each : custodiansOfPlan) {
            if (!names.add(each.name())) {
                throw new CliProblem(Code.SAME_CUSTODIAN, each.name());
            }
        }
        if (persons == 1 && (backUp || !recoverable.isEmpty())) {
            throw new CliProblem(Code.ONE_CUSTODIAN);
        }
        int least = Math.min(2, persons);
        if (threshold != null && (threshold < least || threshold > persons)) {
            throw new CliProblem(Code.BAD_VALUE, "--threshold", threshold, least + " – " + persons);
        }
        if (days < 1 || days > CeremonyPlan.MAX_LIFE.toDays()) {
            throw new CliProblem(
                    Code.BAD_VALUE, "--days", days, "1 – " + CeremonyPlan.MAX_LIFE.toDays());
        }
    }

    /** A backup is of the keys that are named; a gateway has all of its own. */
    private List<String> keys() {
        if (backUp) {
            return recoverable;
        }
        return encryptionKey ? CeremonyPlan.keysOf(Act.MAKE_KEYS) : CeremonyPlan.GATEWAY_KEYS;
    }

    private CeremonyPlan plan(List<Custodian> persons) {
        byte[] nonce = new byte[Digest.LENGTH];
        new SecureRandom().nextBytes(nonce);
        Instant now = context.clock().instant();
        try {
            return new CeremonyPlan(
                    backUp ? Act.BACK_UP : Act.MAKE_KEYS,
                    OrganizationId.parse(organization),
                    token == null ? "gw-" + organization : token,
                    serial,
                    keys(),
                    recoverable,
                    persons,
                    threshold == null ? persons.size() / 2 + 1 : threshold,
                    Digest.ofValue(nonce),
                    now,
                    now.plus(Duration.ofDays(days)),
                    exercise);
        } catch (IllegalArgumentException e) {
            throw new CliProblem(e, Code.BAD_USAGE, String.valueOf(e.getMessage()));
        }
    }
}
