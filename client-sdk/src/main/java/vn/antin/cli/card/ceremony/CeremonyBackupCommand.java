package vn.antin.cli.card.ceremony;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.antin.cli.card.Cards;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Language;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.HelpOption;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.ceremony.Approval;
import vn.antin.crypto.ceremony.ApprovedPlan;
import vn.antin.crypto.ceremony.CeremonyPlan;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.ceremony.CeremonyReceipt;
import vn.antin.crypto.ceremony.CeremonyRecord;
import vn.antin.crypto.ceremony.KeyBackup;
import vn.antin.crypto.ceremony.SignedRecord;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.Pin;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.ceremony.BackupCeremony;
import vn.antin.sdk.spool.DurableFiles;

/** Backs up keys of a token as the custodians approved; the gateway is stopped meanwhile. */
@Command(name = "backup", sortOptions = false)
final class CeremonyBackupCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(paramLabel = "PLAN", descriptionKey = "ceremony.plan")
    private Path plan = Path.of("");

    @Option(names = "--approval", paramLabel = "FILE", descriptionKey = "ceremony.approval")
    private List<Path> approvals = new ArrayList<>();

    @Mixin private LibraryOption module = new LibraryOption();

    @Option(
            names = "--so-pin-file",
            required = true,
            paramLabel = "FILE",
            descriptionKey = "ceremony.so-pin-file")
    private Path officerPinFile = Path.of("");

    @Option(names = "--making", paramLabel = "FILE", descriptionKey = "ceremony.making")
    private @Nullable Path making;

    @Option(names = "--out", required = true, paramLabel = "FILE", descriptionKey = "ceremony.out")
    private Path out = Path.of("");

    @Mixin HelpOption help = new HelpOption();

    CeremonyBackupCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Input.requireNew(out);
        CeremonyPlan asked = CeremonyPlan.parse(CeremonyCommand.read(plan));
        List<Approval> given = new ArrayList<>();
        for (Path each : approvals) {
            given.add(Approval.parse(CeremonyCommand.read(each)));
        }
        Instant now = context.clock().instant();
        BackupCeremony.Held held;
        try {
            CeremonyRecord made = making();
            made.requireOwn(asked);
            SpentPlans.requireUnspent(records(), asked);
            held = backUp(ApprovedPlan.of(asked, given, now), made, now);
        } catch (CeremonyProblem e) {
            throw CeremonyCommand.problem(e);
        } catch (KeyException e) {
            throw Errors.key(e, asked.token(), "");
        }
        // The record goes first: no backup without one, also when the program is killed here.
        Path record = record(held.record());
        CeremonyCommand.write(out, held.backup().toBytes());
        show(held.backup(), record);
        return ExitCode.OK.number();
    }

    private CeremonyRecord making() throws IOException, CeremonyProblem {
        Path receipt = making == null ? context.profiles().home().resolve("ceremony.json") : making;
        return CeremonyReceipt.parse(CeremonyCommand.read(receipt)).signed().record();
    }

    private Path records() {
        return context.profiles().home().resolve("ceremonies");
    }

    /** Leaves the signed record for the gateway to log, and the same on paper. */
    private Path record(SignedRecord signed) throws IOException {
        Path folder = DurableFiles.privateFolder(records());
        CeremonyRecord record = signed.record();
        String name = "back-up-" + record.digest().hex().substring(0, 16);
        String text = record.text(Language.VI.locale()) + "\n" + record.text(Language.EN.locale());
        Path paper = folder.resolve(name + ".txt");
        DurableFiles.write(paper, text.getBytes(StandardCharsets.UTF_8));
        DurableFiles.write(folder.resolve(name + ".json"), signed.toBytes());
        return paper;
    }

    private BackupCeremony.Held backUp(ApprovedPlan approved, CeremonyRecord made, Instant now)
            throws IOException, CeremonyProblem {
        CeremonyPlan asked = approved.plan();
        TokenConfig token =
                new TokenConfig(module.library(), asked.token(), Optional.of(asked.serial()));
        try (Pin officer = Cards.read(officerPinFile);
                Pin pin =
                        Cards.pin(context.options().pinFile(), asked.token(), context.terminal())) {
            return new BackupCeremony(token, pin, officer, new SecureRandom())
                    .hold(approved, made, now);
        }
    }

    private void show(KeyBackup backup, Path record) {
        Terminal terminal = context.terminal();
        CeremonyCommand.mark(terminal, backup.content().approved().plan());
        String seal = Digest.of(backup.content().seal().getEncoded()).hex();
        List<String> keys = backup.content().approved().plan().keys();
        if (terminal.json()) {
            terminal.result(
                    JsonObject.builder()
                            .put("file", out.toString())
                            .putStrings("keys", keys)
                            .put("seal", seal)
                            .put("record", record.toString())
                            .build());
            return;
        }
        terminal.say("ceremony.backed-up", out, String.join(", ", keys));
        terminal.say("ceremony.seal", seal);
        terminal.say("ceremony.recorded", record);
    }
}
