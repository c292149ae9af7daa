package vn.antin.cli.mail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Table;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.profile.Profiles;
import vn.antin.cli.run.AccountCommand;
import vn.antin.cli.run.Context;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.seal.BlobRef;
import vn.antin.sdk.Account;
import vn.antin.sdk.Watcher;

/** Exports receipts and what they are about, to be verified anywhere, without a gateway. */
@Command(name = "receipts", sortOptions = false)
public final class ReceiptsCommand extends AccountCommand {
    private static final String ENVELOPE = "sealed.p7m";

    @Parameters(paramLabel = "ID", descriptionKey = "receipts.id")
    private String id = "";

    @Option(names = "--into", paramLabel = "DIR", required = true, descriptionKey = "receipts.into")
    private Path into = Path.of("");

    @Option(names = "--overwrite", descriptionKey = "receipts.overwrite")
    private boolean overwrite;

    /** With the run. */
    public ReceiptsCommand(Context context) {
        super(context, Profiles.Use.ANY);
    }

    @Override
    protected void prepare() throws IOException {
        id = Consignments.checked(id);
        if (!overwrite && Files.isDirectory(into) && !all(into).isEmpty()) {
            throw new CliProblem(Code.FOLDER_NOT_EMPTY, into);
        }
    }

    @Override
    protected ExitCode run(Account account, Terminal terminal) throws IOException {
        String consignment = Consignments.find(account, id);
        Path folder = into.toAbsolutePath().normalize();
        List<Path> receipts = account.tracking().export(consignment, folder);
        envelope(account, terminal, consignment, folder.resolve(ENVELOPE));
        List<Path> all = all(folder);
        if (terminal.json()) {
            terminal.result(
                    JsonObject.builder()
                            .put("consignment", consignment)
                            .put("folder", folder.toString())
                            .putStrings("receipts", names(receipts))
                            .putStrings("files", names(all))
                            .build());
            return ExitCode.OK;
        }
        terminal.say("receipts.done", receipts.size(), folder);
        all.forEach(file -> terminal.line("  " + file.getFileName()));
        if (!receipts.isEmpty()) {
            terminal.say("receipts.keys");
            terminal.table(keys(terminal, receipts));
            terminal.say("receipts.next", receipts.getFirst());
        }
        return ExitCode.OK;
    }

    /** Which log's key each receipt is verified with: that of the gateway that issued it. */
    private static Table keys(Terminal terminal, List<Path> receipts) throws IOException {
        Table table =
                new Table(
                        List.of(
                                terminal.text("column.file"),
                                terminal.text("column.log"),
                                terminal.text("column.key")));
        for (Path file : receipts) {
            Evidence evidence = EvidenceReceipt.parse(Files.readAllBytes(file)).evidence();
            table.row(
                    List.of(
                            String.valueOf(file.getFileName()),
                            evidence.log(),
                            "antin log key " + evidence.issuer()));
        }
        return table;
    }

    /** The envelope too, which the evidence names; it stays encrypted. */
    private static void envelope(
            Account account, Terminal terminal, String consignment, Path target)
            throws IOException {
        BlobRef envelope = account.tracking().timeline(consignment).note().envelope();
        boolean unusedOld = Files.deleteIfExists(target);
        Path unused =
                terminal.watched(watcher -> {
                    account.gateway()
                            .download(
                                    envelope.sha256(),
                                    envelope.size(),
                                    target,
                                    watcher.progress(Watcher.Stage.DOWNLOAD));
                    return target;
                });
    }

    private static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<String> names(List<Path> files) {
        return files.stream().map(file -> String.valueOf(file.getFileName())).toList();
    }
}
