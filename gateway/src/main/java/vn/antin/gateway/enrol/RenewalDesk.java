package vn.antin.gateway.enrol;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EncryptionKeyChallenge;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.cert.RevocationReason;
import vn.antin.crypto.cert.Subject;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.PublicKeys;
import vn.antin.gateway.directory.Caller;
import vn.antin.gateway.directory.EndpointOrder;
import vn.antin.gateway.directory.EndpointOrder.Act;
import vn.antin.gateway.directory.EndpointRecord;
import vn.antin.gateway.directory.EndpointStatus;
import vn.antin.gateway.intake.Refused;
import vn.antin.sdk.wire.Enrolment;
import vn.antin.sdk.wire.ProblemCode;

/**
 * A key custodian gives an enrolled endpoint new keys. Thread-safe.
 *
 * <p>With the consent of the card so far, its certificates stay valid, so that what they signed
 * stays verifiable; but they are no longer the enrolled ones, so from that moment on nothing more
 * is taken under them. Without it (the card is lost or broken) they are revoked in the same
 * transaction. New certificates are issued only on proof of possession, and only while the
 * certificates are those of the beginning: of two renewals that run at once, one wins. A proof that
 * is repeated gets the same certificates again.
 */
public final class RenewalDesk {
    private static final Logger LOG = System.getLogger(RenewalDesk.class.getName());
    private static final String SUPERSEDES = "supersedes";
    private static final Set<RevocationReason> REPLACING =
            EnumSet.of(RevocationReason.KEY_COMPROMISE, RevocationReason.SUPERSEDED);

    private final OrganizationId organization;
    private final EnrolStore store;
    private final Authority authority;
    private final Runnable changed;
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * @param organization the agency
     * @param store what is kept
     * @param authority issues the certificates and makes the revocation list
     * @param changed called after directory and revocation list changed
     * @param clock the time
     * @param random for challenges
     */
    public RenewalDesk(
            OrganizationId organization,
            EnrolStore store,
            Authority authority,
            Runnable changed,
            InstantSource clock,
            SecureRandom random) {
        this.organization = organization;
        this.store = store;
        this.authority = authority;
        this.changed = changed;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Takes a request and makes the challenge for the new encryption key.
     *
     * @throws Refused FORBIDDEN, MALFORMED, NOT_FOUND, BAD_SIGNATURE when a proof or the consent
     *     does not hold, CONFLICT when the endpoint is revoked, suspended (but for a replacement),
     *     or its certificate ran out (but for a replacement), or a key was certified before
     */
    public Enrolment.Challenge begin(
            Caller custodian, EndpointId endpoint, Enrolment.Renewal request) {
        EnrolmentDesk.requireCustodian(custodian);
        if (!request.replace().map(REPLACING::contains).orElse(true)) {
            throw Refused.of(ProblemCode.MALFORMED, "replace");
        }
        if (request.replace().isPresent() && endpoint.equals(custodian.endpoint())) {
            throw Refused.of(ProblemCode.CONFLICT, "replace-self", endpoint);
        }
        RequestedKeys keys = keys(request);
        EncryptionKeyChallenge.Issued issued = keys.challenge(random);
        Instant now = now();
        PendingEnrolment pending =
                store.<PendingEnrolment>commitEnrolment(
                                tx -> {
                                    X509Certificate current =
                                            current(tx, endpoint, request, keys, now);
                                    PendingEnrolment begun =
                                            new PendingEnrolment(
                                                    UUID.randomUUID().toString(),
                                                    endpoint,
                                                    custodian.endpoint(),
                                                    kept(request, current),
                                                    issued.challenge(),
                                                    issued.expected(),
                                                    now,
                                                    Optional.empty());
                                    tx.putEnrolment(begun);
                                    return begun;
                                })
                        .join();
        LOG.log(Level.INFO, "renewal {0} of {1} begun", pending.id(), endpoint);
        return new Enrolment.Challenge(pending.id(), issued.challenge());
    }

    /**
     * Checks the proof and issues the certificates.
     *
     * @throws Refused FORBIDDEN, NOT_FOUND, BAD_SIGNATURE when the answer is wrong, CONFLICT when
     *     it is too late or the certificates were changed meanwhile
     */
    public synchronized Enrolment.Result prove(
            Caller custodian, EndpointId endpoint, String id, Enrolment.Proof proof) {
        EnrolmentDesk.requireCustodian(custodian);
        PendingEnrolment pending =
                store.<Optional<PendingEnrolment>>readEnrolment(view -> view.enrolment(id))
                        .filter(found -> found.isRenewal() && found.endpoint().equals(endpoint))
                        .orElseThrow(() -> Refused.of(ProblemCode.NOT_FOUND, "enrolment", id));
        if (!MessageDigest.isEqual(
                Digest.of(proof.answer()).toBytes(), pending.expected().toBytes())) {
            throw Refused.of(ProblemCode.BAD_SIGNATURE, "challenge", id);
        }
        Enrolment.Renewal request =
                Enrolment.Renewal.fromJson(pending.request().object(PendingEnrolment.RENEWAL));
        RequestedKeys keys = keys(request);
        Map<CertificateProfile, X509Certificate> certificates =
                pending.provenAt().isPresent()
                        ? keys.among(store.readEnrolment(view -> view.issuedTo(endpoint)))
                        : issue(custodian, pending, request, keys);
        if (request.replace().isPresent()) {
            boolean unused = authority.refreshCrl();
        }
        changed.run();
        return keys.result(endpoint, certificates, authority.certificate());
    }

    private Map<CertificateProfile, X509Certificate> issue(
            Caller custodian,
            PendingEnrolment pending,
            Enrolment.Renewal request,
            RequestedKeys keys) {
        Instant now = now();
        if (now.isAfter(pending.createdAt().plus(EnrolmentDesk.PROOF_WITHIN))) {
            throw Refused.of(ProblemCode.CONFLICT, "enrolment-expired", pending.id());
        }
        EndpointRecord known = store.readEnrolment(view -> own(view, pending.endpoint(), request));
        Map<CertificateProfile, X509Certificate> issued = new EnumMap<>(CertificateProfile.class);
        keys.byProfile()
                .forEach((profile, key) ->
                        issued.put(
                                profile, authority.issue(key, subject(known), profile, List.of())));
        PendingEnrolment unused =
                store.<PendingEnrolment>commitEnrolment(
                                tx -> {
                                    PendingEnrolment proven =
                                            enter(tx, pending, request, keys, issued, now);
                                    order(tx, custodian, proven.endpoint(), request, now);
                                    return proven;
                                })
                        .join();
        LOG.log(Level.INFO, "renewal {0}: {1} has new keys", pending.id(), pending.endpoint());
        return issued;
    }

    private PendingEnrolment enter(
            EnrolTx tx,
            PendingEnrolment pending,
            Enrolment.Renewal request,
            RequestedKeys keys,
            Map<CertificateProfile, X509Certificate> issued,
            Instant now) {
        EndpointId endpoint = pending.endpoint();
        X509Certificate enrolled =
                tx.directory().certificates(endpoint).get(CertificateProfile.AUTHENTICATION);
        if (enrolled == null
                || !fingerprint(enrolled).equals(pending.request().string(SUPERSEDES))) {
            throw Refused.of(ProblemCode.CONFLICT, "renewal-overtaken", endpoint);
        }
        X509Certificate unused = current(tx, endpoint, request, keys, now);
        request.replace()
                .ifPresent(reason ->
                        tx.issuedTo(endpoint)
                                .forEach(old ->
                                        tx.revoke(
                                                old.certificate().getSerialNumber(), now, reason)));
        EnrolmentDesk.enter(
                tx, own(tx, endpoint, request).withStatus(EndpointStatus.ACTIVE, now), issued, now);
        PendingEnrolment proven = pending.proven(now);
        tx.putEnrolment(proven);
        return proven;
    }

    private void order(
            EnrolTx tx,
            Caller custodian,
            EndpointId endpoint,
            Enrolment.Renewal request,
            Instant now) {
        if (request.replace().isPresent()) {
            EndpointOrder replacement =
                    EndpointOrder.of(
                                    Act.REPLACE,
                                    own(tx, endpoint, request),
                                    Optional.of(custodian),
                                    now)
                            .because(Optional.empty(), request.replace());
            tx.putOrder(replacement, EndpointOrder.salt(random));
        }
    }

    /** The authentication certificate so far, when the request may supersede it. */
    private X509Certificate current(
            EnrolView view,
            EndpointId endpoint,
            Enrolment.Renewal request,
            RequestedKeys keys,
            Instant now) {
        EndpointRecord unused = own(view, endpoint, request);
        X509Certificate current =
                view.directory().certificates(endpoint).get(CertificateProfile.AUTHENTICATION);
        if (current == null) {
            throw Refused.of(ProblemCode.CONFLICT, "renewal-revoked", endpoint);
        }
        if (keys.isAmong(view.issuedTo(endpoint))) {
            throw Refused.of(ProblemCode.CONFLICT, "key-certified", endpoint);
        }
        if (request.consent().isPresent()) {
            if (now.isAfter(current.getNotAfter().toInstant())) {
                throw Refused.of(ProblemCode.CONFLICT, "renewal-late", endpoint);
            }
            requireConsent(endpoint, current.getPublicKey(), keys, request.consent().get());
        }
        return current;
    }

    private static void requireConsent(
            EndpointId endpoint, PublicKey oldKey, RequestedKeys keys, Enrolment.Consent consent) {
        boolean given =
                PublicKeys.verifies(
                                oldKey,
                                Enrolment.Consent.oldKeySigns(
                                        endpoint,
                                        keys.signature(),
                                        keys.encryption().orElseThrow()),
                                consent.byOldKey())
                        && PublicKeys.verifies(
                                keys.signature(),
                                Enrolment.Consent.newKeySigns(endpoint, keys.authentication()),
                                consent.byNewKey());
        if (!given) {
            throw Refused.of(ProblemCode.BAD_SIGNATURE, "consent", endpoint);
        }
    }

    private EndpointRecord own(EnrolView view, EndpointId endpoint, Enrolment.Renewal request) {
        EndpointRecord known =
                view.directory()
                        .endpoint(endpoint)
                        .filter(e -> e.id().organization().equals(organization))
                        .filter(e -> !e.id().isGateway())
                        .orElseThrow(() -> Refused.of(ProblemCode.NOT_FOUND, "endpoint", endpoint));
        if (known.status() == EndpointStatus.REVOKED) {
            throw Refused.of(ProblemCode.CONFLICT, "renewal-revoked", endpoint);
        }
        if (known.status() == EndpointStatus.SUSPENDED && request.replace().isEmpty()) {
            throw Refused.of(ProblemCode.CONFLICT, "renewal-suspended", endpoint);
        }
        return known;
    }

    private static RequestedKeys keys(Enrolment.Renewal request) {
        return RequestedKeys.read(
                request.signatureRequest(),
                request.authenticationRequest(),
                request.encryptionKey());
    }

    private static JsonObject kept(Enrolment.Renewal request, X509Certificate current) {
        return JsonObject.builder()
                .put(PendingEnrolment.RENEWAL, request.toJson())
                .put(SUPERSEDES, fingerprint(current))
                .build();
    }

    private static String fingerprint(X509Certificate certificate) {
        return Certificates.fingerprint(certificate).hex();
    }

    private static Subject subject(EndpointRecord known) {
        return new Subject(
                known.id().organization(),
                known.organizationName(),
                known.unit(),
                known.name(),
                Optional.of(known.id().name()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
