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
import vn.antin.crypto.ceremony.BackupKey;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.ceremony.KeyBackup;
import vn.antin.crypto.ceremony.RecordedToken;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenVault;
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
        try {
            KeyBackup backup = KeyBackup.parse(CeremonyCommand.read(file));
            String found = Digest.of(backup.content().seal().getEncoded()).hex();
            if (!found.equals(seal)) {
                throw new CliProblem(Code.SEAL_DIFFERS, seal, found);
            }
            for (int i = 0; i < cards.size(); i++) {
                shares.add(share(backup, i));
            }
            restore(backup, shares);
            return ExitCode.OK.number();
        } catch (CeremonyProblem e) {
            throw CeremonyCommand.problem(e);
        } finally {
            shares.forEach(BackupKey.Opened::close);
        }
    }

    private BackupKey.Opened share(KeyBackup backup, int number)
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
            BackupKey.Opened opened = CustodianCard.withKeys(vault).openShare(backup);
            context.terminal().remark("ceremony.share-opened", opened.custodian());
            return opened;
        } catch (KeyException e) {
            throw Errors.key(e, label, "");
        }
    }

    private void restore(KeyBackup backup, List<BackupKey.Opened> shares)
            throws IOException, CeremonyProblem {
        TokenConfig target = token.token();
        try (TokenVault vault =
                CeremonyCommand.open(target, context.options().pinFile(), context)) {
            RestoreCeremony ceremony = new RestoreCeremony(vault, new SecureRandom());
            List<String> restored = ceremony.hold(backup, shares);
            show(backup, restored, record(backup, ceremony.target(), shares, restored));
        } catch (KeyException e) {
            throw Errors.key(e, target.tokenLabel(), "");
        }
    }

    /** On paper only: the token has no seal yet, and no log. */
    private Path record(
            KeyBackup backup,
            RecordedToken target,
            List<BackupKey.Opened> shares,
            List<String> restored)
            throws IOException {
        List<String> openers = shares.stream().map(BackupKey.Opened::custodian).toList();
        Instant now = context.clock().instant();
        String text =
                backup.restored(target, openers, restored, now, Language.VI.locale())
                        + "\n"
                        + backup.restored(target, openers, restored, now, Language.EN.locale());
        Path folder = DurableFiles.privateFolder(context.profiles().home().resolve("ceremonies"));
        Path paper =
                folder.resolve("restore-" + NAME.format(now.atOffset(ZoneOffset.UTC)) + ".txt");
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
