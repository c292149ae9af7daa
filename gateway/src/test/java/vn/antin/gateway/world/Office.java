package vn.antin.gateway.world;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificationRequest;
import vn.antin.crypto.cert.EncryptionKeyChallenge;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.cert.RevocationReason;
import vn.antin.crypto.cert.Subject;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.KeyVault;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.gateway.app.Founding;
import vn.antin.gateway.app.Gateway;
import vn.antin.gateway.app.GatewayConfig;
import vn.antin.hsm.provider.ModuleIdentity;
import vn.antin.policies.clearance.Clearance;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.label.Level;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.wire.Enrolment;
import vn.antin.sdk.wire.PeerCard;

/** An agency with its gateway, which can be stopped and started again. */
public final class Office implements AutoCloseable {
    private final GatewayConfig config;
    private final SoftwareVault vault;
    private final TestClock clock;
    private final Person custodian;
    private final X509Certificate ca;
    private Gateway gateway;

    /** What the software keys pretend to lie in. */
    public static final ModuleIdentity MODULE =
            new ModuleIdentity(
                    "Ban Thử",
                    "2.6",
                    "Ban Thử",
                    "Máy A",
                    "1.0",
                    Digest.of("library".getBytes(StandardCharsets.UTF_8)));

    /** Founds it in a folder, as an exercise, and starts its gateway. */
    public Office(String organization, String name, String premises, Path home, TestClock clock)
            throws IOException {
        this(organization, name, premises, home, clock, true);
    }

    /** Founds it in a folder and starts its gateway. */
    public Office(
            String organization,
            String name,
            String premises,
            Path home,
            TestClock clock,
            boolean exercise)
            throws IOException {
        this.clock = clock;
        this.vault =
                new SoftwareVault()
                        .ecP384(KeyLabel.CA)
                        .ecP256(KeyLabel.SEAL)
                        .ecP256(KeyLabel.TLS)
                        .ecP256(KeyLabel.TIMESTAMP)
                        .ed25519(KeyLabel.LOG);
        int port = freePort();
        this.config =
                new GatewayConfig(
                        home,
                        OrganizationId.parse(organization),
                        name,
                        premises,
                        new GatewayConfig.Listen("127.0.0.1", port),
                        Optional.empty(),
                        URI.create("https://127.0.0.1:" + port),
                        new GatewayConfig.Token(home, "none", Optional.empty(), home),
                        home.resolve("data"),
                        "vn-2025",
                        exercise,
                        GatewayConfig.Limits.DEFAULT);
        SoftwareVault keys = Person.keys();
        Founding.Founded founded =
                new Founding(config, vault, vault::put, clock, new SecureRandom())
                        .found(
                                new Founding.Custodian(
                                        "custodian",
                                        "Người quản lý khóa",
                                        keys.publicKey(KeyLabel.SIGNATURE),
                                        keys.publicKey(KeyLabel.AUTHENTICATION),
                                        keys.publicKey(KeyLabel.ENCRYPTION)),
                                Set.of("127.0.0.1"));
        founded.certificates().forEach(keys::put);
        this.ca = founded.ca();
        this.custodian =
                new Person(founded.custodian(), "Người quản lý khóa", keys, ca, this::url, clock);
        this.gateway = Gateway.open(config, new Lasting(vault), MODULE, clock);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A vault that outlives the gateway that uses it. */
    private record Lasting(SoftwareVault vault) implements KeyVault {
        @Override
        public Signer signer(String label) {
            return vault.signer(label);
        }

        @Override
        public Optional<DecryptionKey> decryptionKey(byte[] subjectKeyIdentifier) {
            return vault.decryptionKey(subjectKeyIdentifier);
        }

        @Override
        public Optional<X509Certificate> certificate(String label) {
            return vault.certificate(label);
        }

        @Override
        public void close() {
            // The keys are needed for the next start.
        }
    }

    /** Stops the gateway and starts it again on the same folder and port. */
    public void restart() {
        gateway.close();
        start();
    }

    /** Stops the gateway. */
    public void stop() {
        gateway.close();
    }

    /** Starts the gateway. */
    public void start() {
        gateway = Gateway.open(config, new Lasting(vault), MODULE, clock);
    }

    /** The running gateway. */
    public Gateway gateway() {
        return gateway;
    }

    /** Its configuration. */
    public GatewayConfig config() {
        return config;
    }

    /** The gateway's keys. */
    public SoftwareVault vault() {
        return vault;
    }

    /** Where it listens. */
    public URI url() {
        return config.publicUrl();
    }

    /** The gateway's endpoint. */
    public EndpointId endpoint() {
        return config.endpoint();
    }

    /** Its authority. */
    public X509Certificate ca() {
        return ca;
    }

    /** The first key custodian. */
    public Person custodian() {
        return custodian;
    }

    /** The gateway itself as a caller at another one. */
    public Person asCaller(Office other) {
        return new Person(endpoint(), config.organizationName(), vault, other.ca, other::url, clock)
                .calling(KeyLabel.TLS);
    }

    /** Adds the other agency as a peer and waits until it is known. */
    public void befriend(Office other) {
        try (GatewayClient client = custodian.client()) {
            client.addPeer(new PeerCard.AddPeer(other.gateway.signedCard(), "CO_YEU", false));
        }
    }

    /** Enrols an officer over the API. */
    public Person enrol(String name, String commonName, Level level) {
        return enrol(name, commonName, level, Set.of(Role.OFFICER));
    }

    /** Enrols somebody with these roles over the API. */
    public Person enrol(String name, String commonName, Level level, Set<Role> roles) {
        SoftwareVault keys = Person.keys();
        try (GatewayClient client = custodian.client()) {
            Enrolment.Challenge challenge =
                    client.enrol(request(name, commonName, Optional.of(level), keys, roles));
            Enrolment.Result result =
                    client.prove(challenge.id(), new Enrolment.Proof(answer(challenge, keys)));
            return holder(commonName, keys, result);
        }
    }

    /** A request of enrolment with these keys. */
    public Enrolment.Request request(
            String name, String commonName, Optional<Level> level, SoftwareVault keys) {
        return request(name, commonName, level, keys, Set.of(Role.OFFICER));
    }

    private Enrolment.Request request(
            String name,
            String commonName,
            Optional<Level> level,
            SoftwareVault keys,
            Set<Role> roles) {
        Subject subject =
                new Subject(
                        config.organization(),
                        config.organizationName(),
                        Optional.empty(),
                        commonName,
                        Optional.of(name));
        LocalDate until = LocalDate.ofInstant(clock.instant(), java.time.ZoneOffset.UTC);
        return new Enrolment.Request(
                name,
                commonName,
                Optional.of("Phòng Hành chính"),
                roles,
                level.map(l -> new Clearance(l, until.plusYears(1), "QĐ 12/QĐ-UBND")),
                Optional.of("may-01"),
                CertificationRequest.create(subject, keys.signer(KeyLabel.SIGNATURE)),
                CertificationRequest.create(subject, keys.signer(KeyLabel.AUTHENTICATION)),
                keys.publicKey(KeyLabel.ENCRYPTION).getEncoded());
    }

    /** A renewal of these keys with the consent of the keys so far. */
    public Enrolment.Renewal renewal(Person person, SoftwareVault fresh) {
        return renewal(
                person,
                fresh,
                Optional.of(
                        new Enrolment.Consent(
                                person.vault()
                                        .signer(KeyLabel.AUTHENTICATION)
                                        .sign(
                                                Enrolment.Consent.oldKeySigns(
                                                        person.endpoint(),
                                                        fresh.publicKey(KeyLabel.SIGNATURE),
                                                        fresh.publicKey(KeyLabel.ENCRYPTION))),
                                fresh.signer(KeyLabel.SIGNATURE)
                                        .sign(
                                                Enrolment.Consent.newKeySigns(
                                                        person.endpoint(),
                                                        fresh.publicKey(
                                                                KeyLabel.AUTHENTICATION))))),
                Optional.empty());
    }

    /** A renewal with another consent, or a reason to replace. */
    public Enrolment.Renewal renewal(
            Person person,
            SoftwareVault fresh,
            Optional<Enrolment.Consent> consent,
            Optional<RevocationReason> replace) {
        Subject subject =
                new Subject(
                        config.organization(),
                        config.organizationName(),
                        Optional.of("Phòng Hành chính"),
                        person.toString(),
                        Optional.of(person.endpoint().name()));
        return new Enrolment.Renewal(
                CertificationRequest.create(subject, fresh.signer(KeyLabel.SIGNATURE)),
                CertificationRequest.create(subject, fresh.signer(KeyLabel.AUTHENTICATION)),
                fresh.publicKey(KeyLabel.ENCRYPTION).getEncoded(),
                consent,
                replace);
    }

    /** Gives somebody new keys over the API. */
    public Person renewed(Person person, SoftwareVault fresh, Enrolment.Renewal renewal) {
        try (GatewayClient client = custodian.client()) {
            Enrolment.Challenge challenge = client.renew(person.endpoint(), renewal);
            return holder(
                    person.toString(),
                    fresh,
                    client.proveRenewal(
                            person.endpoint(),
                            challenge.id(),
                            new Enrolment.Proof(answer(challenge, fresh))));
        }
    }

    /** Who has these keys, which got these certificates. */
    public Person holder(String commonName, SoftwareVault keys, Enrolment.Result result) {
        SoftwareVault unused =
                keys.put(KeyLabel.SIGNATURE, result.signatureCertificate())
                        .put(KeyLabel.AUTHENTICATION, result.authenticationCertificate());
        result.encryptionCertificate().ifPresent(c -> keys.put(KeyLabel.ENCRYPTION, c));
        return new Person(result.endpoint(), commonName, keys, ca, this::url, clock);
    }

    /** The right answer to a challenge. */
    public static byte[] answer(Enrolment.Challenge challenge, SoftwareVault keys) {
        try {
            return EncryptionKeyChallenge.answer(
                    challenge.challenge(), keys.decryptionKey(KeyLabel.ENCRYPTION));
        } catch (CertificateProblem e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
