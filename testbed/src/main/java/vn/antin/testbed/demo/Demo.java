package vn.antin.testbed.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.antin.sdk.spool.DurableFiles;
import vn.antin.testbed.world.Agency;
import vn.antin.testbed.world.Commands;
import vn.antin.testbed.world.World;

/** {@code ./antin demo}: one document between two agencies, from the key ceremony to the proof. */
@Command(
        name = "antin demo",
        resourceBundle = "vn.antin.testbed.help",
        description = {
            "Chạy trọn một văn bản giữa hai cơ quan: sinh khóa, ghi danh, gửi, nhận, ký nhận, kiểm tra.",
            "One document between two agencies: keys, enrolment, sending, receiving, receipt, proof.",
            "",
            "  ./antin demo --document vanban.pdf --exit"
        },
        mixinStandardHelpOptions = true)
public final class Demo implements Callable<Integer> {
    @Option(
            names = "--document",
            description = "Văn bản để gửi; mặc định: một kế hoạch mẫu. / Document to send.")
    private Path document = Path.of("");

    @Option(
            names = "--work",
            description = "Thư mục làm việc mới; mặc định: antin-demo/<giờ>. / New working folder.")
    private Path work = Path.of("");

    @Option(
            names = "--exit",
            description = "Dừng các cổng khi xong. / Stop the gateways at the end.")
    private boolean exit;

    @Option(names = "--lang", description = "vi | en; mặc định: cả hai. / default: both.")
    private String lang = "";

    /** Runs and ends the process. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Demo()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!List.of("", "vi", "en").contains(lang)) {
            return refuse("--lang nhận vi hoặc en.", "--lang takes vi or en.");
        }
        Path named = document.toString().isEmpty() ? Path.of("/") : document;
        if (!document.toString().isEmpty() && !Files.isReadable(named)) {
            return refuse(
                    "không đọc được tệp " + document + ".",
                    "cannot read the file " + document + ".");
        }
        Story story = new Story(System.out, lang);
        try {
            Path folder = folder();
            Path paper = paper(folder);
            try (World world = new World(folder, new Narrator(story))) {
                if (!lang.isEmpty()) {
                    world.speak(lang);
                }
                new Walk(story, world, folder, paper).all();
                if (!exit) {
                    stay(story, world, paper);
                }
            }
            return 0;
        } catch (IOException e) {
            return refuse("phần trình diễn dừng lại: " + e.getMessage(), "the demo stopped.");
        }
    }

    private Path folder() throws IOException {
        Path folder =
                work.toString().isEmpty()
                        ? Path.of(
                                "antin-demo",
                                LocalDateTime.now(ZoneId.of("Asia/Ho_Chi_Minh"))
                                        .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")))
                        : work;
        if (Files.isDirectory(folder)) {
            try (var files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new IOException(
                            folder + ": thư mục không trống / the folder is not empty");
                }
            }
        }
        return DurableFiles.privateFolder(folder).toRealPath();
    }

    private Path paper(Path folder) throws IOException {
        if (!document.toString().isEmpty()) {
            return document.toAbsolutePath();
        }
        Path sample = folder.resolve("12-KH-UBND ke hoach dien tap.pdf");
        SampleDocument.write(sample);
        return sample;
    }

    private static void stay(Story story, World world, Path paper) throws InterruptedException {
        story.chapter(
                "Hai cổng vẫn chạy; nhấn Ctrl+C để dừng.",
                "Both gateways stay up; press Ctrl+C to stop.");
        story.tell(
                "Trong một cửa sổ dòng lệnh khác, dán nguyên từng lệnh là chạy:",
                "In another terminal, each of these can be pasted as it is:");
        story.command(
                world.first(),
                List.of(
                        "send",
                        paper.toString(),
                        "--to",
                        "G97/binh",
                        "--level",
                        "mat",
                        "--as",
                        "an"));
        story.command(world.second(), List.of("inbox", "--as", "binh"));
        story.command(world.first(), List.of("registers", "outgoing", "--as", "custodian"));
        Runtime.getRuntime().addShutdownHook(new Thread(world::close));
        Thread.currentThread().join();
    }

    private static int refuse(String vi, String en) {
        System.err.println("antin demo: " + vi);
        System.err.println("antin demo: " + en);
        return 1;
    }

    /** Prints each command and what it said. */
    private record Narrator(Story story) implements World.Observer {
        @Override
        public void before(Agency agency, List<String> words) {
            story.command(agency, words);
        }

        @Override
        public void after(Commands.Result result) {
            story.output(result.output() + result.errors());
        }
    }
}
