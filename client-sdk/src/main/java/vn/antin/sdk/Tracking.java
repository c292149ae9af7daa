package vn.antin.sdk;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vn.antin.crypto.cert.CertificatePath.When;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.evidence.VerifiedEvidence;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.receipt.ReceiptCheck;
import vn.antin.crypto.receipt.ReceiptProblem;
import vn.antin.crypto.receipt.VerifiedReceipt;
import vn.antin.crypto.seal.BlobRef;
import vn.antin.crypto.seal.ConsignmentNote;
import vn.antin.crypto.seal.ReceiptExpectation;
import vn.antin.sdk.spool.DurableFiles;
import vn.antin.sdk.spool.Outgoing;
import vn.antin.sdk.transport.Progress;
import vn.antin.sdk.wire.ConsignmentView;
import vn.antin.sdk.wire.EvidenceUpload;
import vn.antin.sdk.wire.Mailbox;

/** Where a consignment stands, with every proof checked anew. Thread-safe. */
public final class Tracking {
    private final Account account;

    Tracking(Account account) {
        this.account = account;
    }

    /**
     * Where a consignment stands.
     *
     * @param note what was signed
     * @param recipients how far it has come, as the gateway says
     * @param steps evidence, oldest first
     * @param signatures what recipients signed
     */
    public record Timeline(
            ConsignmentNote note,
            List<Mailbox.RecipientState> recipients,
            List<Step> steps,
            List<Signature> signatures) {
        /** Copies the lists. */
        public Timeline {
            recipients = List.copyOf(recipients);
            steps = List.copyOf(steps);
            signatures = List.copyOf(signatures);
        }

        /** Whether every proof holds. */
        public boolean allVerified() {
            return steps.stream().allMatch(step -> step.problem().isEmpty())
                    && signatures.stream().allMatch(s -> s.problem().isEmpty());
        }
    }

    /**
     * One evidence.
     *
     * @param receipt with its proof
     * @param problem why it does not verify; empty when it does
     */
    public record Step(EvidenceReceipt receipt, Optional<SdkProblem> problem) {
        /** What it states. */
        public Evidence evidence() {
            return receipt.evidence();
        }
    }

    /**
     * What a recipient signed.
     *
     * @param recipient who
     * @param name of the signer; empty when it does not verify
     * @param at by the signer's clock; empty when it does not verify
     * @param againstOriginal whether it was compared with what was sent, not only its signature
     * @param problem why it does not verify; empty when it does
     */
    public record Signature(
            EndpointId recipient,
            Optional<String> name,
            Optional<Instant> at,
            boolean againstOriginal,
            Optional<SdkProblem.Words> problem) {}

    /**
     * Asks the gateway and checks what it says.
     *
     * @throws SdkProblem NOT_AUTHENTIC when the consignment itself does not verify
     */
    public Timeline timeline(String consignment) throws IOException {
        ConsignmentView view = account.gateway().consignment(consignment);
        ConsignmentNote note = note(view, consignment);
        List<Signature> signatures = new ArrayList<>();
        Optional<ReceiptExpectation> expectation = expectation(consignment);
        for (EvidenceUpload.RecipientReceipt receipt : view.signedReceipts()) {
            signatures.add(check(view, receipt, expectation));
        }
        List<Step> steps =
                view.receipts().stream()
                        .map(receipt -> check(receipt, consignment))
                        .sorted(
                                Comparator.comparing((Step step) -> step.evidence().time())
                                        .thenComparing(step -> step.evidence().event()))
                        .toList();
        return new Timeline(note, view.recipients(), steps, signatures);
    }

    /**
     * Writes every receipt of a consignment to a file of its own, with the outer signature, the
     * sealed document and the signed receipts that they are about.
     *
     * @return the files of the receipts, oldest first
     */
    public List<Path> export(String consignment, Path folder) throws IOException {
        ConsignmentView view = account.gateway().consignment(consignment);
        Path made = DurableFiles.privateFolder(folder);
        DurableFiles.write(made.resolve("outer.p7s"), view.outer());
        BlobRef envelope = note(view, consignment).envelope();
        account.gateway()
                .download(
                        envelope.sha256(),
                        envelope.size(),
                        made.resolve("sealed.p7m"),
                        Progress.NONE);
        List<EvidenceReceipt> receipts =
                view.receipts().stream()
                        .sorted(Comparator.comparing(r -> r.evidence().time()))
                        .toList();
        List<Path> files = new ArrayList<>();
        for (EvidenceReceipt receipt : receipts) {
            String name =
                    String.format(
                            Locale.ROOT,
                            "%02d-%s.json",
                            files.size() + 1,
                            receipt.evidence().event().etsiName());
            Path file = made.resolve(name);
            DurableFiles.write(file, receipt.toBytes());
            files.add(file);
        }
        for (EvidenceUpload.RecipientReceipt receipt : view.signedReceipts()) {
            String who = receipt.recipient().toString().replace('/', '_');
            DurableFiles.write(made.resolve("ky-nhan-" + who + ".p7s"), receipt.receipt());
        }
        return files;
    }

    private ConsignmentNote note(ConsignmentView view, String consignment) {
        return account.verified(view, consignment).note();
    }

    private Step check(EvidenceReceipt receipt, String consignment) {
        try {
            VerifiedEvidence verified = account.verified(receipt);
            if (!verified.evidence().consignment().equals(consignment)) {
                throw new SdkProblem(
                        SdkProblem.Code.EVIDENCE_INVALID,
                        new SdkProblem.Words("evidence.other-consignment"));
            }
            return new Step(receipt, Optional.empty());
        } catch (SdkProblem e) {
            return new Step(receipt, Optional.of(e));
        }
    }

    private Optional<ReceiptExpectation> expectation(String consignment) throws IOException {
        Optional<Outgoing> outgoing = account.spool().outgoing(consignment);
        return outgoing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        ReceiptExpectation.fromJson(
                                JsonObject.parse(outgoing.get().expectation())));
    }

    private Signature check(
            ConsignmentView view,
            EvidenceUpload.RecipientReceipt receipt,
            Optional<ReceiptExpectation> expectation) {
        try {
            VerifiedReceipt verified = verified(view, receipt.receipt(), expectation);
            Optional<SdkProblem.Words> problem =
                    verified.signer().endpoint().equals(receipt.recipient())
                            ? Optional.empty()
                            : Optional.of(
                                    SdkProblem.words(ReceiptProblem.Reason.UNEXPECTED_SIGNER));
            return new Signature(
                    receipt.recipient(),
                    Optional.of(verified.signer().commonName()),
                    Optional.of(verified.at()),
                    expectation.isPresent(),
                    problem);
        } catch (ReceiptProblem e) {
            return new Signature(
                    receipt.recipient(),
                    Optional.empty(),
                    Optional.empty(),
                    expectation.isPresent(),
                    Optional.of(SdkProblem.words(e.reason())));
        }
    }

    /** For the present; for the time of the hand-over when the certificate has ended since. */
    private VerifiedReceipt verified(
            ConsignmentView view, byte[] receipt, Optional<ReceiptExpectation> expectation)
            throws ReceiptProblem {
        try {
            return verified(receipt, expectation, When.present(account.clock().instant()));
        } catch (ReceiptProblem e) {
            Optional<When> handedOver = account.handedOver(view, receipt);
            if (e.reason() != ReceiptProblem.Reason.CERTIFICATE || handedOver.isEmpty()) {
                throw e;
            }
            return verified(receipt, expectation, handedOver.get());
        }
    }

    private VerifiedReceipt verified(
            byte[] receipt, Optional<ReceiptExpectation> expectation, When when)
            throws ReceiptProblem {
        TrustStore trust = account.trust().store();
        return expectation.isPresent()
                ? ReceiptCheck.check(expectation.get(), receipt, trust, when)
                : ReceiptCheck.signatureOnly(receipt, trust, when);
    }
}
