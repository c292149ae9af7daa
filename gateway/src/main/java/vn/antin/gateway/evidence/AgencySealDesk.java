package vn.antin.gateway.evidence;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.countersign.BareSignature;
import vn.antin.crypto.countersign.CountersignatureProblem;
import vn.antin.crypto.key.Signer;
import vn.antin.gateway.directory.Caller;
import vn.antin.gateway.directory.DirectoryStore;
import vn.antin.gateway.directory.EndpointRecord;
import vn.antin.gateway.intake.PolicyDesk;
import vn.antin.gateway.intake.Refused;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.decision.Reason;
import vn.antin.sdk.wire.ProblemCode;
import vn.antin.sdk.wire.SealOrder;

/**
 * Puts the agency's seal on what its officers signed, for its registry clerks (Decree 30/2020 art.
 * 32: the registry holds the agency's key). It sees the author's signature and never the document.
 * The record is durable and in the log before the seal leaves. Thread-safe.
 */
public final class AgencySealDesk {
    private final EndpointId gateway;
    private final Key key;
    private final DirectoryStore directory;
    private final Book book;
    private final PolicyDesk policy;
    private final EvidenceDesk.Circumstances circumstances;
    private final Supplier<TrustStore> trust;
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * The seal.
     *
     * @param signer its key
     * @param certificate of profile SEAL
     */
    public record Key(Signer signer, X509Certificate certificate) {}

    /** Keeps records. Port; thread-safe. */
    @FunctionalInterface
    public interface Book {
        /** Keeps one and enters it into the log; when this returns, it is durable. */
        void enter(SealRecord seal, byte[] salt);
    }

    /**
     * @param gateway this gateway
     * @param key the seal
     * @param directory who may act
     * @param book where records are kept
     * @param policy the rules
     * @param circumstances what a record says of the gateway
     * @param trust the trust of the moment
     * @param clock the time
     * @param random for the salts in the log
     */
    public AgencySealDesk(
            EndpointId gateway,
            Key key,
            DirectoryStore directory,
            Book book,
            PolicyDesk policy,
            EvidenceDesk.Circumstances circumstances,
            Supplier<TrustStore> trust,
            InstantSource clock,
            SecureRandom random) {
        this.gateway = gateway;
        this.key = key;
        this.directory = directory;
        this.book = book;
        this.policy = policy;
        this.circumstances = circumstances;
        this.trust = trust;
        this.clock = clock;
        this.random = random;
    }

    /**
     * The signature with the seal on it, as SignedData in DER without the document. The same order
     * again is another seal with a record of its own.
     *
     * @throws Refused FORBIDDEN for who is no registry clerk here, or an author of another agency;
     *     SUSPENDED for an author who may not act; POLICY_DENIED; MALFORMED, BAD_SIGNATURE,
     *     CERTIFICATE, CONFLICT or CLOCK by what is wrong with the author's signature
     */
    public byte[] seal(Caller caller, SealOrder order) {
        if (caller.isGateway() || !caller.hasAny(Role.REGISTRY_CLERK)) {
            throw Refused.of(ProblemCode.FORBIDDEN, "role", Role.REGISTRY_CLERK.code());
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        BareSignature bare;
        try {
            bare = BareSignature.verify(order.signature(), trust.get(), now);
        } catch (CountersignatureProblem e) {
            throw refused(e);
        }
        requireAuthor(bare.author().endpoint());
        List<Reason> against = policy.againstSigning(bare.label(), now);
        if (!against.isEmpty()) {
            throw Refused.byPolicy(against);
        }
        BareSignature.Sealed sealed;
        try {
            sealed = bare.sealed(key.signer(), key.certificate());
        } catch (CountersignatureProblem e) {
            throw refused(e);
        }
        SealRecord seal = record(caller, order, bare, sealed, now);
        byte[] salt = new byte[SealRecord.SALT_LENGTH];
        random.nextBytes(salt);
        book.enter(seal, salt);
        return sealed.der();
    }

    private void requireAuthor(EndpointId author) {
        if (!author.organization().equals(gateway.organization())) {
            throw Refused.of(ProblemCode.FORBIDDEN, "seal-author", author);
        }
        boolean active =
                directory.readDirectory(
                        known -> known.endpoint(author).map(EndpointRecord::active).orElse(false));
        if (!active) {
            throw Refused.of(ProblemCode.FORBIDDEN, "seal-author-inactive", author);
        }
    }

    private SealRecord record(
            Caller caller,
            SealOrder order,
            BareSignature bare,
            BareSignature.Sealed sealed,
            Instant now) {
        return new SealRecord(
                now,
                caller.endpoint(),
                caller.fingerprint(),
                bare.author().endpoint(),
                Certificates.fingerprint(bare.author().certificate()),
                bare.digest(),
                order.number(),
                bare.label().level(),
                Certificates.fingerprint(key.certificate()),
                sealed.countersignature(),
                policy.policy(),
                circumstances.provider(bare.label().level(), now),
                circumstances.exercise());
    }

    private static Refused refused(CountersignatureProblem e) {
        return switch (e.reason()) {
            case MALFORMED, LABEL -> Refused.because(e, ProblemCode.MALFORMED, "seal");
            case BAD_SIGNATURE -> Refused.because(e, ProblemCode.BAD_SIGNATURE, "seal");
            case CERTIFICATE ->
                    Refused.because(
                            e,
                            ProblemCode.CERTIFICATE,
                            "seal",
                            e.certificateProblem().map(p -> p.reason().name()).orElse("-"));
            case SIGNER -> Refused.because(e, ProblemCode.CONFLICT, "sealed-before");
            case TIME -> Refused.because(e, ProblemCode.CLOCK, "seal");
        };
    }
}
