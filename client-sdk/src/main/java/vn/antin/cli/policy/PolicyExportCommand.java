package vn.antin.cli.policy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Language;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.io.Words;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.HelpOption;
import vn.antin.crypto.json.JsonObject;
import vn.antin.policies.pack.PackProblem;
import vn.antin.policies.pack.RulePacks;
import vn.antin.policies.pack.SpifXml;
import vn.antin.policies.rule.RulePack;
import vn.antin.sdk.spool.DurableFiles;

/** Writes the levels and marks of a rule pack as an XML SPIF for other products. */
@Command(name = "export", sortOptions = false)
final class PolicyExportCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(paramLabel = "PACK", descriptionKey = "policy.pack")
    private String pack = "";

    @Option(names = "--out", paramLabel = "FILE", descriptionKey = "policy.out")
    private @Nullable Path out;

    @Mixin HelpOption help = new HelpOption();

    PolicyExportCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        RulePack found = found();
        String spif = SpifXml.write(found);
        Terminal terminal = context.terminal();
        if (out == null) {
            terminal.line(spif.stripTrailing());
            return ExitCode.OK.number();
        }
        Input.requireNew(out);
        DurableFiles.write(out, spif.getBytes(StandardCharsets.UTF_8));
        if (terminal.json()) {
            terminal.result(
                    JsonObject.builder()
                            .put("pack", found.name())
                            .put("file", out.toString())
                            .build());
        } else {
            terminal.say("policy.exported", found.name(), out);
        }
        return ExitCode.OK.number();
    }

    /** A pack that is shipped, or one in a file. */
    private RulePack found() throws IOException {
        if (RulePacks.shippedIds().contains(pack)) {
            return RulePacks.shipped(pack);
        }
        Path file = Path.of(pack);
        if (!Files.isRegularFile(file)) {
            throw new CliProblem(
                    Code.BAD_VALUE, "PACK", pack, String.join(" | ", RulePacks.shippedIds()));
        }
        try (var in = Files.newInputStream(file)) {
            return RulePacks.load(in);
        } catch (PackProblem e) {
            throw new CliProblem(
                    e,
                    Code.BAD_PACK,
                    file,
                    (Words) language -> language == Language.VI ? e.vietnamese() : e.english());
        }
    }
}
