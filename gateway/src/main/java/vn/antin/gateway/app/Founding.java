package vn.antin.gateway.app;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.ceremony.CeremonyReceipt;
import vn.antin.crypto.ceremony.CeremonyRecord;
import vn.antin.crypto.ceremony.SignedRecord;
import vn.antin.crypto.cert.CertificateIssuer;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.Subject;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.KeyVault;
import vn.antin.gateway.directory.EndpointOrder;
import vn.antin.gateway.directory.EndpointOrder.Act;
import vn.antin.gateway.directory.EndpointRecord;
import vn.antin.gateway.directory.EndpointStatus;
import vn.antin.gateway.enrol.Authority;
import vn.antin.gateway.enrol.EnrolTx;
import vn.antin.gateway.enrol.IssuedCertificate;
import vn.antin.gateway.store.SqliteStore;
import vn.antin.policies.clearance.EndpointKind;
import vn.antin.policies.clearance.Role;

/**
 * The first day of an agency's gateway, when its keys are in the token: the authority signs itself,
 * then the gateway's certificates and the first key custodian's, and everything is entered into a
 * new store with a first revocation list. One use.
 */
public final class Founding {
    private static final Duration CA_LIFE = Duration.ofDays(15 * 365);
    private static final Duration BACKDATING = Duration.ofHours(1);

    private final GatewayConfig config;
    private final KeyVault vault;
    private final BiConsumer<String, X509Certificate> write;
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * @param config of the new gateway
     * @param vault with the keys of the ceremony
     * @param write writes a certificate beside its key
     * @param clock the time
     * @param random for serial numbers
     */
    public Founding(
            GatewayConfig config,
            KeyVault vault,
            BiConsumer<String, X509Certificate> write,
            InstantSource clock,
            SecureRandom random) {
        this.config = config;
        this.vault = vault;
        this.write = write;
        this.clock = clock;
        this.random = random;
    }

    /**
     * The first key custodian.
     *
     * @param name of the endpoint
     * @param commonName of the person
     * @param signature public key
     * @param authentication public key
     * @param encryption public key
     */
    public record Custodian(
            String name,
            String commonName,
            PublicKey signature,
            PublicKey authentication,
            PublicKey encryption) {}

    /**
     * What was made.
     *
     * @param ca the authority's certificate
     * @param custodian the custodian's endpoint
     * @param holder the custodian's name
     * @param certificates the custodian's certificates by key label
     */
    public record Founded(
            X509Certificate ca,
            EndpointId custodian,
            String holder,
            Map<String, X509Certificate> certificates) {
        /**
         * The custodian's profile.
         *
         * @param pinInFile whether the PIN of the card lies in its file; else it is asked for
         */
        JsonObject profile(
                GatewayConfig config, GatewayConfig.Token card, String serial, boolean pinInFile) {
            JsonObject.Builder json =
                    JsonObject.builder()
                            .put("endpoint", custodian.toString())
                            .put("gatewayUrl", config.publicUrl().toString())
                            .put("gatewayEndpoint", config.endpoint().toString())
                            .put("module", card.module().toString())
                            .put("tokenLabel", card.label())
                            .put("serial", serial)
                            .put("holder", holder)
                            .put("anchor", Certificates.pem(ca));
            if (pinInFile) {
                json.put("pinFile", card.pinFile().toString());
            }
            return json.build();
        }
    }

    /**
     * Does it all.
     *
     * @param tlsNames host names and addresses of the gateway
     * @throws StartupProblem when the store cannot be made
     */
    public Founded found(Custodian custodian, Collection<String> tlsNames) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        X509Certificate ca =
                CertificateIssuer.selfSignedCa(
                        vault.signer(KeyLabel.CA),
                        authority(),
                        now.minus(BACKDATING),
                        now.plus(CA_LIFE),
                        random);
        try (SqliteStore store = Startup.openStore(config, vault, clock)) {
            Authority authority =
                    new Authority(
                            new CertificateIssuer(ca, vault.signer(KeyLabel.CA), random),
                            store,
                            clock,
                            config.limits().crlLife());
            Map<CertificateProfile, X509Certificate> own = gateway(authority, tlsNames);
            Map<CertificateProfile, X509Certificate> first = custodian(authority, custodian);
            EndpointRecord person = record(custodian, now);
            store.<EndpointId>commitEnrolment(
                            tx -> {
                                issued(tx, ca, CertificateProfile.AGENCY_CA, Optional.empty(), now);
                                enter(tx, gatewayRecord(now), own, now);
                                enter(tx, person, first, now);
                                tx.putOrder(
                                        EndpointOrder.of(Act.ENROL, person, Optional.empty(), now),
                                        EndpointOrder.salt(random));
                                return person.id();
                            })
                    .join();
            if (!authority.refreshCrl()) {
                throw new IllegalStateException("a new authority has no revocation list");
            }
            write.accept(KeyLabel.CA, ca);
            write.accept(KeyLabel.SEAL, of(own, CertificateProfile.SEAL));
            write.accept(KeyLabel.TLS, of(own, CertificateProfile.TLS));
            write.accept(KeyLabel.TIMESTAMP, of(own, CertificateProfile.TIMESTAMP));
            Map<String, X509Certificate> byLabel = new LinkedHashMap<>();
            byLabel.put(KeyLabel.SIGNATURE, of(first, CertificateProfile.SIGNATURE));
            byLabel.put(KeyLabel.AUTHENTICATION, of(first, CertificateProfile.AUTHENTICATION));
            byLabel.put(KeyLabel.ENCRYPTION, of(first, CertificateProfile.ENCRYPTION));
            return new Founded(ca, person.id(), custodian.commonName(), Map.copyOf(byLabel));
        }
    }

    /**
     * Puts the record of the ceremony under the seal and into the log of the new store.
     *
     * @throws CeremonyProblem when the record does not hold
     */
    public CeremonyReceipt record(CeremonyRecord ceremony) throws CeremonyProblem {
        byte[] salt = new byte[SignedRecord.SALT_LENGTH];
        random.nextBytes(salt);
        SignedRecord signed = SignedRecord.sign(ceremony, vault.signer(KeyLabel.SEAL));
        try (SqliteStore store = Startup.openStore(config, vault, clock)) {
            return store.enterCeremony(signed, salt).join();
        }
    }

    private Map<CertificateProfile, X509Certificate> gateway(
            Authority authority, Collection<String> tlsNames) {
        Map<CertificateProfile, X509Certificate> own = new EnumMap<>(CertificateProfile.class);
        Map<CertificateProfile, String> labels =
                Map.of(
                        CertificateProfile.SEAL,
                        KeyLabel.SEAL,
                        CertificateProfile.TLS,
                        KeyLabel.TLS,
                        CertificateProfile.TIMESTAMP,
                        KeyLabel.TIMESTAMP);
        labels.forEach((profile, label) ->
                own.put(
                        profile,
                        authority.issue(
                                vault.signer(label).publicKey(),
                                subject(EndpointId.GATEWAY_NAME, "Cổng " + config.organization()),
                                profile,
                                profile == CertificateProfile.TLS ? tlsNames : List.of())));
        return own;
    }

    private Map<CertificateProfile, X509Certificate> custodian(
            Authority authority, Custodian custodian) {
        Subject subject = subject(custodian.name(), custodian.commonName());
        Map<CertificateProfile, X509Certificate> first = new EnumMap<>(CertificateProfile.class);
        first.put(
                CertificateProfile.SIGNATURE,
                authority.issue(
                        custodian.signature(), subject, CertificateProfile.SIGNATURE, List.of()));
        first.put(
                CertificateProfile.AUTHENTICATION,
                authority.issue(
                        custodian.authentication(),
                        subject,
                        CertificateProfile.AUTHENTICATION,
                        List.of()));
        first.put(
                CertificateProfile.ENCRYPTION,
                authority.issue(
                        custodian.encryption(), subject, CertificateProfile.ENCRYPTION, List.of()));
        return first;
    }

    private Subject authority() {
        Subject authority =
                Subject.ofAuthority(
                        config.organization(),
                        config.organizationName(),
                        "CA " + config.organization());
        return config.exercise() ? authority.asExercise() : authority;
    }

    private Subject subject(String name, String commonName) {
        return new Subject(
                config.organization(),
                config.organizationName(),
                Optional.empty(),
                commonName,
                Optional.of(name));
    }

    private EndpointRecord record(Custodian custodian, Instant now) {
        return endpoint(
                new EndpointId(config.organization(), custodian.name()),
                EndpointKind.OFFICER,
                custodian.commonName(),
                Role.KEY_CUSTODIAN,
                now);
    }

    private EndpointRecord gatewayRecord(Instant now) {
        return endpoint(
                config.endpoint(),
                EndpointKind.GATEWAY,
                config.organizationName(),
                Role.GATEWAY,
                now);
    }

    private EndpointRecord endpoint(
            EndpointId id, EndpointKind kind, String name, Role role, Instant now) {
        return new EndpointRecord(
                id,
                kind,
                name,
                config.organizationName(),
                Optional.empty(),
                config.endpoint(),
                config.premises(),
                Set.of(role),
                Optional.empty(),
                Optional.empty(),
                Optional.<LocalDate>empty(),
                EndpointStatus.ACTIVE,
                now);
    }

    private static void enter(
            EnrolTx tx,
            EndpointRecord endpoint,
            Map<CertificateProfile, X509Certificate> certificates,
            Instant now) {
        tx.directory().putEndpoint(endpoint);
        certificates.forEach((profile, certificate) ->
                issued(tx, certificate, profile, Optional.of(endpoint.id()), now));
    }

    private static void issued(
            EnrolTx tx,
            X509Certificate certificate,
            CertificateProfile profile,
            Optional<EndpointId> endpoint,
            Instant now) {
        tx.putIssued(new IssuedCertificate(certificate, profile, endpoint, now, Optional.empty()));
    }

    private static X509Certificate of(
            Map<CertificateProfile, X509Certificate> certificates, CertificateProfile profile) {
        X509Certificate found = certificates.get(profile);
        if (found == null) {
            throw new IllegalStateException("no certificate of profile " + profile);
        }
        return found;
    }
}
