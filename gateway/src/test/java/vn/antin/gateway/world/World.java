package vn.antin.gateway.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.document.Attachment;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.document.DocumentCard;
import vn.antin.crypto.document.Location;
import vn.antin.crypto.document.Urgency;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.kem.EndpointKemKey;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.receipt.SignedReceipt;
import vn.antin.crypto.seal.NoteDraft;
import vn.antin.crypto.seal.OpenResult;
import vn.antin.crypto.seal.Opener;
import vn.antin.crypto.seal.OuterSignature;
import vn.antin.crypto.seal.Recipient;
import vn.antin.crypto.seal.SealProblem;
import vn.antin.crypto.seal.SealRequest;
import vn.antin.crypto.seal.Sealed;
import vn.antin.crypto.seal.Sealer;
import vn.antin.policies.label.Level;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.transport.GatewayException;
import vn.antin.sdk.transport.Progress;
import vn.antin.sdk.wire.SubmissionAnswer;

/** Two agencies at two premises that trust each other, with officers on both sides. */
public final class World implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final TestClock clock = new TestClock();
    private final boolean exercise;
    private final Office one;
    private final Office two;
    private final Map<String, AtomicLong> sequences = new ConcurrentHashMap<>();

    /** Makes and starts everything below a folder, as an exercise. */
    public World(Path folder) throws IOException {
        this(folder, true);
    }

    /** Makes and starts everything below a folder. */
    public World(Path folder, boolean exercise) throws IOException {
        this.folder = folder;
        this.exercise = exercise;
        this.one =
                new Office(
                        "H26.01", "Sở Nội vụ Hà Nội", "P1", folder.resolve("one"), clock, exercise);
        this.two =
                new Office(
                        "H27.02",
                        "Sở Công Thương Bắc Ninh",
                        "P2",
                        folder.resolve("two"),
                        clock,
                        exercise);
        one.befriend(two);
        two.befriend(one);
        acquaint();
    }

    /** Lets both gateways fetch each other's directory now. */
    public void acquaint() {
        fetch(one, two);
        fetch(two, one);
    }

    /** A gateway that has not fetched the other's revocation list yet does not answer yet. */
    private static void fetch(Office from, Office of) {
        for (int i = 0; ; i++) {
            try {
                from.gateway().peerSync().sync(of.config().organization());
                return;
            } catch (GatewayException e) {
                if (i == 20) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** H26.01. */
    public Office one() {
        return one;
    }

    /** H27.02. */
    public Office two() {
        return two;
    }

    /** The clock of all. */
    public TestClock clock() {
        return clock;
    }

    /** A document with a short attachment, marked as this world is. */
    public Document document(Level level, String marker) {
        return document(level, marker, exercise);
    }

    /** A document with a short attachment. */
    public Document document(Level level, String marker, boolean exercise) {
        byte[] bytes = marker.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Attachment attachment =
                new Attachment(
                        "ke-hoach.txt",
                        "text/plain",
                        bytes.length,
                        Digest.of(bytes),
                        OptionalInt.of(1),
                        new Location.Inline("a1"));
        DocumentCard card =
                new DocumentCard(
                        UUID.randomUUID().toString(),
                        Optional.of("32/KH-UBND"),
                        "ke_hoach",
                        level == Level.TUYET_MAT
                                ? Optional.empty()
                                : Optional.of(marker.substring(0, Math.min(marker.length(), 100))),
                        one.config().organization().value(),
                        Optional.of("Nguyễn Văn A"),
                        clock.instant(),
                        level,
                        level == Level.KHONG_MAT ? Optional.empty() : Optional.of("Mục 1"),
                        1,
                        false,
                        Urgency.KHAN,
                        List.of(attachment),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        exercise);
        return new Document(card, marker, Map.of("a1", bytes));
    }

    /** Seals a document for recipients. */
    public Sealed seal(Person sender, Level level, String marker, Person... recipients) {
        return seal(sender, document(level, marker), UUID.randomUUID().toString(), recipients);
    }

    /** Seals under a consignment id that is given. */
    public Sealed seal(Person sender, Document document, String id, Person... recipients) {
        return seal(sender, document, id, List.of(), recipients);
    }

    /** The same in the quantum-safe layer for these keys, or in none. */
    public Sealed seal(
            Person sender,
            Document document,
            String id,
            List<EndpointKemKey> layer,
            Person... recipients) {
        return Sealer.seal(request(sender, document, id, recipients).nestedFor(layer));
    }

    /** What is to be sealed. */
    public SealRequest request(Person sender, Document document, String id, Person... recipients) {
        Instant now = clock.instant();
        List<Recipient> to = new ArrayList<>();
        List<EndpointId> asked = new ArrayList<>();
        List<X509Certificate> certificates = new ArrayList<>();
        sender.vault().certificate(KeyLabel.ENCRYPTION).ifPresent(certificates::add);
        for (Person recipient : recipients) {
            EndpointId endpoint = recipient.endpoint();
            to.add(
                    new Recipient(
                            endpoint,
                            EndpointId.gatewayOf(endpoint.organization()),
                            next(sender.endpoint(), endpoint)));
            asked.add(endpoint);
            certificates.add(recipient.certificate(KeyLabel.ENCRYPTION));
        }
        return new SealRequest(
                document,
                document.card().label(),
                sender.key(KeyLabel.SIGNATURE),
                sender.key(KeyLabel.AUTHENTICATION),
                certificates,
                sender.vault().certificate(KeyLabel.ENCRYPTION).isPresent(),
                new NoteDraft(
                        id,
                        sender.endpoint(),
                        to,
                        Optional.of(now.plus(Duration.ofHours(8))),
                        Urgency.KHAN,
                        Set.of("CO_YEU", "LAN_DOC_LAP")),
                asked,
                now,
                RANDOM);
    }

    private long next(EndpointId from, EndpointId to) {
        return sequences
                .computeIfAbsent(from + ">" + to, pair -> new AtomicLong())
                .incrementAndGet();
    }

    /** Submits, uploads what is missing, submits again. */
    public SubmissionAnswer.Accepted send(Person sender, Sealed sealed) throws IOException {
        try (GatewayClient client = sender.client()) {
            SubmissionAnswer answer = client.submit(sealed.outerSignature());
            if (answer instanceof SubmissionAnswer.AwaitingBlobs) {
                client.upload(sealed.note().envelope().sha256(), file(sealed), Progress.NONE);
                answer = client.submit(sealed.outerSignature());
            }
            return (SubmissionAnswer.Accepted) answer;
        }
    }

    /** Opens it and signs for it. */
    public List<EvidenceReceipt> signFor(Person recipient, Sealed sealed) throws SealProblem {
        TrustStore trust = recipient.trust();
        Instant now = clock.instant();
        OpenResult.Opened opened =
                (OpenResult.Opened)
                        Opener.open(
                                OuterSignature.verify(sealed.outerSignature(), trust, now),
                                sealed.envelope(),
                                recipient.vault(),
                                trust,
                                now);
        byte[] receipt = SignedReceipt.create(opened, recipient.key(KeyLabel.SIGNATURE), now);
        try (GatewayClient client = recipient.client()) {
            return client.sendReceipt(sealed.note().id(), receipt);
        }
    }

    /** The envelope as a file. */
    public Path file(Sealed sealed) throws IOException {
        Path file = folder.resolve(sealed.note().id() + ".p7m");
        return Files.write(file, sealed.envelope());
    }

    /** Waits until it holds, at most 20 seconds. */
    public static void await(String what, BooleanSupplier holds) throws InterruptedException {
        for (int i = 0; i < 400; i++) {
            if (holds.getAsBoolean()) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("not within 20 s: " + what);
    }

    @Override
    public void close() {
        one.close();
        two.close();
    }
}
