package vn.antin.sdk;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.X509ExtendedKeyManager;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificatePath.When;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.evidence.EvidenceProblem;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.evidence.EvidenceVerifier;
import vn.antin.crypto.evidence.VerifiedEvidence;
import vn.antin.crypto.kem.KemVault;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.KeyVault;
import vn.antin.crypto.seal.OuterSignature;
import vn.antin.crypto.seal.SealProblem;
import vn.antin.crypto.seal.SigningKey;
import vn.antin.crypto.seal.VerifiedConsignment;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.policies.decision.Provider;
import vn.antin.policies.label.Level;
import vn.antin.sdk.spool.DurableFiles;
import vn.antin.sdk.spool.KemFiles;
import vn.antin.sdk.spool.Spool;
import vn.antin.sdk.transport.GatewayMisbehaved;
import vn.antin.sdk.transport.HttpsTransport;
import vn.antin.sdk.transport.TrustRefresh;
import vn.antin.sdk.wire.ConsignmentView;
import vn.antin.sdk.wire.Deployment;

/**
 * An endpoint at work: its keys, its gateway, what it trusts, its spool. Thread-safe.
 *
 * <p>Does not own the vault.
 */
public final class Account implements AutoCloseable {
    /**
     * Who and where.
     *
     * @param endpoint the caller
     * @param gateway the caller's gateway
     * @param gatewayUrl where it listens
     * @param anchor CA of the agency, from the enrolment
     * @param folder of the profile; the spool and the trust cache are in it
     * @param signOnly whether the card has no key to decrypt with: nobody writes to it, and what it
     *     sends it cannot open again
     */
    public record Settings(
            EndpointId endpoint,
            EndpointId gateway,
            URI gatewayUrl,
            X509Certificate anchor,
            Path folder,
            boolean signOnly) {
        /** Of a card that decrypts. */
        public Settings(
                EndpointId endpoint,
                EndpointId gateway,
                URI gatewayUrl,
                X509Certificate anchor,
                Path folder) {
            this(endpoint, gateway, gatewayUrl, anchor, folder, false);
        }
    }

    private static final Set<EvidenceEvent> ACCEPTED =
            EnumSet.of(
                    EvidenceEvent.SUBMISSION_ACCEPTANCE,
                    EvidenceEvent.RELAY_ACCEPTANCE,
                    EvidenceEvent.CONTENT_CONSIGNMENT);

    private final Settings settings;
    private final KemVault vault;
    private final CardModule module;
    private final TrustCache trust;
    private final Spool spool;
    private final GatewayClient client;
    private final InstantSource clock;
    private final SecureRandom random;

    private Account(
            Settings settings,
            KeyVault vault,
            CardModule module,
            TrustCache trust,
            GatewayClient client,
            InstantSource clock,
            SecureRandom random)
            throws IOException {
        this.settings = settings;
        this.vault = new KemVault(vault, new KemFiles(settings.folder())::find);
        this.module = module;
        this.trust = trust;
        this.client = client;
        this.clock = clock;
        this.random = random;
        this.spool = Spool.open(settings.folder().resolve("spool"));
    }

    /**
     * Connects and refreshes what is trusted.
     *
     * @param vault where the keys and certificates are
     * @param module what holds them, to be found among the agency's provider records
     * @param tls the authentication key for TLS
     */
    public static Account open(
            Settings settings,
            KeyVault vault,
            CardModule module,
            X509ExtendedKeyManager tls,
            InstantSource clock,
            SecureRandom random)
            throws IOException {
        Path folder = DurableFiles.privateFolder(settings.folder());
        TrustCache trust = new TrustCache(folder.resolve("trust.json"), settings.anchor());
        GatewayClient client =
                new GatewayClient(
                        new HttpsTransport(
                                settings.gatewayUrl(),
                                settings.gateway(),
                                tls,
                                trust::store,
                                clock));
        boolean opened = false;
        try {
            refresh(settings, tls, clock, trust, client);
            Account account = new Account(settings, vault, module, trust, client, clock, random);
            opened = true;
            return account;
        } finally {
            if (!opened) {
                client.close();
            }
        }
    }

    private static void refresh(
            Settings settings,
            X509ExtendedKeyManager tls,
            InstantSource clock,
            TrustCache trust,
            GatewayClient client)
            throws IOException {
        if (!trust.isEmpty()) {
            try {
                trust.update(client.trust());
                return;
            } catch (GatewayMisbehaved e) {
                if (!e.certificate()
                        .equals(Optional.of(CertificateProblem.Reason.REVOCATION_UNKNOWN))) {
                    throw e;
                }
            }
        }
        trust.update(
                TrustRefresh.fetch(
                        settings.gatewayUrl(), settings.gateway(), tls, settings.anchor(), clock));
    }

    /** Who and where. */
    public Settings settings() {
        return settings;
    }

    /** The gateway's API. */
    public GatewayClient gateway() {
        return client;
    }

    /** What is trusted. */
    public TrustCache trust() {
        return trust;
    }

    /** What the gateway says of itself: it was asked when the account was opened. */
    public Deployment deployment() {
        return trust.deployment()
                .orElseThrow(() -> new IllegalStateException("an account without a bundle"));
    }

    /**
     * Refuses to work on a state secret with a cipher module that is not approved for its level.
     *
     * @throws SdkProblem MODULE_UNAPPROVED
     */
    void requireApproved(Level level) {
        if (level == Level.KHONG_MAT || deployment().exercise()) {
            return;
        }
        Provider provider = module.approval(trust.providers(), level, clock.instant());
        if (!provider.approved()) {
            throw new SdkProblem(
                    SdkProblem.Code.MODULE_UNAPPROVED,
                    level.display(),
                    provider.module(),
                    new SdkProblem.Both(provider.vietnamese(), provider.english()));
        }
    }

    /** Fetches certificates, CRLs and log keys anew; for programs that run long. */
    public void refreshTrust() throws IOException {
        trust.update(client.trust());
    }

    /** What must not be forgotten. */
    public Spool spool() {
        return spool;
    }

    /** Where the keys are, those of the card and the endpoint's KEM keys. */
    public KeyVault vault() {
        return vault;
    }

    /** The time. */
    public InstantSource clock() {
        return clock;
    }

    SecureRandom random() {
        return random;
    }

    /** What was sent from here. */
    public Outbox outbox() {
        return new Outbox(this);
    }

    /** What came in. */
    public Inbox inbox() {
        return new Inbox(this);
    }

    /** Where consignments stand. */
    public Tracking tracking() {
        return new Tracking(this);
    }

    SigningKey signingKey(String label) {
        try {
            return new SigningKey(vault.signer(label), certificate(label));
        } catch (IllegalArgumentException e) {
            throw new SdkProblem(e, SdkProblem.Code.CARD_INCOMPLETE, label);
        } catch (KeyException e) {
            if (e.reason() == KeyException.Reason.NO_SUCH_KEY) {
                throw new SdkProblem(e, SdkProblem.Code.CARD_INCOMPLETE, label);
            }
            throw e;
        }
    }

    /** For the own copy of what is sent; empty for a card that only signs. */
    Optional<X509Certificate> encryptionCertificate() {
        return settings.signOnly()
                ? Optional.empty()
                : Optional.of(certificate(KeyLabel.ENCRYPTION));
    }

    private X509Certificate certificate(String label) {
        return vault.certificate(label)
                .orElseThrow(() -> new SdkProblem(SdkProblem.Code.CARD_INCOMPLETE, label));
    }

    /**
     * Checks a receipt with the key of its issuer's log.
     *
     * @throws SdkProblem EVIDENCE_INVALID or LOG_KEY_MISSING
     */
    VerifiedEvidence verified(EvidenceReceipt receipt) {
        EndpointId issuer = receipt.evidence().issuer();
        LogKey key =
                trust.logKey(issuer)
                        .orElseThrow(() -> new SdkProblem(SdkProblem.Code.LOG_KEY_MISSING, issuer));
        try {
            return EvidenceVerifier.verify(receipt, key);
        } catch (EvidenceProblem e) {
            throw new SdkProblem(
                    e,
                    SdkProblem.Code.EVIDENCE_INVALID,
                    new SdkProblem.Words("evidence." + e.reason().code()));
        }
    }

    /**
     * The consignment that was asked for, verified for the present; for the time when the own
     * gateway took it in when a certificate has ended since.
     *
     * @throws SdkProblem NOT_AUTHENTIC
     */
    VerifiedConsignment verified(ConsignmentView view, String consignment) {
        try {
            VerifiedConsignment verified = verified(view, When.present(clock.instant()));
            if (!verified.note().id().equals(consignment)
                    || !view.consignment().equals(consignment)) {
                throw SdkProblem.notAuthentic(
                        null, SdkProblem.words(SealProblem.Reason.NOTE_MISMATCH));
            }
            return verified;
        } catch (SealProblem e) {
            throw SdkProblem.of(e);
        }
    }

    private VerifiedConsignment verified(ConsignmentView view, When present) throws SealProblem {
        try {
            return OuterSignature.verify(view.outer(), trust.store(), present);
        } catch (SealProblem e) {
            Optional<When> accepted = accepted(view);
            if (e.reason() != SealProblem.Reason.CERTIFICATE || accepted.isEmpty()) {
                throw e;
            }
            return OuterSignature.verify(view.outer(), trust.store(), accepted.get());
        }
    }

    /** When the own gateway took this very consignment in, by evidence in its log. */
    Optional<When> accepted(ConsignmentView view) {
        Digest outer = Digest.of(view.outer());
        return past(
                view,
                evidence ->
                        ACCEPTED.contains(evidence.event())
                                && evidence.issuer().equals(settings.gateway())
                                && evidence.outerSignature().equals(outer));
    }

    /** When a recipient's gateway took this very receipt in, by evidence in its log. */
    Optional<When> handedOver(ConsignmentView view, byte[] receipt) {
        Optional<Digest> signed = Optional.of(Digest.of(receipt));
        return past(
                view,
                evidence ->
                        evidence.event() == EvidenceEvent.CONTENT_HANDOVER
                                && evidence.receipt().equals(signed));
    }

    private Optional<When> past(ConsignmentView view, Predicate<Evidence> proves) {
        return view.receipts().stream()
                .filter(receipt ->
                        receipt.evidence().consignment().equals(view.consignment())
                                && proves.test(receipt.evidence())
                                && isInLog(receipt))
                .map(receipt -> receipt.evidence().time())
                .min(Comparator.naturalOrder())
                .map(at -> When.past(at, clock.instant()));
    }

    private boolean isInLog(EvidenceReceipt receipt) {
        try {
            VerifiedEvidence unused = verified(receipt);
            return true;
        } catch (SdkProblem e) {
            return false;
        }
    }

    @Override
    public void close() {
        vault.forget();
        client.close();
    }
}
