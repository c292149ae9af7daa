package vn.antin.testbed.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import vn.antin.sdk.spool.DurableFiles;
import vn.antin.testbed.world.Agency;
import vn.antin.testbed.world.Commands;
import vn.antin.testbed.world.World;

/** The chapters of the demonstration, in their order. */
final class Walk {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    private final Story story;
    private final World world;
    private final Path folder;
    private final Path paper;
    private final Agency first;
    private final Agency second;

    Walk(Story story, World world, Path folder, Path paper) {
        this.story = story;
        this.world = world;
        this.folder = folder;
        this.paper = paper;
        this.first = world.first();
        this.second = world.second();
    }

    void all() throws IOException, InterruptedException {
        story.tell("Thư mục làm việc: " + folder, "Working folder: " + folder);
        found();
        serve();
        enrol();
        befriend();
        Process watching = watch();
        String id = send();
        refuse();
        receive(id, watching);
        Path receipts = prove(id);
        new Tampering(story, world, first, receipts).all();
        registers();
        places(receipts);
    }

    private void found() throws IOException, InterruptedException {
        story.chapter(
                "Lễ sinh khóa: mỗi cơ quan sinh khóa của cổng bên trong thiết bị (HSM), không xuất ra được.",
                "Key ceremony: each agency makes its gateway's keys inside its HSM, not extractable.");
        world.found(first);
        world.found(second);
    }

    private void serve() throws IOException, InterruptedException {
        story.chapter(
                "Hai cổng chạy thành hai tiến trình, ở hai trụ sở, TLS 1.3 hai chiều.",
                "Two gateways start as two processes at two premises, mutual TLS 1.3.");
        long one = world.serve(first).pid();
        long two = world.serve(second).pid();
        story.tell(
                first.gateway()
                        + " và "
                        + second.gateway()
                        + " đã sẵn sàng (tiến trình "
                        + one
                        + " và "
                        + two
                        + ").",
                first.gateway() + " and " + second.gateway() + " are ready.");
    }

    private void enrol() throws IOException, InterruptedException {
        story.chapter(
                "Ghi danh ba cán bộ: khóa sinh trong thẻ, chứng thư số cấp khi chứng minh giữ khóa.",
                "Three officers are enrolled: keys made on the card, certificates on proof of possession.");
        world.enrol(first, "an", "Nguyễn Văn An", "Văn phòng", "mat");
        world.enrol(second, "binh", "Trần Thị Bình", "Vụ Kế hoạch", "mat");
        world.enrol(second, "cuong", "Lê Mạnh Cường", "Vụ Tổ chức", "khong_mat");
    }

    private void befriend() throws IOException, InterruptedException {
        story.chapter(
                "Hai cổng tin nhau qua kênh được phê duyệt CO_YEU; người quản lý khóa đối chiếu dấu vân tay.",
                "The gateways trust each other over the approved channel CO_YEU; custodians compare fingerprints.");
        world.befriend();
    }

    private Path told() {
        return folder.resolve("binh-inbox.txt");
    }

    /** Bình's window: what comes is told there while An's commands run in another. */
    private Process watch() throws IOException, InterruptedException {
        story.chapter(
                "Bình để lệnh này chạy trong cửa sổ của mình, để được báo ngay khi có văn bản.",
                "Bình leaves this running in a window, to be told as soon as a document is there.");
        Process watching = world.start(second, told(), "inbox", "--follow", "--as", "binh");
        var _ = World.awaitWords(told(), "\n");
        return watching;
    }

    private String send() throws IOException, InterruptedException {
        story.chapter(
                "An gửi văn bản độ Mật (C) cho Bình: ký, mã hóa, ký bằng thẻ; cổng kiểm tra chính sách, lưu, chuyển.",
                "An sends the document at level Mật (C) to Bình: signed, encrypted, signed by card; checked, stored, relayed.");
        Path title = folder.resolve("trich-yeu.txt");
        DurableFiles.write(
                title,
                "Kế hoạch diễn tập bảo vệ bí mật nhà nước\n".getBytes(StandardCharsets.UTF_8));
        story.tell(
                "Trích yếu cũng là bí mật: để trong tệp, không gõ trên dòng lệnh.",
                "The abstract is secret too: it stays in a file, not on the command line.");
        Commands.Result sent =
                world.must(
                        first,
                        "send",
                        paper.toString(),
                        "--to",
                        second.organization() + "/binh",
                        "--level",
                        "mat",
                        "--title-file",
                        title.toString(),
                        "--number",
                        "12/KH-UBND",
                        "--as",
                        "an");
        Matcher matcher = UUID.matcher(sent.output());
        if (!matcher.find()) {
            throw new IOException("no consignment id in:\n" + sent.output());
        }
        return matcher.group();
    }

    private void refuse() throws IOException, InterruptedException {
        story.chapter(
                "Cường không được tiếp cận độ Mật: gửi cho Cường bị từ chối trước khi lưu bất cứ gì.",
                "Cường has no clearance for Mật: sending to him is refused before anything is stored.");
        long before = blobs(first);
        Commands.Result refused =
                world.run(
                        first,
                        "send",
                        paper.toString(),
                        "--to",
                        second.organization() + "/cuong",
                        "--level",
                        "mat",
                        "--as",
                        "an");
        if (refused.ok() || blobs(first) != before) {
            throw new IOException("an officer without clearance was not refused");
        }
        story.tell(
                "Mã thoát " + refused.exit() + "; kho của cổng vẫn có " + before + " tệp.",
                "Exit code "
                        + refused.exit()
                        + "; the gateway's store still holds "
                        + before
                        + (before == 1 ? " file." : " files."));
    }

    private void receive(String id, Process watching) throws IOException, InterruptedException {
        story.chapter(
                "Bình được báo, tải về, kiểm tra, mở bằng thẻ, đối chiếu số trang, rồi ký nhận bằng thẻ.",
                "Bình is told, fetches, verifies, opens by card, checks the pages, and signs for it by card.");
        String news = World.awaitWords(told(), id.substring(0, 8));
        watching.destroy();
        story.tell("Cửa sổ của Bình hiện:", "Bình's window shows:");
        story.output(news);
        world.must(
                second,
                "open",
                id,
                "--into",
                folder.resolve("binh-opened").toString(),
                "--as",
                "binh");
        world.must(second, "acknowledge", id, "--as", "binh");
        story.chapter(
                "An thấy chứng cứ của cả hai cổng và chữ ký nhận của Bình.",
                "An sees the evidence of both gateways and Bình's signed receipt.");
        world.await(first, "ContentHandover", "status", id, "--as", "an", "--json");
        world.must(first, "status", id, "--as", "an");
    }

    private Path prove(String id) throws IOException, InterruptedException {
        story.chapter(
                "Kiểm tra ngoại tuyến: chứng cứ, đường chứng minh và điểm chốt của nhật ký, chỉ với khóa công khai.",
                "Offline check: evidence, inclusion proof and signed checkpoint, with the log's public key alone.");
        Path receipts = folder.resolve("receipts");
        world.must(first, "receipts", id, "--into", receipts.toString(), "--as", "an");
        Path key = receipts.resolve("log.vkey");
        Commands.Result vkey = world.must(first, "log", "key", "--as", "an");
        DurableFiles.write(key, vkey.output().getBytes(StandardCharsets.UTF_8));
        Path receipt = Tampering.ofSubmission(receipts);
        world.must(first, "verify", receipt.toString(), "--log-key", key.toString());
        return receipts;
    }

    private void registers() throws IOException, InterruptedException {
        story.chapter(
                "Sổ đăng ký đi, sổ đăng ký đến và sổ chuyển giao, sinh từ chứng cứ.",
                "Outgoing, incoming and hand-over registers, made from the evidence.");
        world.must(first, "registers", "outgoing", "--as", "custodian");
        world.must(second, "registers", "incoming", "--as", "custodian");
        world.must(second, "registers", "handover", "--as", "custodian");
    }

    private void places(Path receipts) throws IOException {
        story.chapter("Các tệp nằm ở đâu", "Where things lie");
        for (Agency agency : List.of(first, second)) {
            story.tell(
                    agency.organization() + " " + agency.name() + ": " + agency.home(),
                    agency.organization()
                            + " "
                            + agency.home()
                            + ": gateway.json, data, tokens, profiles, gateway.log");
        }
        Path opened = folder.resolve("binh-opened");
        story.tell("Văn bản Bình đã mở: " + opened, "The document that Bình opened: " + opened);
        story.tell("Biên lai: " + receipts, "The receipts: " + receipts);
    }

    private static long blobs(Agency agency) throws IOException {
        Path blobs = agency.home().resolve("data").resolve("blobs");
        if (!Files.isDirectory(blobs)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(blobs)) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
