package vn.antin.gateway.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.document.Urgency;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.seal.BlobRef;
import vn.antin.crypto.seal.ConsignmentNote;
import vn.antin.crypto.seal.Recipient;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.gateway.consignment.ConsignmentRecord;
import vn.antin.gateway.consignment.Direction;
import vn.antin.gateway.evidence.EvidenceDesk;
import vn.antin.gateway.evidence.SealRecord;
import vn.antin.gateway.exchange.BlobStore;
import vn.antin.gateway.exchange.Committed;
import vn.antin.gateway.exchange.OutboxRecord;
import vn.antin.gateway.exchange.Tx;
import vn.antin.gateway.exchange.View;
import vn.antin.gateway.records.RegisterEntry;
import vn.antin.gateway.records.RegisterKind;
import vn.antin.gateway.store.disk.DiskBlobStore;
import vn.antin.gateway.store.disk.DurableStep;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;

/** A store and blobs in a folder, with a log key that stays, and submissions to put into it. */
final class TestGateway implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-22T03:04:05.678Z");
    static final EndpointId GATEWAY = EndpointId.parse("H26.01/gw");
    static final EndpointId SENDER = EndpointId.parse("H26.01/nva");
    static final EndpointId RECIPIENT = EndpointId.parse("H26.01/ttb");
    static final EndpointId PEER = EndpointId.parse("G09/gw");
    static final EndpointId FAR_RECIPIENT = EndpointId.parse("G09/lvc");
    static final String POLICY = "vn-2025@1";

    final SqliteStore store;
    final DiskBlobStore blobs;
    final EvidenceDesk desk;

    private TestGateway(SqliteStore store, DiskBlobStore blobs, EvidenceDesk desk) {
        this.store = store;
        this.blobs = blobs;
        this.desk = desk;
    }

    private static final EvidenceDesk.Circumstances EXERCISE =
            new EvidenceDesk.Circumstances() {
                @Override
                public boolean exercise() {
                    return true;
                }

                @Override
                public String provider(Level level, Instant at) {
                    return "none";
                }
            };

    static TestGateway open(Path folder) {
        return open(folder, DurableStep.Listener.NONE);
    }

    static TestGateway open(Path folder, DurableStep.Listener steps) {
        return open(folder, steps, logSigner(folder));
    }

    static TestGateway open(Path folder, DurableStep.Listener steps, Signer signer) {
        InstantSource clock = InstantSource.fixed(NOW);
        String origin = Evidence.logOf(GATEWAY.organization());
        return new TestGateway(
                SqliteStore.open(folder, origin, signer, clock, steps),
                new DiskBlobStore(folder, 0, steps),
                new EvidenceDesk(GATEWAY, EXERCISE, clock, new SecureRandom()));
    }

    /** The log key of this folder, made at the first call. */
    static Signer logSigner(Path folder) {
        try {
            Path privateFile = folder.resolve("log.key");
            Path publicFile = folder.resolve("log.pub");
            if (!Files.exists(publicFile)) {
                Files.createDirectories(folder);
                KeyPair pair = SoftwareVault.newKeyPair(SoftwareVault.KeyType.ED25519);
                Files.write(privateFile, pair.getPrivate().getEncoded());
                Files.write(publicFile, pair.getPublic().getEncoded());
            }
            KeyFactory factory = KeyFactory.getInstance("Ed25519");
            KeyPair pair =
                    new KeyPair(
                            factory.generatePublic(
                                    new X509EncodedKeySpec(Files.readAllBytes(publicFile))),
                            factory.generatePrivate(
                                    new PKCS8EncodedKeySpec(Files.readAllBytes(privateFile))));
            return new SoftwareVault().put("log", pair).signer("log");
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A submission: the note, what stands for its outer signature, and its one blob. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Submission(ConsignmentNote note, byte[] outer, byte[] envelope) {
        Digest digest() {
            return Digest.of(outer);
        }

        String id() {
            return note.id();
        }
    }

    /** The n-th submission from {@link #SENDER} to one recipient; the same each time. */
    static Submission submission(int n, EndpointId recipient) {
        byte[] envelope = ("envelope " + n + " to " + recipient).getBytes(StandardCharsets.UTF_8);
        ConsignmentNote note =
                new ConsignmentNote(
                        id(n + " to " + recipient),
                        BlobRef.of(envelope),
                        List.of(),
                        SecurityLabel.of(Level.MAT),
                        SENDER,
                        List.of(
                                new Recipient(
                                        recipient,
                                        EndpointId.gatewayOf(recipient.organization()),
                                        n)),
                        NOW,
                        Optional.empty(),
                        Urgency.THUONG,
                        Set.of("CO_YEU"));
        return new Submission(
                note, ("outer " + note.id()).getBytes(StandardCharsets.UTF_8), envelope);
    }

    static Submission submission(int n) {
        return submission(n, RECIPIENT);
    }

    private static String id(String name) {
        String text = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
        return text.substring(0, 14) + "4" + text.substring(15, 19) + "8" + text.substring(20);
    }

    EvidenceDesk.About about(Submission submission) {
        return EvidenceDesk.About.of(submission.note(), submission.digest(), POLICY);
    }

    /** Brings the blob, then accepts: what a gateway does with a submission, once or again. */
    CompletableFuture<Committed<Long>> submit(Submission submission) {
        upload(submission);
        return store.commit(tx -> accept(tx, submission))
                .thenApply(committed -> {
                    blobs.settle(SENDER, List.of(submission.note().envelope()));
                    return committed;
                });
    }

    /** Keeps the record of a seal, as a gateway does before the seal leaves it. */
    void seal(int number) {
        Digest some = Digest.of(new byte[] {(byte) number});
        SealRecord seal =
                new SealRecord(
                        NOW,
                        SENDER,
                        some,
                        SENDER,
                        some,
                        some,
                        String.valueOf(number),
                        Level.MAT,
                        some,
                        some,
                        POLICY,
                        "none",
                        true);
        boolean unused =
                store.commit(
                                tx -> {
                                    tx.evidence().append(seal, new byte[SealRecord.SALT_LENGTH]);
                                    return true;
                                })
                        .join()
                        .value();
    }

    void upload(Submission submission) {
        BlobRef blob = submission.note().envelope();
        if (blobs.complete(SENDER, blob)) {
            return;
        }
        long offset = blobs.offset(SENDER, blob);
        try (BlobStore.Upload upload = blobs.upload(SENDER, blob, offset)) {
            int from = Math.toIntExact(offset);
            upload.write(submission.envelope(), from, submission.envelope().length - from);
            long unused = upload.finish();
        }
    }

    /** Gives back the position; the same again changes nothing. */
    long accept(Tx tx, Submission submission) {
        Optional<ConsignmentRecord> before = tx.consignments().consignment(submission.id());
        if (before.isPresent() && before.get().outer().equals(submission.digest())) {
            return before.get().position();
        }
        EndpointId recipient = submission.note().recipients().get(0).endpoint();
        boolean local = recipient.organization().equals(GATEWAY.organization());
        ConsignmentRecord record =
                tx.consignments()
                        .accept(
                                new ConsignmentRecord(
                                        0,
                                        submission.note(),
                                        submission.digest(),
                                        local ? Direction.LOCAL : Direction.OUTGOING,
                                        SENDER,
                                        NOW,
                                        POLICY),
                                submission.outer(),
                                List.of(recipient));
        EvidenceDesk.About about = about(submission);
        desk.issue(
                tx.evidence(), about, EvidenceEvent.SUBMISSION_ACCEPTANCE, Optional.empty(), NOW);
        if (local) {
            desk.issue(
                    tx.evidence(),
                    about,
                    EvidenceEvent.CONTENT_CONSIGNMENT,
                    Optional.of(recipient),
                    NOW);
        } else {
            tx.outbox().ask(OutboxRecord.Kind.RELAY, submission.id(), PEER, 0, NOW);
        }
        tx.registers().enter(entry(RegisterKind.OUTGOING, submission, Level.MAT));
        tx.events().tell(recipient, "consignment", submission.id(), "ContentConsignment", NOW);
        return record.position();
    }

    static RegisterEntry entry(RegisterKind register, Submission submission, Level level) {
        return RegisterEntry.outside(
                register,
                LocalDate.of(2026, 11, 22),
                NOW,
                submission.id(),
                SENDER,
                level,
                submission.note().recipients().stream().map(Recipient::endpoint).toList());
    }

    /** Reads rows. */
    <R> List<R> list(Function<View, List<R>> reader) {
        return store.read(reader);
    }

    /** Reads what may be there. */
    <R> Optional<R> find(Function<View, Optional<R>> reader) {
        return store.read(reader);
    }

    /** Reads a number. */
    long number(ToLongFunction<View> reader) {
        return store.<Long>read(reader::applyAsLong);
    }

    List<Fsck.Finding> check() {
        return new Fsck(store, blobs).structure();
    }

    @Override
    public void close() {
        store.close();
    }
}
