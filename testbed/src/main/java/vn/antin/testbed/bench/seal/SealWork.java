package vn.antin.testbed.bench.seal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import vn.antin.crypto.attachment.AttachmentCipher;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.document.Attachment;
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
import vn.antin.sdk.spool.DurableFiles;
import vn.antin.sdk.spool.DurableOutput;

/** One officer seals for another, with software keys (P-256; their authority has P-384). */
final class SealWork {
    private static final EndpointId SENDER = EndpointId.parse("H98/a");
    private static final EndpointId RECEIVER = EndpointId.parse("H98/b");

    private final SecureRandom random = new SecureRandom();
    private final TestAgency agency = new TestAgency("H98", "Bench");
    private final TestAgency.Member sender = agency.officer(SENDER.name(), "A");
    private final TestAgency.Member receiver = agency.officer(RECEIVER.name(), "B");
    private final Instant now = agency.now();
    private final TrustStore trust = agency.trustStore();

    TestAgency agency() {
        return agency;
    }

    TestAgency.Member sender() {
        return sender;
    }

    TestAgency.Member receiver() {
        return receiver;
    }

    /** With {@code plain} as an attachment beside it, whose ciphertext is on the disk at return. */
    Sealed seal(Path plain, Path cipher) throws IOException {
        AttachmentCipher.Encrypted encrypted;
        try (InputStream in = DurableFiles.read(plain);
                DurableOutput out = new DurableOutput(DurableFiles.create(cipher))) {
            encrypted = AttachmentCipher.encrypt(in, out, random);
            out.force();
        }
        return seal(
                "",
                List.of(
                        new Attachment(
                                "tep-lon.bin",
                                "application/octet-stream",
                                encrypted.plainSize(),
                                encrypted.plain(),
                                OptionalInt.empty(),
                                encrypted.location())));
    }

    /** In memory. */
    Sealed seal(String text, List<Attachment> attachments) {
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
                        attachments);
        return Sealer.seal(
                new SealRequest(
                        new Document(card, text, Map.of()),
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

    /** Verifies and decrypts what is small. */
    Document open(Sealed sealed) throws IOException, SealProblem {
        OpenResult result =
                Opener.open(
                        OuterSignature.verify(sealed.outerSignature(), trust, now),
                        sealed.envelope(),
                        receiver.vault(),
                        trust,
                        now);
        if (!(result instanceof OpenResult.Opened document)) {
            throw new IOException("not opened: " + result);
        }
        return document.document();
    }

    /** And the attachment, which is on the disk at return. */
    void open(Sealed sealed, Path cipher, Path opened) throws IOException, SealProblem {
        Attachment attachment = open(sealed).card().attachments().get(0);
        try (InputStream in = DurableFiles.read(cipher);
                DurableOutput out = new DurableOutput(DurableFiles.create(opened))) {
            AttachmentCipher.decrypt(attachment, in, out);
            out.force();
        }
    }
}
