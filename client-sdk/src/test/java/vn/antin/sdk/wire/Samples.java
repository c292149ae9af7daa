package vn.antin.sdk.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import vn.antin.crypto.bc.kem.MlKem;
import vn.antin.crypto.bc.kem.MlKemKey;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.cert.RevocationReason;
import vn.antin.crypto.document.Urgency;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.kem.KemStatement;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.policies.clearance.Clearance;
import vn.antin.policies.clearance.EndpointKind;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.label.Level;
import vn.antin.sdk.testkit.PaperLog;

/** One filled message of each kind, and how to read it. */
final class Samples {
    static final String ID = "3f0c9d1e-52aa-4c1b-9d5e-7f3f0a6b1c2d";
    static final EndpointId AN = EndpointId.parse("H26.01/nva");
    static final EndpointId BINH = EndpointId.parse("A07/ttb");
    static final EndpointId GATEWAY = EndpointId.parse("H26.01/gw");
    private static final Deployment DEPLOYMENT =
            new Deployment(
                    true,
                    false,
                    "Máy A: chưa được phê duyệt",
                    "Device A: not approved",
                    Set.of(Level.TOI_MAT));
    static final Instant AT = Instant.parse("2026-11-22T03:04:05.678Z");

    static final EvidenceReceipt RECEIPT = receipt();

    private Samples() {}

    private static EvidenceReceipt receipt() {
        SoftwareVault vault = new SoftwareVault().ed25519("log");
        return new PaperLog("log.antin/H26.01", vault.signer("log"))
                .enter(
                        new Evidence(
                                ID,
                                EvidenceEvent.SUBMISSION_ACCEPTANCE,
                                AT,
                                GATEWAY,
                                "log.antin/H26.01",
                                ID,
                                AN,
                                Optional.of(BINH),
                                Digest.of(new byte[] {1}),
                                Digest.of(new byte[] {2}),
                                "C",
                                List.of(),
                                Optional.empty(),
                                "vn-2025@1"));
    }

    /** A message in JSON, and the reader that writes it again. */
    record Sample(JsonObject json, Function<JsonObject, JsonObject> again) {}

    static Map<String, Sample> all() {
        Map<String, Sample> all = new LinkedHashMap<>();
        X509Certificate ca = certificate();
        all.put(
                "health",
                new Sample(
                        new Api.Health(GATEWAY, AT, DEPLOYMENT).toJson(),
                        j -> Api.Health.fromJson(j).toJson()));
        all.put(
                "trust",
                new Sample(
                        new TrustBundle(
                                        ca,
                                        List.of(ca),
                                        List.of(crl()),
                                        List.of(new TrustBundle.GatewayLogKey(GATEWAY, "v+k+y")),
                                        DEPLOYMENT,
                                        "{}")
                                .toJson(),
                        j -> TrustBundle.fromJson(j).toJson()));
        all.put(
                "directory",
                new Sample(
                        new DirectoryEntry.Page(List.of(entry(ca), gatewayEntry())).toJson(),
                        j -> DirectoryEntry.Page.fromJson(j).toJson()));
        all.put(
                "seal",
                new Sample(
                        new SealOrder("17/BC-SNV", new byte[] {1, 2, 3}).toJson(),
                        j -> SealOrder.fromJson(j).toJson()));
        enrolment(all, ca);
        peers(all, ca);
        submission(all);
        mailbox(all);
        return all;
    }

    private static DirectoryEntry entry(X509Certificate ca) {
        return new DirectoryEntry(
                AN,
                EndpointKind.OFFICER,
                "Nguyễn Văn An",
                "Sở Nội vụ",
                Optional.of("Phòng Văn thư"),
                GATEWAY,
                Optional.of(
                        new DirectoryEntry.ClearanceLine(Level.MAT, LocalDate.of(2027, 12, 31))),
                Optional.of(ca),
                Optional.of(ca),
                Optional.of(ca),
                DirectoryEntry.State.ACTIVE,
                List.of(
                        new DirectoryEntry.Order(
                                "suspend",
                                Optional.of(AN),
                                Instant.parse("2026-11-22T03:04:05Z"),
                                Optional.of("nghỉ phép")),
                        new DirectoryEntry.Order(
                                "resume",
                                Optional.empty(),
                                Instant.parse("2026-11-23T03:04:05Z"),
                                Optional.empty())),
                Optional.of(kemKey()),
                Set.of(Role.OFFICER, Role.REGISTRY_CLERK));
    }

    private static KemStatement kemKey() {
        try (MlKemKey key = MlKemKey.ofSeed(MlKem.ML_KEM_768, new byte[MlKem.SEED_LENGTH])) {
            return KemStatement.sign(
                    AN,
                    key.publicKey(),
                    Instant.parse("2026-11-22T03:04:05Z"),
                    new SoftwareVault().ecP256("a").signer("a"));
        }
    }

    private static DirectoryEntry gatewayEntry() {
        return new DirectoryEntry(
                GATEWAY,
                EndpointKind.GATEWAY,
                "Cổng",
                "Sở Nội vụ",
                Optional.empty(),
                GATEWAY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                DirectoryEntry.State.SUSPENDED,
                List.of());
    }

    private static void enrolment(Map<String, Sample> all, X509Certificate ca) {
        all.put(
                "enrolment",
                new Sample(
                        new Enrolment.Request(
                                        "nva",
                                        "Nguyễn Văn An",
                                        Optional.of("Phòng Văn thư"),
                                        Set.of(Role.OFFICER, Role.REGISTRY_CLERK),
                                        Optional.of(
                                                new Clearance(
                                                        Level.TOI_MAT,
                                                        LocalDate.of(2027, 12, 31),
                                                        "QĐ 12/QĐ-SNV")),
                                        Optional.of("PC-07"),
                                        new byte[] {1},
                                        new byte[] {2},
                                        new byte[] {3})
                                .toJson(),
                        j -> Enrolment.Request.fromJson(j).toJson()));
        all.put(
                "adoption",
                new Sample(
                        new Enrolment.Request(
                                        "nva",
                                        "Nguyễn Văn An",
                                        Optional.empty(),
                                        Set.of(Role.OFFICER),
                                        Optional.empty(),
                                        Optional.empty(),
                                        new byte[] {1},
                                        new byte[] {2},
                                        Optional.empty(),
                                        Optional.of(new Adoption(ca, List.of(ca))))
                                .toJson(),
                        j -> Enrolment.Request.fromJson(j).toJson()));
        all.put(
                "adoptionProof",
                new Sample(
                        new Enrolment.Proof(new byte[0], Optional.of(new byte[] {1})).toJson(),
                        j -> Enrolment.Proof.fromJson(j).toJson()));
        all.put(
                "signOnlyResult",
                new Sample(
                        new Enrolment.Result(AN, ca, ca, Optional.empty(), ca).toJson(),
                        j -> Enrolment.Result.fromJson(j).toJson()));
        all.put(
                "challenge",
                new Sample(
                        new Enrolment.Challenge(ID, new byte[] {1, 2}).toJson(),
                        j -> Enrolment.Challenge.fromJson(j).toJson()));
        all.put(
                "proof",
                new Sample(
                        new Enrolment.Proof(new byte[32]).toJson(),
                        j -> Enrolment.Proof.fromJson(j).toJson()));
        all.put(
                "result",
                new Sample(
                        new Enrolment.Result(AN, ca, ca, Optional.of(ca), ca).toJson(),
                        j -> Enrolment.Result.fromJson(j).toJson()));
        all.put(
                "renewal",
                new Sample(
                        new Enrolment.Renewal(
                                        new byte[] {1},
                                        new byte[] {2},
                                        new byte[] {3},
                                        Optional.of(
                                                new Enrolment.Consent(
                                                        new byte[] {4}, new byte[] {5})),
                                        Optional.empty())
                                .toJson(),
                        j -> Enrolment.Renewal.fromJson(j).toJson()));
        all.put(
                "replacement",
                new Sample(
                        new Enrolment.Renewal(
                                        new byte[] {1},
                                        new byte[] {2},
                                        new byte[] {3},
                                        Optional.empty(),
                                        Optional.of(RevocationReason.KEY_COMPROMISE))
                                .toJson(),
                        j -> Enrolment.Renewal.fromJson(j).toJson()));
        all.put(
                "suspension",
                new Sample(
                        new Suspension(
                                        "nghỉ hưu",
                                        true,
                                        Optional.of(RevocationReason.CESSATION_OF_OPERATION))
                                .toJson(),
                        j -> Suspension.fromJson(j).toJson()));
        all.put(
                "resumption",
                new Sample(
                        new Suspension.Resumption("đã tìm thấy thẻ").toJson(),
                        j -> Suspension.Resumption.fromJson(j).toJson()));
    }

    private static void peers(Map<String, Sample> all, X509Certificate ca) {
        PeerCard card =
                new PeerCard(
                        OrganizationId.parse("H26.01"),
                        "Sở Nội vụ",
                        GATEWAY,
                        URI.create("https://127.0.0.1:8443"),
                        "P1",
                        ca,
                        ca,
                        "log.antin/H26.01+00000000+AQ==",
                        true);
        SignedPeerCard signed = new SignedPeerCard(card, new byte[] {1, 2});
        PeerCard.AddPeer add = new PeerCard.AddPeer(signed, "CO_YEU", true);
        PeerCard.Peer peer = new PeerCard.Peer(card, "CO_YEU");
        all.put("card", new Sample(signed.toJson(), j -> SignedPeerCard.fromJson(j).toJson()));
        all.put("addPeer", new Sample(add.toJson(), j -> PeerCard.AddPeer.fromJson(j).toJson()));
        all.put(
                "peers",
                new Sample(
                        new PeerCard.Listing(signed, List.of(peer)).toJson(),
                        j -> PeerCard.Listing.fromJson(j).toJson()));
    }

    private static void submission(Map<String, Sample> all) {
        all.put(
                "accepted",
                new Sample(
                        new SubmissionAnswer.Accepted(ID, List.of(RECEIPT)).toJson(),
                        j -> SubmissionAnswer.fromJson(j).toJson()));
        all.put(
                "missing",
                new Sample(
                        new SubmissionAnswer.AwaitingBlobs(
                                        ID,
                                        List.of(
                                                new SubmissionAnswer.MissingBlob(
                                                        Digest.of(new byte[0]), 5L << 30, 77)))
                                .toJson(),
                        j -> SubmissionAnswer.fromJson(j).toJson()));
        all.put(
                "problem",
                new Sample(
                        new Problem(
                                        ProblemCode.POLICY_DENIED,
                                        "Không được gửi",
                                        "Not to be sent",
                                        List.of(
                                                new Problem.Reason(
                                                        "clearance.recipient",
                                                        "Người nhận chưa được phép",
                                                        "The recipient is not cleared",
                                                        "Điều 5",
                                                        "Article 5")),
                                        List.of(RECEIPT))
                                .toJson(),
                        j -> Problem.fromJson(j).toJson()));
    }

    private static void mailbox(Map<String, Sample> all) {
        Mailbox.RecipientState state =
                new Mailbox.RecipientState(
                        BINH, "Trần Thị Bình", Mailbox.DeliveryState.DELIVERED, AT, 3);
        all.put(
                "inbox",
                new Sample(
                        new Mailbox.InboxPage(
                                        List.of(
                                                new Mailbox.InboxItem(
                                                        7,
                                                        ID,
                                                        AN,
                                                        "Nguyễn Văn An",
                                                        Level.MAT,
                                                        Urgency.HOA_TOC,
                                                        AT,
                                                        AT,
                                                        Optional.of(AT),
                                                        Mailbox.DeliveryState.DELIVERED)))
                                .toJson(),
                        j -> Mailbox.InboxPage.fromJson(j).toJson()));
        all.put(
                "outbox",
                new Sample(
                        new Mailbox.OutboxPage(
                                        List.of(
                                                new Mailbox.OutboxItem(
                                                        7,
                                                        ID,
                                                        Level.MAT,
                                                        Urgency.THUONG,
                                                        AT,
                                                        Optional.of(AT),
                                                        List.of(state))))
                                .toJson(),
                        j -> Mailbox.OutboxPage.fromJson(j).toJson()));
        EvidenceUpload.RecipientReceipt receipt =
                new EvidenceUpload.RecipientReceipt(BINH, new byte[] {48, 0});
        all.put(
                "view",
                new Sample(
                        new ConsignmentView(
                                        ID,
                                        new byte[] {1},
                                        new byte[] {2},
                                        List.of(state),
                                        List.of(RECEIPT),
                                        List.of(receipt))
                                .toJson(),
                        j -> ConsignmentView.fromJson(j).toJson()));
        all.put(
                "evidence",
                new Sample(
                        new EvidenceUpload(List.of(RECEIPT), List.of(receipt)).toJson(),
                        j -> EvidenceUpload.fromJson(j).toJson()));
        all.put(
                "register",
                new Sample(
                        new RegisterPage(
                                        RegisterPage.Register.HANDOVER,
                                        2026,
                                        List.of(
                                                new RegisterPage.Row(
                                                        1,
                                                        AT,
                                                        ID,
                                                        Level.MAT,
                                                        Urgency.KHAN,
                                                        AN,
                                                        "Nguyễn Văn An",
                                                        List.of(BINH),
                                                        List.of("Trần Thị Bình"),
                                                        Optional.of(AT),
                                                        Optional.of("đủ trang"))))
                                .toJson(),
                        j -> RegisterPage.fromJson(j).toJson()));
        all.put(
                "event",
                new Sample(
                        new EventMessage(9, EventMessage.Kind.EVIDENCE, ID, "ContentConsignment")
                                .toJson(),
                        j ->
                                EventMessage.of(
                                                "9",
                                                "evidence",
                                                new String(
                                                        j.canonicalBytes(),
                                                        java.nio.charset.StandardCharsets.UTF_8))
                                        .toJson()));
    }

    static X509Certificate certificate() {
        try (InputStream in = resource("ca.der")) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static X509CRL crl() {
        try (InputStream in = resource("crl.der")) {
            return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = Samples.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException("no resource " + name);
        }
        return in;
    }
}
