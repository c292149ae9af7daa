package vn.antin.testbed.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import vn.antin.crypto.json.JsonObject;
import vn.antin.sdk.spool.DurableFiles;
import vn.antin.testbed.world.Agency;
import vn.antin.testbed.world.Commands;
import vn.antin.testbed.world.World;

/** Shows that one changed byte is caught and named, wherever it is. */
final class Tampering {
    private final Story story;
    private final World world;
    private final Agency agency;
    private final Path receipts;

    Tampering(Story story, World world, Agency agency, Path receipts) {
        this.story = story;
        this.world = world;
        this.agency = agency;
        this.receipts = receipts;
    }

    /** The receipt of the submission among the exported ones. */
    static Path ofSubmission(Path receipts) throws IOException {
        return find(receipts, "SubmissionAcceptance")
                .orElseThrow(() -> new IOException("no receipt of the submission was exported"));
    }

    void all() throws IOException, InterruptedException {
        story.chapter(
                "Đổi một byte trong văn bản, biên lai, nhật ký hay đường chứng minh đều bị phát hiện và gọi tên.",
                "One flipped byte in the document, the receipt, the log or the proof is caught and named.");
        Path good = ofSubmission(receipts);
        JsonObject receipt = JsonObject.parse(Files.readAllBytes(good));
        Path outer = receipts.resolve("outer.p7s");
        Path envelope = receipts.resolve("sealed.p7m");
        world.must(
                agency,
                "verify",
                good.toString(),
                "--log-key",
                key(),
                "--outer",
                outer.toString(),
                "--envelope",
                envelope.toString());

        byte[] document = Files.readAllBytes(envelope);
        document[document.length / 2] ^= 1;
        Path changed = write("changed-document.p7m", document);
        caught(
                "văn bản",
                "document",
                good,
                "--outer",
                outer.toString(),
                "--envelope",
                changed.toString());

        String text = Files.readString(good, StandardCharsets.UTF_8);
        caught(
                "biên lai",
                "receipt",
                write(
                        "changed-receipt.json",
                        flip(
                                text,
                                receipt.object("evidence")
                                        .object("Extensions")
                                        .string("outerSignature"))));
        String[] proof = receipt.string("proof").split("\n");
        caught(
                "chữ ký điểm chốt của nhật ký",
                "log's checkpoint",
                write("changed-checkpoint.json", flip(text, lastWord(proof))));
        caught(
                "gốc của nhật ký",
                "log's root",
                write("changed-root.json", flip(text, root(proof))));
        proof();
    }

    /** The hand-over is not the first entry of its log, so its proof has hashes to change. */
    private void proof() throws IOException, InterruptedException {
        Path handOver =
                find(receipts, "ContentHandover")
                        .orElseThrow(() -> new IOException("no receipt of the hand-over"));
        JsonObject receipt = JsonObject.parse(Files.readAllBytes(handOver));
        String issuer = receipt.object("evidence").string("EvidenceIssuerDetails");
        Path vkey = receipts.resolve("peer-log.vkey");
        var _ =
                write(
                        "peer-log.vkey",
                        world.must(agency, "log", "key", issuer, "--as", "an").output());
        world.must(agency, "verify", handOver.toString(), "--log-key", vkey.toString());
        String hash = receipt.string("proof").split("\n")[2];
        Path changed = write("changed-proof.json", flip(Files.readString(handOver), hash));
        story.tell("Đổi một byte trong đường chứng minh:", "One byte changed in the proof:");
        Commands.Result result =
                world.run(agency, "verify", changed.toString(), "--log-key", vkey.toString());
        if (result.ok()) {
            throw new IOException("a changed proof was not caught");
        }
    }

    private void caught(String vi, String en, Path receipt, String... more)
            throws IOException, InterruptedException {
        String[] words = new String[4 + more.length];
        words[0] = "verify";
        words[1] = receipt.toString();
        words[2] = "--log-key";
        words[3] = key();
        System.arraycopy(more, 0, words, 4, more.length);
        story.tell("Đổi một byte trong " + vi + ":", "One byte changed in the " + en + ":");
        Commands.Result result = world.run(agency, words);
        if (result.ok()) {
            throw new IOException("a changed " + en + " was not caught");
        }
    }

    private String key() {
        return receipts.resolve("log.vkey").toString();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Path file = receipts.resolve(name);
        DurableFiles.write(file, bytes);
        return file;
    }

    private Path write(String name, String text) throws IOException {
        return write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Changes one character in the middle of {@code part}, which stands in {@code text} once or
     * more.
     */
    private static String flip(String text, String part) throws IOException {
        int at = text.indexOf(part);
        if (at < 0 || part.isEmpty()) {
            throw new IOException("nothing to change");
        }
        int middle = at + part.length() / 2;
        char c = text.charAt(middle);
        char other = c == 'a' ? 'b' : c == '0' ? '1' : Character.isDigit(c) ? '0' : 'a';
        return text.substring(0, middle) + other + text.substring(middle + 1);
    }

    private static String lastWord(String[] proof) {
        String line = proof[proof.length - 1];
        return line.substring(line.lastIndexOf(' ') + 1);
    }

    /** The third line of the checkpoint, which follows the empty line of the proof. */
    private static String root(String[] proof) throws IOException {
        for (int i = 0; i + 3 < proof.length; i++) {
            if (proof[i].isEmpty()) {
                return proof[i + 3];
            }
        }
        throw new IOException("no checkpoint in the proof");
    }

    private static Optional<Path> find(Path folder, String event) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                if (Files.readString(file).contains("Event/" + event)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }
}
