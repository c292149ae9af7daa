package vn.antin.sdk;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Callable;
import vn.antin.crypto.attachment.AttachmentCipher;
import vn.antin.crypto.attachment.AttachmentCipher.Encrypted;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.document.Attachment;
import vn.antin.crypto.document.AttachmentSizes;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.document.DocumentCard;
import vn.antin.crypto.document.DocumentException;
import vn.antin.crypto.document.Location;
import vn.antin.policies.label.Level;
import vn.antin.sdk.files.FileNames;
import vn.antin.sdk.files.Together;
import vn.antin.sdk.spool.DurableFiles;
import vn.antin.sdk.spool.DurableOutput;
import vn.antin.sdk.spool.Staging;

/**
 * Makes the document of a draft: counts pages, puts small files inside and encrypts large ones
 * beside it. Plaintext is only read, never copied to disk.
 */
final class Composer {
    private static final long MAX_INLINE_TOTAL = 12L << 20;

    private final SecureRandom random;
    private final Watcher watcher;
    private final Map<String, byte[]> inline = new LinkedHashMap<>();
    private long inlineTotal;

    Composer(SecureRandom random, Watcher watcher) {
        this.random = random;
        this.watcher = watcher;
    }

    /** Refuses, before anything is done, what could not be sent. */
    static void check(Draft draft) throws IOException {
        if (draft.files().isEmpty() && draft.text().isBlank()) {
            throw new SdkProblem(SdkProblem.Code.NOTHING_TO_SEND);
        }
        if (draft.level() == Level.TUYET_MAT && draft.title().isPresent()) {
            throw new SdkProblem(SdkProblem.Code.TITLE_NOT_ALLOWED);
        }
        for (Path file : draft.files()) {
            if (!Files.isRegularFile(file)) {
                throw new SdkProblem(SdkProblem.Code.FILE_MISSING, file);
            }
            if (!Files.isReadable(file)) {
                throw new SdkProblem(SdkProblem.Code.FILE_UNREADABLE, file);
            }
            long size = Files.size(file);
            if (size == 0) {
                throw new SdkProblem(SdkProblem.Code.FILE_EMPTY, file);
            }
            if (size > AttachmentSizes.MAX_PLAIN) {
                throw new SdkProblem(SdkProblem.Code.FILE_TOO_BIG, file);
            }
        }
    }

    /**
     * Makes the document.
     *
     * @param exercise whether it carries the mark of an exercise
     */
    Document compose(Draft draft, EndpointId author, Instant at, boolean exercise, Staging staging)
            throws IOException {
        long total = 0;
        for (Path file : draft.files()) {
            total += Files.size(file);
        }
        Together.Tally progress = new Together.Tally(watcher, Watcher.Stage.ENCRYPT, total);
        List<Callable<Attachment>> work = new ArrayList<>();
        for (Path file : draft.files()) {
            work.add(attached(file, staging, progress));
        }
        try {
            List<Attachment> attachments = Together.run(work);
            DocumentCard card =
                    new DocumentCard(
                            UUID.randomUUID().toString(),
                            draft.number(),
                            draft.type(),
                            draft.title(),
                            author.organization().value(),
                            draft.signatory(),
                            at,
                            draft.level(),
                            draft.listItem(),
                            draft.copies(),
                            draft.copyingAllowed(),
                            draft.urgency(),
                            attachments,
                            Optional.empty(),
                            Optional.empty(),
                            draft.namedOnly(),
                            draft.returnBy(),
                            Optional.empty(),
                            Optional.empty(),
                            exercise);
            return new Document(card, draft.text(), inline);
        } catch (DocumentException e) {
            throw new SdkProblem(
                    e,
                    SdkProblem.Code.DOCUMENT_INVALID,
                    SdkProblem.field(e),
                    SdkProblem.words(e.reason()));
        }
    }

    /** Takes a small file now; a large one when the task runs. */
    private Callable<Attachment> attached(Path file, Staging staging, Together.Tally progress)
            throws IOException {
        String name = Normalizer.normalize(file.getFileName().toString(), Normalizer.Form.NFC);
        if (!FileNames.isSafe(name)) {
            throw new SdkProblem(SdkProblem.Code.NAME_NOT_SAFE, name);
        }
        long size = Files.size(file);
        if (size <= Document.MAX_INLINE && inlineTotal + size <= MAX_INLINE_TOTAL) {
            Attachment taken = named(file, () -> takenInside(file, name, size));
            progress.add(size);
            return () -> taken;
        }
        Path blob = staging.newBlob();
        return () -> named(file, () -> encrypted(file, name, size, blob, staging, progress));
    }

    /** An attachment, or an I/O problem. */
    private interface Making {
        Attachment make() throws IOException;
    }

    /** What is wrong with the attachment is told with the file's name. */
    private static Attachment named(Path file, Making making) throws IOException {
        try {
            return making.make();
        } catch (DocumentException e) {
            throw new SdkProblem(
                    e,
                    SdkProblem.Code.DOCUMENT_INVALID,
                    SdkProblem.attachment(String.valueOf(file.getFileName())),
                    SdkProblem.renamed(e.reason()));
        }
    }

    private Attachment takenInside(Path file, String name, long size) throws IOException {
        String type = PageCounter.mediaType(name);
        OptionalInt pages = PageCounter.count(file, type);
        byte[] bytes = Files.readAllBytes(file);
        require(bytes.length == size, file);
        String contentId = "part-" + (inline.size() + 1);
        Attachment attachment =
                new Attachment(
                        name, type, size, Digest.of(bytes), pages, new Location.Inline(contentId));
        inline.put(contentId, bytes);
        inlineTotal += size;
        return attachment;
    }

    private Attachment encrypted(
            Path file, String name, long size, Path blob, Staging staging, Together.Tally progress)
            throws IOException {
        String type = PageCounter.mediaType(name);
        OptionalInt pages = PageCounter.count(file, type);
        Encrypted encrypted;
        try (InputStream plain = new Watched(DurableFiles.read(file), progress);
                DurableOutput cipher = new DurableOutput(DurableFiles.create(blob))) {
            encrypted = AttachmentCipher.encrypt(plain, cipher, random);
            cipher.force();
        }
        staging.name(blob, encrypted.cipher());
        require(encrypted.plainSize() == size, file);
        return new Attachment(name, type, size, encrypted.plain(), pages, encrypted.location());
    }

    private static void require(boolean unchanged, Path file) {
        if (!unchanged) {
            throw new SdkProblem(SdkProblem.Code.FILE_CHANGED, file);
        }
    }

    /** Counts what is read. */
    private static final class Watched extends FilterInputStream {
        private final Together.Tally tally;

        Watched(InputStream in, Together.Tally tally) {
            super(in);
            this.tally = tally;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            if (value >= 0) {
                tally.add(1);
            }
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            if (n > 0) {
                tally.add(n);
            }
            return n;
        }
    }
}
