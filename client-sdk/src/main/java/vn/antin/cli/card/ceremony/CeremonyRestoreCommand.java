package vn.antin.cli.card.ceremony;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Language;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.HelpOption;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.ceremony.Approval;
import vn.antin.crypto.ceremony.ApprovedPlan;
import vn.antin.crypto.ceremony.BackupKey;
import vn.antin.crypto.ceremony.CeremonyPlan;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.ceremony.CeremonyRecord;
import vn.antin.crypto.ceremony.KeyBackup;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.ceremony.CustodianCard;
import vn.antin.hsm.ceremony.RestoreCeremony;
import vn.antin.hsm.helper.HelperVault;
import vn.antin.sdk.spool.DurableFiles;

/** Restores a backup into another token; each custodian opens the own share with the own card. */
@Command(name = "restore", sortOptions = false)
final class CeremonyRestoreCommand implements Callable<Integer> {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);

    private final Context context;

    @Parameters(paramLabel = "BACKUP", descriptionKey = "ceremony.backup")
    private Path file = Path.of("");

    @Mixin private TokenOption token = new TokenOption();

    @Option(
            names = "--seal",
            required = true,
            paramLabel = "SHA256",
            descriptionKey = "ceremony.seal-key")
    private String seal = "";

    @Option(
            names = "--card",
            required = true,
            paramLabel = "LABEL",
            descriptionKey = "ceremony.cards")
    private List<String> cards = new ArrayList<>();

    @Option(
            names = "--card-module",
            paramLabel = "LIBRARY",
            descriptionKey = "ceremony.card-module")
    private @Nullable Path cardModule;

    @Option(names = "--card-serial", paramLabel = "NUMBER", descriptionKey = "ceremony.card-serial")
    private List<String> cardSerials = new ArrayList<>();

    @Option(
            names = "--card-pin-file",
            paramLabel = "FILE",
            descriptionKey = "ceremony.card-pin-file")
    private List<Path> cardPinFiles = new ArrayList<>();

    @Mixin HelpOption help = new HelpOption();

    CeremonyRestoreCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<BackupKey.Opened> shares = new ArrayList<>();
        List<Approval> approvals = new ArrayList<>();
        try {
            KeyBackup backup = KeyBackup.parse(CeremonyCommand.read(file));
            String found = Digest.of(backup.content().seal().getEncoded()).hex();
            if (!found.equals(seal)) {
                throw new CliProblem(Code.SEAL_DIFFERS, seal, found);
            }
            TokenConfig target = token.token();
            Instant began = context.clock().instant();
            CeremonyPlan plan =
                    backup.restoration(target.tokenLabel(), CeremonyCommand.serial(target), began);
            if (!context.terminal().json()) {
                context.terminal().line(plan.text(context.terminal().language().locale()));
            }
            for (int i = 0; i < cards.size(); i++) {
                shares.add(share(backup, plan, i, approvals));
            }
            restore(backup, shares, plan, approvals, began);
            return ExitCode.OK.number();
        } catch (CeremonyProblem e) {
            throw CeremonyCommand.problem(e);
        } finally {
            shares.forEach(BackupKey.Opened::close);
        }
    }

    /** The card opens the share and approves that it is used for this token. */
    private BackupKey.Opened share(
            KeyBackup backup, CeremonyPlan plan, int number, List<Approval> approvals)
            throws IOException, CeremonyProblem {
        String label = cards.get(number);
        Optional<Path> pinFile =
                number < cardPinFiles.size()
                        ? Optional.of(cardPinFiles.get(number))
                        : Optional.empty();
        Optional<String> serial =
                number < cardSerials.size()
                        ? Optional.of(cardSerials.get(number))
                        : Optional.empty();
        Path library = cardModule == null ? token.token().module() : cardModule;
        TokenConfig card = new TokenConfig(library, label, serial);
        try (HelperVault vault = CeremonyCommand.card(card, pinFile, context)) {
            CustodianCard person = CustodianCard.withKeys(vault);
            approvals.add(person.approve(plan, context.clock().instant()));
            BackupKey.Opened opened = person.openShare(backup);
            context.terminal().remark("ceremony.share-opened", opened.custodian());
            return opened;
        } catch (KeyException e) {
            throw Errors.key(e, label, "");
        }
    }

    private void restore(
            KeyBackup backup,
            List<BackupKey.Opened> shares,
            CeremonyPlan plan,
            List<Approval> approvals,
            Instant began)
            throws IOException, CeremonyProblem {
        TokenConfig target = token.token();
        ApprovedPlan approved = ApprovedPlan.of(plan, approvals, context.clock().instant());
        try (HelperVault vault =
                CeremonyCommand.card(target, context.options().pinFile(), context)) {
            RestoreCeremony ceremony =
                    new RestoreCeremony(vault, vault.admin(), new SecureRandom());
            List<String> restored = ceremony.hold(backup, shares);
            CeremonyRecord record =
                    ceremony.record(approved, backup, began, context.clock().instant());
            show(backup, restored, write(record));
        } catch (KeyException e) {
            throw Errors.key(e, target.tokenLabel(), "");
        }
    }

    /** Under no seal and in no log, since the token has neither yet: the custodians signed. */
    private Path write(CeremonyRecord record) throws IOException {
        Path folder = DurableFiles.privateFolder(context.profiles().home().resolve("ceremonies"));
        String name = "restore-" + NAME.format(record.ended().atOffset(ZoneOffset.UTC));
        String text = record.text(Language.VI.locale()) + "\n" + record.text(Language.EN.locale());
        DurableFiles.write(folder.resolve(name + ".json"), record.toBytes());
        Path paper = folder.resolve(name + ".txt");
        DurableFiles.write(paper, text.getBytes(StandardCharsets.UTF_8));
        return paper;
    }

    private void show(KeyBackup backup, List<String> restored, Path record) {
        Terminal terminal = context.terminal();
        CeremonyCommand.mark(terminal, backup.content().approved().plan());
        String label = token.token().tokenLabel();
        if (terminal.json()) {
            terminal.result(
                    JsonObject.builder()
                            .put("token", label)
                            .putStrings("restored", restored)
                            .put("record", record.toString())
                            .build());
            return;
        }
        if (restored.isEmpty()) {
            terminal.say("ceremony.restored-none", label);
        } else {
            terminal.say("ceremony.restored", label, String.join(", ", restored));
        }
        terminal.say("ceremony.restore-recorded", record);
    }
}
