package vn.antin.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import vn.antin.crypto.attachment.AttachmentCipher;
import vn.antin.crypto.attachment.AttachmentProblem;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificatePath.When;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.document.Attachment;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.document.Location;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.longterm.LongTermProblem;
import vn.antin.crypto.longterm.LongTermSignature;
import vn.antin.crypto.receipt.SignedReceipt;
import vn.antin.crypto.seal.BlobRef;
import vn.antin.crypto.seal.ConsignmentNote;
import vn.antin.crypto.seal.OpenResult;
import vn.antin.crypto.seal.Opener;
import vn.antin.crypto.seal.SealProblem;
import vn.antin.crypto.seal.VerifiedConsignment;
import vn.antin.sdk.OpenedDocument.OpenedFile;
import vn.antin.sdk.OpenedDocument.RoleClaim;
import vn.antin.sdk.files.FileNames;
import vn.antin.sdk.files.Together;
import vn.antin.sdk.spool.DurableFiles;
import vn.antin.sdk.spool.DurableOutput;
import vn.antin.sdk.spool.Incoming;
import vn.antin.sdk.wire.ConsignmentView;
import vn.antin.sdk.wire.Mailbox;

/**
 * Receives: fetches, verifies, opens, checks counts, signs for it.
 *
 * <p>Plaintext is written to a folder that only its owner may read, which appears under its name
 * when everything in it has verified, and never replaces another. Thread-safe.
 */
public final class Inbox {
    private static final String TEXT = "noi-dung.txt";
    private static final String SIGNED = "van-ban-da-ky.p7m";

    private final Account account;

    Inbox(Account account) {
        this.account = account;
    }

    /** What came in after this sequence number; 0 for all. */
    public List<Mailbox.InboxItem> list(long after) {
        return account.gateway().inbox(after);
    }

    /**
     * Fetches, verifies and opens a consignment into the new folder {@code target}.
     *
     * @throws SdkProblem NOT_AUTHENTIC or ATTACHMENT_TAMPERED when it does not verify,
     *     MODULE_UNAPPROVED when the card's module may not open it, OPENED_BEFORE when a document
     *     was opened into it before, TARGET_EXISTS
     */
    public OpenedDocument open(String consignment, Path target, Watcher watcher)
            throws IOException {
        requireFree(target);
        Incoming incoming = account.spool().incoming(consignment);
        Fetched fetched = fetch(consignment, incoming, watcher);
        RoleClaim role = role(fetched.opened());
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null) {
            throw new SdkProblem(SdkProblem.Code.TARGET_EXISTS, target);
        }
        Path unused = DurableFiles.privateFolder(parent);
        Path fresh = parent.resolve("." + consignment + ".part");
        DurableFiles.deleteTree(fresh);
        boolean published = false;
        try {
            Path made = DurableFiles.privateFolder(fresh);
            List<OpenedFile> files = write(fetched, incoming, made, watcher);
            requireFree(target);
            DurableFiles.move(fresh, target);
            published = true;
            OpenedDocument opened = fetched.describe(target, files, role);
            incoming.opened(findings(opened));
            return opened;
        } finally {
            if (!published) {
                DurableFiles.deleteTree(fresh);
            }
        }
    }

    /**
     * Signs for a consignment that was opened, and hands the receipt in; a receipt that was signed
     * before is handed in again as it is.
     *
     * @return the gateway's evidence of the hand-over, verified
     * @throws SdkProblem NOT_OPENED, PAGES_DIFFER, NO_RECEIPT_REQUESTED, MODULE_UNAPPROVED
     */
    public List<EvidenceReceipt> acknowledge(String consignment, Watcher watcher)
            throws IOException {
        Incoming incoming = account.spool().incoming(consignment);
        Optional<byte[]> kept = incoming.receipt();
        byte[] receipt;
        if (kept.isPresent()) {
            receipt = kept.get();
        } else {
            receipt = sign(consignment, incoming, watcher);
            incoming.receipt(receipt);
        }
        watcher.at(Watcher.Stage.SUBMIT, 0, 0);
        List<EvidenceReceipt> evidence = account.gateway().sendReceipt(consignment, receipt);
        evidence.forEach(account::verified);
        Digest signed = Digest.of(receipt);
        if (evidence.stream()
                .map(EvidenceReceipt::evidence)
                .noneMatch(e ->
                        e.event() == EvidenceEvent.CONTENT_HANDOVER
                                && e.consignment().equals(consignment)
                                && e.receipt().equals(Optional.of(signed)))) {
            throw new SdkProblem(
                    SdkProblem.Code.EVIDENCE_INVALID, new SdkProblem.Words("evidence.incomplete"));
        }
        incoming.dropCiphertext();
        return evidence;
    }

    private byte[] sign(String consignment, Incoming incoming, Watcher watcher) throws IOException {
        JsonObject findings =
                incoming.opened().orElseThrow(() -> new SdkProblem(SdkProblem.Code.NOT_OPENED));
        if (!findings.bool("pagesMatch")) {
            throw new SdkProblem(
                    SdkProblem.Code.PAGES_DIFFER,
                    findings.objects("files").stream()
                            .filter(file -> !file.bool("pagesMatch"))
                            .map(file -> file.string("sha256").substring(0, 16))
                            .collect(Collectors.joining(", ")));
        }
        Fetched fetched = fetch(consignment, incoming, watcher);
        if (!SignedReceipt.isAskedFrom(fetched.opened(), account.settings().endpoint())) {
            throw new SdkProblem(SdkProblem.Code.NO_RECEIPT_REQUESTED);
        }
        watcher.at(Watcher.Stage.SEAL, 0, 0);
        return SignedReceipt.create(
                fetched.opened(),
                account.signingKey(KeyLabel.SIGNATURE),
                account.clock().instant());
    }

    /** What was fetched and verified, all but the attachments beside it. */
    private record Fetched(OpenResult.Opened opened, Optional<Instant> heldAt) {
        Document document() {
            return opened.document();
        }

        OpenedDocument describe(Path folder, List<OpenedFile> files, RoleClaim role) {
            return new OpenedDocument(
                    folder,
                    document().card(),
                    document().text(),
                    opened.author(),
                    opened.signed(),
                    role,
                    heldAt,
                    opened.receiptRequested(),
                    files);
        }
    }

    /**
     * The directory of the own gateway knows the roles of its agency and what peers say of theirs.
     */
    private RoleClaim role(OpenResult.Opened opened) {
        EndpointId author = opened.author().endpoint();
        return RoleClaim.of(
                opened.signed().commitment(),
                account.gateway().directory(author.toString()).stream()
                        .filter(entry -> entry.endpoint().equals(author))
                        .findFirst());
    }

    private Fetched fetch(String consignment, Incoming incoming, Watcher watcher)
            throws IOException {
        ConsignmentView view = account.gateway().consignment(consignment);
        VerifiedConsignment verified = account.verified(view, consignment);
        account.requireApproved(verified.note().label().level());
        ConsignmentNote note = verified.note();
        List<BlobRef> blobs = new ArrayList<>();
        blobs.add(note.envelope());
        blobs.addAll(note.attachments());
        long total = blobs.stream().mapToLong(BlobRef::size).sum();
        long before = 0;
        for (BlobRef blob : blobs) {
            long base = before;
            account.gateway()
                    .download(
                            blob.sha256(),
                            blob.size(),
                            incoming.blob(blob.sha256()),
                            (done, size) -> watcher.at(Watcher.Stage.DOWNLOAD, base + done, total));
            before += blob.size();
        }
        watcher.at(Watcher.Stage.VERIFY, 0, 0);
        byte[] envelope = Files.readAllBytes(incoming.blob(note.envelope().sha256()));
        return opened(verified, envelope, view);
    }

    /** For the present; for the time of acceptance when a certificate has ended since. */
    private Fetched opened(VerifiedConsignment verified, byte[] envelope, ConsignmentView view) {
        When present = When.present(account.clock().instant());
        OpenResult result = open(verified, envelope, present);
        if (result instanceof OpenResult.Refused refused
                && refused.reason() == SealProblem.Reason.CERTIFICATE) {
            Optional<When> accepted = account.accepted(view);
            if (accepted.isPresent()
                    && open(verified, envelope, accepted.get()) instanceof OpenResult.Opened then) {
                return new Fetched(then, Optional.of(accepted.get().at()));
            }
        }
        return switch (result) {
            case OpenResult.Opened opened -> new Fetched(opened, Optional.empty());
            case OpenResult.Refused refused ->
                    throw SdkProblem.notAuthentic(null, SdkProblem.words(refused.reason()));
        };
    }

    private OpenResult open(VerifiedConsignment verified, byte[] envelope, When when) {
        return Opener.open(verified, envelope, account.vault(), account.trust().store(), when);
    }

    private static void requireFree(Path target) {
        if (holdsDocument(target)) {
            throw new SdkProblem(SdkProblem.Code.OPENED_BEFORE, target);
        }
        if (Files.exists(target)) {
            throw new SdkProblem(SdkProblem.Code.TARGET_EXISTS, target);
        }
    }

    /** Whether a document was opened into this folder. */
    public static boolean holdsDocument(Path folder) {
        return Files.isRegularFile(folder.resolve(SIGNED));
    }

    private List<OpenedFile> write(Fetched fetched, Incoming incoming, Path folder, Watcher watcher)
            throws IOException {
        Document document = fetched.document();
        List<Attachment> attachments = document.card().attachments();
        Together.Tally done =
                new Together.Tally(
                        watcher,
                        Watcher.Stage.DECRYPT,
                        attachments.stream().mapToLong(Attachment::size).sum());
        Set<Path> taken = new HashSet<>();
        List<Callable<OpenedFile>> work = new ArrayList<>();
        for (Attachment attachment : attachments) {
            Path file = free(folder, FileNames.safe(attachment.name()), taken);
            if (!folder.equals(file.getParent())) {
                throw new SdkProblem(SdkProblem.Code.ATTACHMENT_TAMPERED, attachment.name());
            }
            work.add(() -> {
                OpenedFile opened = write(document, attachment, incoming, file);
                done.add(attachment.size());
                return opened;
            });
        }
        List<OpenedFile> files = Together.run(work);
        if (!document.text().isBlank()) {
            DurableFiles.write(
                    free(folder, TEXT, taken),
                    document.text().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        DurableFiles.write(
                free(folder, SIGNED, taken), lasting(fetched.opened().innerSignedData()));
        return files;
    }

    /**
     * With the data for its verification in years (CAdES-B-LT). As it came when there is no
     * time-stamp, or when a certificate has ended and only evidence proves the time.
     */
    private byte[] lasting(byte[] signed) {
        try {
            return LongTermSignature.extended(
                    signed, account.trust().store(), account.clock().instant());
        } catch (LongTermProblem e) {
            return signed;
        }
    }

    private static OpenedFile write(
            Document document, Attachment attachment, Incoming incoming, Path file)
            throws IOException {
        try (DurableOutput plain = new DurableOutput(DurableFiles.create(file))) {
            decrypt(document, attachment, incoming, plain);
            plain.force();
        }
        return new OpenedFile(
                String.valueOf(file.getFileName()),
                attachment.size(),
                attachment.sha256(),
                attachment.pages(),
                pages(file, attachment));
    }

    private static void decrypt(
            Document document, Attachment attachment, Incoming incoming, OutputStream plain)
            throws IOException {
        switch (attachment.location()) {
            case Location.Inline inline -> {
                byte[] bytes = document.inline().get(inline.contentId());
                if (bytes == null) {
                    throw new SdkProblem(SdkProblem.Code.ATTACHMENT_TAMPERED, attachment.name());
                }
                plain.write(bytes);
            }
            case Location.Detached detached -> {
                try (InputStream cipher =
                        DurableFiles.read(incoming.blob(detached.cipherSha256()))) {
                    AttachmentCipher.decrypt(attachment, cipher, plain);
                } catch (AttachmentProblem e) {
                    throw new SdkProblem(e, SdkProblem.Code.ATTACHMENT_TAMPERED, attachment.name());
                }
            }
        }
    }

    /** What the author declared is counted again; a file that cannot be read counts as no pages. */
    private static OptionalInt pages(Path file, Attachment attachment) throws IOException {
        if (attachment.pages().isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return PageCounter.count(file, attachment.mediaType());
        } catch (SdkProblem e) {
            return OptionalInt.empty();
        }
    }

    /** A name that no file has, also none that is still to be written. */
    private static Path free(Path folder, String name, Set<Path> taken) {
        Path file = folder.resolve(name);
        for (int i = 1; Files.exists(file) || !taken.add(file); i++) {
            file = folder.resolve(i + "-" + name);
        }
        return file;
    }

    private JsonObject findings(OpenedDocument opened) {
        return JsonObject.builder()
                .put("at", account.clock().instant())
                .put("pagesMatch", opened.pagesMatch())
                .putObjects(
                        "files",
                        opened.files().stream()
                                .map(file ->
                                        JsonObject.builder()
                                                .put("sha256", file.sha256().hex())
                                                .put("size", file.size())
                                                .put("pagesMatch", file.pagesMatch())
                                                .build())
                                .toList())
                .build();
    }
}
