package vn.antin.gateway.enrol;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.EncryptionKeyChallenge;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.Subject;
import vn.antin.gateway.directory.Caller;
import vn.antin.gateway.directory.EndpointOrder;
import vn.antin.gateway.directory.EndpointOrder.Act;
import vn.antin.gateway.directory.EndpointRecord;
import vn.antin.gateway.directory.EndpointStatus;
import vn.antin.gateway.intake.PolicyDesk;
import vn.antin.gateway.intake.Refused;
import vn.antin.policies.clearance.EndpointKind;
import vn.antin.policies.clearance.Role;
import vn.antin.sdk.enrol.OutsideAuthorities;
import vn.antin.sdk.wire.Enrolment;
import vn.antin.sdk.wire.ProblemCode;

/**
 * A key custodian enrols endpoints of this agency. Thread-safe.
 *
 * <p>Signing keys prove themselves in PKCS#10 requests (RFC 2986), the encryption key by opening a
 * challenge (RFC 4211 5.2.8.3.2); only then are certificates issued. A proof that is repeated gets
 * the same certificates again. The one key of an adopted card signs for its enrolment besides, and
 * the certificate of an outside authority for it is checked, once, before anything is issued.
 */
public final class EnrolmentDesk {
    private static final Logger LOG = System.getLogger(EnrolmentDesk.class.getName());
    static final Duration PROOF_WITHIN = Duration.ofDays(1);

    /** How long the inspection counts that the custodian confirms by naming the workstation. */
    private static final int DEVICE_MONTHS = 12;

    private final Agency agency;
    private final EnrolStore store;
    private final Authority authority;
    private final InstantSource clock;
    private final SecureRandom random;
    private final AdoptionCheck adoptions;

    /**
     * The agency for which this desk enrols.
     *
     * @param self its gateway
     * @param name its name, as it stands in certificates
     * @param premises where its endpoints work
     */
    public record Agency(EndpointId self, String name, String premises) {}

    /**
     * @param agency whose endpoints
     * @param store what is kept
     * @param authority issues the certificates
     * @param outside authorities that vouch for holders of cards which others made
     * @param clock the time
     * @param random for challenges
     */
    public EnrolmentDesk(
            Agency agency,
            EnrolStore store,
            Authority authority,
            OutsideAuthorities outside,
            InstantSource clock,
            SecureRandom random) {
        this.agency = agency;
        this.store = store;
        this.authority = authority;
        this.clock = clock;
        this.random = random;
        this.adoptions = new AdoptionCheck(outside, clock);
    }

    /**
     * Takes a request and makes the challenge for the encryption key.
     *
     * @throws Refused FORBIDDEN, MALFORMED, BAD_SIGNATURE, CERTIFICATE, or CONFLICT when the name
     *     is in use
     */
    public Enrolment.Challenge begin(Caller custodian, Enrolment.Request request) {
        requireCustodian(custodian);
        EndpointId endpoint = endpoint(request.name());
        RequestedKeys keys = RequestedKeys.of(request);
        adoptions.requireTrusted(request);
        subject(request);
        if (request.roles().contains(Role.GATEWAY) || request.roles().isEmpty()) {
            throw Refused.of(ProblemCode.MALFORMED, "roles");
        }
        EncryptionKeyChallenge.Issued issued = keys.challenge(random);
        PendingEnrolment pending =
                new PendingEnrolment(
                        UUID.randomUUID().toString(),
                        endpoint,
                        custodian.endpoint(),
                        request.toJson(),
                        issued.challenge(),
                        issued.expected(),
                        now(),
                        Optional.empty());
        commit(tx -> {
            requireFree(tx, endpoint, request, keys);
            tx.putEnrolment(pending);
            return pending;
        });
        LOG.log(Level.INFO, "enrolment {0} of {1} begun", pending.id(), endpoint);
        return new Enrolment.Challenge(pending.id(), issued.challenge());
    }

    /**
     * Checks the proof and issues the certificates.
     *
     * @throws Refused FORBIDDEN, NOT_FOUND, BAD_SIGNATURE when the answer is wrong, or CONFLICT
     */
    public synchronized Enrolment.Result prove(Caller custodian, String id, Enrolment.Proof proof) {
        requireCustodian(custodian);
        PendingEnrolment pending =
                store.<Optional<PendingEnrolment>>readEnrolment(view -> view.enrolment(id))
                        .filter(found -> !found.isRenewal())
                        .orElseThrow(() -> Refused.of(ProblemCode.NOT_FOUND, "enrolment", id));
        if (!MessageDigest.isEqual(
                Digest.of(proof.answer()).toBytes(), pending.expected().toBytes())) {
            throw Refused.of(ProblemCode.BAD_SIGNATURE, "challenge", id);
        }
        Enrolment.Request request = Enrolment.Request.fromJson(pending.request());
        RequestedKeys keys = RequestedKeys.of(request);
        AdoptionCheck.requireSigned(pending, request, keys, proof);
        if (pending.provenAt().isPresent()) {
            return again(pending, keys);
        }
        Instant now = now();
        if (now.isAfter(pending.createdAt().plus(PROOF_WITHIN))) {
            throw Refused.of(ProblemCode.CONFLICT, "enrolment-expired", id);
        }
        adoptions.requireTrusted(request);
        Subject subject = subject(request);
        Map<CertificateProfile, X509Certificate> issued = new EnumMap<>(CertificateProfile.class);
        keys.byProfile()
                .forEach((profile, key) ->
                        issued.put(profile, authority.issue(key, subject, profile, List.of())));
        commit(tx -> {
            requireFree(tx, pending.endpoint(), request, keys);
            EndpointRecord entered = record(pending.endpoint(), request, now);
            enter(tx, entered, issued, now);
            tx.putOrder(
                    EndpointOrder.of(Act.ENROL, entered, Optional.of(custodian), now),
                    EndpointOrder.salt(random));
            tx.putEnrolment(pending.proven(now));
            return pending;
        });
        LOG.log(Level.INFO, "enrolment {0}: {1} is active", id, pending.endpoint());
        return keys.result(pending.endpoint(), issued, authority.certificate());
    }

    /** Puts an endpoint with its certificates into the directory. */
    static void enter(
            EnrolTx tx,
            EndpointRecord endpoint,
            Map<CertificateProfile, X509Certificate> certificates,
            Instant now) {
        tx.directory().putEndpoint(endpoint);
        certificates.forEach((profile, certificate) ->
                tx.putIssued(
                        new IssuedCertificate(
                                certificate,
                                profile,
                                Optional.of(endpoint.id()),
                                now,
                                Optional.empty())));
    }

    private Enrolment.Result again(PendingEnrolment pending, RequestedKeys keys) {
        return keys.result(
                pending.endpoint(),
                keys.among(store.readEnrolment(view -> view.issuedTo(pending.endpoint()))),
                authority.certificate());
    }

    private EndpointId endpoint(String name) {
        EndpointId id;
        try {
            id = new EndpointId(agency.self().organization(), name);
        } catch (IllegalArgumentException e) {
            throw Refused.because(e, ProblemCode.MALFORMED, "name");
        }
        if (id.isGateway()) {
            throw Refused.of(ProblemCode.MALFORMED, "name");
        }
        return id;
    }

    private Subject subject(Enrolment.Request request) {
        try {
            return new Subject(
                    agency.self().organization(),
                    agency.name(),
                    request.unit(),
                    request.commonName(),
                    Optional.of(request.name()));
        } catch (IllegalArgumentException e) {
            throw Refused.because(e, ProblemCode.MALFORMED, "subject");
        }
    }

    private EndpointRecord record(EndpointId id, Enrolment.Request request, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, PolicyDesk.CALENDAR);
        return new EndpointRecord(
                id,
                request.roles().contains(Role.SYSTEM) ? EndpointKind.SYSTEM : EndpointKind.OFFICER,
                request.commonName(),
                agency.name(),
                request.unit(),
                agency.self(),
                agency.premises(),
                request.roles(),
                request.clearance(),
                request.workstation(),
                request.workstation().map(w -> today.plusMonths(DEVICE_MONTHS)),
                EndpointStatus.ACTIVE,
                now);
    }

    private static void requireFree(
            EnrolTx tx, EndpointId endpoint, Enrolment.Request request, RequestedKeys keys) {
        if (request.adoption().isPresent() && AdoptionCheck.isAgain(tx, endpoint, keys)) {
            return;
        }
        boolean taken =
                tx.directory()
                        .endpoint(endpoint)
                        .filter(known -> known.status() != EndpointStatus.REVOKED)
                        .isPresent();
        if (taken) {
            throw Refused.of(ProblemCode.CONFLICT, "endpoint-taken", endpoint);
        }
    }

    static void requireCustodian(Caller caller) {
        if (caller.isGateway() || !caller.hasAny(Role.KEY_CUSTODIAN)) {
            throw Refused.of(ProblemCode.FORBIDDEN, "role", Role.KEY_CUSTODIAN.code());
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private <R> R commit(Function<EnrolTx, R> task) {
        return store.<R>commitEnrolment(task).join();
    }
}
