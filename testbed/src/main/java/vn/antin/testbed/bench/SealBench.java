package vn.antin.testbed.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.document.Attachment;
import vn.antin.crypto.attachment.AttachmentCipher;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.document.DocumentCard;
import vn.antin.crypto.document.Urgency;
import vn.antin.crypto.seal.NoteDraft;
import vn.antin.crypto.seal.OpenResult;
import vn.antin.crypto.seal.Opener;
import vn.antin.crypto.seal.OuterSignature;
import vn.antin.crypto.seal.Recipient;
import vn.antin.crypto.seal.SealProblem;
import vn.antin.crypto.seal.SealRequest;
import vn.antin.crypto.seal.Sealed;
import vn.antin.crypto.seal.Sealer;
import vn.antin.crypto.seal.SigningKey;
import vn.antin.crypto.testkit.TestAgency;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;

/**
 * Seals and opens one document with one large attachment, with software keys, file to file, each
 * output synced to the disk; OpenSSL does the same beside it.
 */
final class SealBench {
    private static final int BUFFER = 1 << 16;
    private static final EndpointId SENDER = EndpointId.parse("H98/a");
    private static final EndpointId RECEIVER = EndpointId.parse("H98/b");

    private final Path parent;
    private final long size;
    private final int runs;
    private final SecureRandom random = new SecureRandom();
    private final TestAgency agency = new TestAgency("H98", "Bench");
    private final TestAgency.Member sender = agency.officer(SENDER.name(), "A");
    private final TestAgency.Member receiver = agency.officer(RECEIVER.name(), "B");
    private final Instant now = agency.now();

    /**
     * A bench.
     *
     * @param parent where its folder is made and removed
     * @param size of the attachment in bytes
     * @param runs how often each is done
     */
    SealBench(Path parent, long size, int runs) {
        this.parent = parent;
        this.size = size;
        this.runs = runs;
    }

    void run(PrintStream out, boolean json) throws Exception {
        Path folder = Files.createTempDirectory(parent, "antin-bench");
        try {
            Path plain = folder.resolve("plain");
            write(plain, size);
            warmUp(folder);
            OpenSsl openSsl = new OpenSsl(folder);
            Series seal = new Series("antin seal", size);
            Series open = new Series("antin open", size);
            Series digest = new Series("limit: SHA-256, one core", size);
            Series copy = new Series("limit: read, write, sync", size);
            Series peerSeal = new Series("openssl cms -sign | -encrypt", size);
            Series peerOpen = new Series("openssl cms -decrypt, -verify", size);
            Path cipher = folder.resolve("cipher");
            Path peerCipher = folder.resolve("peer.p7m");
            Path opened = folder.resolve("opened");
            for (int i = 0; i < runs; i++) {
                digest.time(() -> digest(plain));
                copy.time(() -> copy(plain, opened));
                Files.delete(opened);
                Sealed[] sealed = new Sealed[1];
                seal.time(() -> sealed[0] = seal(plain, cipher));
                open.time(() -> open(sealed[0], cipher, opened));
                Files.delete(opened);
                Files.delete(cipher);
                peerSeal.time(() -> openSsl.seal(plain, peerCipher));
                peerOpen.time(() -> openSsl.open(peerCipher, opened));
                Files.delete(opened);
                Files.delete(peerCipher);
            }
            Report report =
                    new Report(
                            "seal: one attachment of " + (size >> 20) + " MiB, " + runs + " runs",
                            "MB/s",
                            1e6);
            report.row(digest, digest);
            report.row(copy, copy);
            report.row(peerSeal, peerSeal);
            report.row(seal, peerSeal);
            report.row(peerOpen, peerOpen);
            report.row(open, peerOpen);
            report.print(out, json);
        } finally {
            remove(folder);
        }
    }

    private Sealed seal(Path plain, Path cipher) throws IOException {
        AttachmentCipher.Encrypted encrypted;
        try (InputStream in = Files.newInputStream(plain);
                FileChannel channel =
                        FileChannel.open(
                                cipher, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream out = java.nio.channels.Channels.newOutputStream(channel);
            encrypted = AttachmentCipher.encrypt(in, out, random);
            channel.force(true);
        }
        Attachment attachment =
                new Attachment(
                        "tep-lon.bin",
                        "application/octet-stream",
                        encrypted.plainSize(),
                        encrypted.plain(),
                        OptionalInt.empty(),
                        encrypted.location());
        String id = UUID.randomUUID().toString();
        DocumentCard card =
                new DocumentCard(
                        id,
                        Optional.of("1/KH-UBND"),
                        "Kế hoạch",
                        Optional.of("Đo tốc độ"),
                        "H98",
                        Optional.of("A"),
                        now,
                        Level.MAT,
                        Optional.empty(),
                        1,
                        false,
                        Urgency.THUONG,
                        List.of(attachment));
        return Sealer.seal(
                new SealRequest(
                        new Document(card, "", Map.of()),
                        SecurityLabel.of(Level.MAT),
                        new SigningKey(sender.vault().signer("signature"), sender.signature()),
                        new SigningKey(
                                sender.vault().signer("authentication"), sender.authentication()),
                        List.of(receiver.encryption(), sender.encryption()),
                        new NoteDraft(
                                id,
                                SENDER,
                                List.of(new Recipient(RECEIVER, EndpointId.parse("H98/gw"), 1)),
                                Optional.empty(),
                                Urgency.THUONG,
                                Set.of("CO_YEU")),
                        List.of(RECEIVER),
                        now,
                        random));
    }

    private void open(Sealed sealed, Path cipher, Path opened) throws IOException, SealProblem {
        OpenResult result =
                Opener.open(
                        OuterSignature.verify(sealed.outerSignature(), agency.trustStore(), now),
                        sealed.envelope(),
                        receiver.vault(),
                        agency.trustStore(),
                        now);
        if (!(result instanceof OpenResult.Opened document)) {
            throw new IOException("not opened: " + result);
        }
        Attachment attachment = document.document().card().attachments().get(0);
        try (InputStream in = Files.newInputStream(cipher);
                FileChannel channel =
                        FileChannel.open(
                                opened, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            AttachmentCipher.decrypt(
                    attachment, in, java.nio.channels.Channels.newOutputStream(channel));
            channel.force(true);
        }
    }

    /** Until the just-in-time compiler has met the cipher often enough. */
    private void warmUp(Path folder) throws IOException, SealProblem {
        Path plain = folder.resolve("warm");
        write(plain, 256L << 20);
        Path cipher = folder.resolve("warm.cipher");
        Path opened = folder.resolve("warm.opened");
        for (int i = 0; i < 2; i++) {
            open(seal(plain, cipher), cipher, opened);
            Files.delete(cipher);
            Files.delete(opened);
        }
        Files.delete(plain);
    }

    private static void digest(Path file) throws IOException {
        MessageDigest digest = Digest.newSha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            int n;
            while ((n = in.read(buffer)) > 0) {
                digest.update(buffer, 0, n);
            }
        }
        if (digest.digest().length != Digest.LENGTH) {
            throw new IOException("no digest");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (InputStream in = Files.newInputStream(from);
                FileChannel channel =
                        FileChannel.open(
                                to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            in.transferTo(java.nio.channels.Channels.newOutputStream(channel));
            channel.force(true);
        }
    }

    private static void write(Path file, long size) throws IOException {
        Random seeded = new Random(20261122);
        byte[] block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = size; left > 0; left -= block.length) {
                seeded.nextBytes(block);
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
