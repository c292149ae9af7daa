package vn.antin.testbed.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./antin bench NAME}: throughput beside a peer in the same run. */
@Command(
        name = "antin bench",
        description = {
            "Đo tốc độ bên cạnh một chương trình khác trong cùng một lần chạy.",
            "Measures throughput beside a peer in the same run.",
            "",
            "  ./antin bench seal --size 1024"
        },
        mixinStandardHelpOptions = true,
        subcommands = {Bench.Seal.class, Bench.Walk.class, Bench.Sign.class})
public final class Bench implements Callable<Integer> {
    /** Runs and ends the process. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() {
        CommandLine.usage(this, System.out);
        return CommandLine.ExitCode.USAGE;
    }

    /** Seal and open one document with a large attachment. */
    @Command(
            name = "seal",
            description = {
                "Niêm phong và mở một văn bản có tệp lớn, so với openssl cms.",
                "Seals and opens a document with a large attachment, beside openssl cms."
            },
            mixinStandardHelpOptions = true)
    static final class Seal implements Callable<Integer> {
        @Option(names = "--size", description = "MiB", defaultValue = "1024")
        long size;

        @Option(names = "--runs", defaultValue = "5")
        int runs;

        @Option(names = "--folder", description = "default: the system's temporary folder")
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));

        @Option(names = "--json")
        boolean json;

        @Override
        public Integer call() throws Exception {
            new SealBench(folder, size << 20, runs).run(System.out, json);
            return 0;
        }
    }

    /** Small documents end to end. */
    @Command(
            name = "walk",
            description = {
                "Văn bản nhỏ từ niêm phong đến ký nhận giữa hai cổng.",
                "Small documents from seal to signed receipt between two gateways."
            },
            mixinStandardHelpOptions = true)
    static final class Walk implements Callable<Integer> {
        @Option(names = "--documents", defaultValue = "100")
        int documents;

        @Option(names = "--pairs", description = "of officers at the same time", defaultValue = "4")
        int pairs;

        @Option(names = "--json")
        boolean json;

        @Override
        public Integer call() throws Exception {
            new WalkBench(documents, pairs).run(System.out, json);
            return 0;
        }
    }

    /** Signatures through the pool of sessions. */
    @Command(
            name = "sign",
            description = {
                "Chữ ký qua nhóm phiên, so với gọi thẳng mô-đun, mỗi luồng một phiên.",
                "Signatures through the pool, beside the module called bare, a session a thread."
            },
            mixinStandardHelpOptions = true)
    static final class Sign implements Callable<Integer> {
        @Option(names = "--sessions", description = "of the pool", defaultValue = "8")
        int sessions;

        @Option(names = "--callers", split = ",", defaultValue = "1,4,16")
        List<Integer> callers = List.of();

        @Option(names = "--json")
        boolean json;

        @Override
        public Integer call() throws Exception {
            new SignBench(sessions, callers).run(System.out, json);
            return 0;
        }
    }
}
