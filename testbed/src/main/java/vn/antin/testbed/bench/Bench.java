package vn.antin.testbed.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.antin.testbed.bench.seal.SealBench;
import vn.antin.testbed.bench.seal.SmallBench;

/** {@code ./antin bench NAME}: throughput beside a peer in the same run. */
@Command(
        name = "antin bench",
        resourceBundle = "vn.antin.testbed.help",
        description = {
            "Đo tốc độ bên cạnh một chương trình khác trong cùng một lần chạy.",
            "Measures throughput beside a peer in the same run.",
            "",
            "  ./antin bench seal --size 1024"
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            Bench.Seal.class,
            Bench.Small.class,
            Bench.Walk.class,
            Bench.Sign.class,
            Bench.Parsers.class
        })
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
            resourceBundle = "vn.antin.testbed.help",
            mixinStandardHelpOptions = true)
    static final class Seal implements Callable<Integer> {
        @Option(
                names = "--size",
                description = "Cỡ tệp, MiB. / Size in MiB. (${DEFAULT-VALUE})",
                defaultValue = "1024")
        long size;

        @Option(
                names = "--runs",
                description = "Số lần đo. / Number of runs. (${DEFAULT-VALUE})",
                defaultValue = "5")
        int runs;

        @Option(
                names = "--folder",
                description =
                        "Thư mục tạm; mặc định: của hệ thống. / Folder; default: the system's.")
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));

        @Option(
                names = "--alone",
                description = {
                    "Không chạy openssl, vì nó giữ cả tệp trong bộ nhớ.",
                    "Without openssl, which keeps the whole file in memory."
                })
        boolean alone;

        @Option(names = "--json", description = "In JSON. / Print JSON.")
        boolean json;

        @Override
        public Integer call() throws Exception {
            new SealBench(folder, size << 20, runs, !alone).run(System.out, json);
            return 0;
        }
    }

    /** Seal and open small documents. */
    @Command(
            name = "small",
            description = {
                "Niêm phong và mở văn bản nhỏ, so với riêng các phép tính khóa công khai.",
                "Seals and opens small documents, beside their public-key operations alone."
            },
            resourceBundle = "vn.antin.testbed.help",
            mixinStandardHelpOptions = true)
    static final class Small implements Callable<Integer> {
        @Option(
                names = "--runs",
                description = "Số lần đo. / Number of runs. (${DEFAULT-VALUE})",
                defaultValue = "5")
        int runs;

        @Option(names = "--json", description = "In JSON. / Print JSON.")
        boolean json;

        @Override
        public Integer call() throws Exception {
            new SmallBench(runs).run(System.out, json);
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
            resourceBundle = "vn.antin.testbed.help",
            mixinStandardHelpOptions = true)
    static final class Walk implements Callable<Integer> {
        @Option(
                names = "--documents",
                description = "Số văn bản. / Number of documents. (${DEFAULT-VALUE})",
                defaultValue = "100")
        int documents;

        @Option(
                names = "--pairs",
                description =
                        "Số cặp cán bộ cùng lúc. / Pairs of officers at a time. (${DEFAULT-VALUE})",
                defaultValue = "4")
        int pairs;

        @Option(names = "--json", description = "In JSON. / Print JSON.")
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
            resourceBundle = "vn.antin.testbed.help",
            mixinStandardHelpOptions = true)
    static final class Sign implements Callable<Integer> {
        @Option(
                names = "--sessions",
                description = "Số phiên của nhóm. / Sessions of the pool. (${DEFAULT-VALUE})",
                defaultValue = "16")
        int sessions;

        @Option(
                names = "--callers",
                split = ",",
                description = "Số luồng gọi cùng lúc. / Callers at a time. (${DEFAULT-VALUE})",
                defaultValue = "1,4,16")
        List<Integer> callers = List.of();

        @Option(
                names = "--at-least",
                description = {
                    "Mã thoát 1 khi có tỷ lệ thấp hơn. / Exit code 1 when a ratio is below.",
                    "(${DEFAULT-VALUE})"
                },
                defaultValue = "0")
        double atLeast;

        @Option(names = "--json", description = "In JSON. / Print JSON.")
        boolean json;

        @Override
        public Integer call() throws Exception {
            return new SignBench(sessions, callers, atLeast).run(System.out, json) ? 0 : 1;
        }
    }

    /** What hostile inputs cost the parsers. */
    @Command(
            name = "parsers",
            description = {
                "Tệp 10 MB do kẻ xấu làm ra: mỗi tệp tốn không quá 2 giây và 64 MiB.",
                "Hostile inputs of 10 MB: each costs at most 2 seconds and 64 MiB."
            },
            resourceBundle = "vn.antin.testbed.help",
            mixinStandardHelpOptions = true)
    static final class Parsers implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            return ParserBench.run() ? 0 : 1;
        }
    }
}
