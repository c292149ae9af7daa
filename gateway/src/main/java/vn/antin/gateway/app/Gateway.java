package vn.antin.gateway.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.cert.CertificateIssuer;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.KeyVault;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.seal.Recipient;
import vn.antin.gateway.api.ApiServer;
import vn.antin.gateway.api.Endpoints;
import vn.antin.gateway.channel.https.HttpsChannel;
import vn.antin.gateway.directory.DirectoryDesk;
import vn.antin.gateway.directory.DirectoryStore;
import vn.antin.gateway.directory.PeerSync;
import vn.antin.gateway.enrol.Authority;
import vn.antin.gateway.enrol.EnrolmentDesk;
import vn.antin.gateway.enrol.KemKeyDesk;
import vn.antin.gateway.enrol.PeerDesk;
import vn.antin.gateway.enrol.RenewalDesk;
import vn.antin.gateway.enrol.SuspensionDesk;
import vn.antin.gateway.enrol.TrustDesk;
import vn.antin.gateway.evidence.EvidenceDesk;
import vn.antin.gateway.exchange.BlobStore;
import vn.antin.gateway.exchange.Dispatcher;
import vn.antin.gateway.exchange.Exchange;
import vn.antin.gateway.exchange.ReceiptDesk;
import vn.antin.gateway.intake.PolicyDesk;
import vn.antin.gateway.intake.Submission;
import vn.antin.gateway.mailbox.Bell;
import vn.antin.gateway.mailbox.BlobDesk;
import vn.antin.gateway.mailbox.Mailboxes;
import vn.antin.gateway.mailbox.RegisterDesk;
import vn.antin.gateway.ops.Ops;
import vn.antin.gateway.ops.Watch;
import vn.antin.gateway.store.SqliteStore;
import vn.antin.gateway.tlog.PublicLog;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.jca.TokenKeyManager;
import vn.antin.hsm.provider.ModuleIdentity;
import vn.antin.hsm.token.TokenState;
import vn.antin.policies.pack.RulePacks;
import vn.antin.policies.rule.RulePack;
import vn.antin.sdk.enrol.OutsideAuthorities;
import vn.antin.sdk.wire.Deployment;
import vn.antin.sdk.wire.PeerCard;
import vn.antin.sdk.wire.SignedPeerCard;

/**
 * A running gateway: the only place where adapters are made. What was opened is closed in reverse,
 * also when opening fails half-way. Thread-safe.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Gateway.class.getName());
    private static final Duration HOUSEKEEPING = Duration.ofMinutes(10);

    private final GatewayConfig config;
    private final InstantSource clock;
    private final CipherModule cipher;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final X509Certificate ca;
    private final X509Certificate tls;
    private final Signer caKey;
    private @Nullable SignedPeerCard signedCard;
    private final SqliteStore store;
    private final PeerDesk peers;
    private final SuspensionDesk suspensions;
    private final PeerSync sync;
    private final ApiServer server;
    private final Optional<InetSocketAddress> opsAddress;

    /**
     * Opens with the token that the configuration names, and the system clock.
     *
     * @throws StartupProblem with what a person must do
     */
    public static Gateway open(GatewayConfig config) {
        InstantSource clock = InstantSource.system();
        Ops ops = new Ops(clock);
        try {
            TokenVault vault = Startup.openToken(config, ops.meter());
            return new Gateway(
                    config,
                    vault,
                    vault.identity(),
                    () -> Optional.of(vault.state()),
                    ops,
                    clock,
                    new SecureRandom());
        } catch (RuntimeException e) {
            ops.close();
            throw e;
        }
    }

    /**
     * Opens with keys that are at hand; closes the vault in the end.
     *
     * @param module what holds the keys, to be found among the provider records
     * @throws StartupProblem with what a person must do
     */
    public static Gateway open(
            GatewayConfig config, KeyVault vault, ModuleIdentity module, InstantSource clock) {
        return new Gateway(
                config, vault, module, Optional::empty, new Ops(clock), clock, new SecureRandom());
    }

    private Gateway(
            GatewayConfig config,
            KeyVault vault,
            ModuleIdentity module,
            Supplier<Optional<TokenState>> token,
            Ops ops,
            InstantSource clock,
            SecureRandom random) {
        this.config = config;
        this.clock = clock;
        try {
            opened.push(vault);
            opened.push(ops);
            Watch watch = Startup.watch(ops, token, config);
            EndpointId self = config.endpoint();
            cipher = CipherModule.of(config, module);
            LOG.log(Level.INFO, "cipher module: {0}", deployment().english());
            Startup.checkSpace(config);
            ca = Startup.certificate(vault, KeyLabel.CA);
            tls = Startup.certificate(vault, KeyLabel.TLS);
            SelfTests selfTests = keep(new SelfTests(config, vault, clock, random, watch::tested));
            selfTests.atStart();
            store = keep(Startup.openStore(config, vault, clock));
            Startup.checkClock(store, clock, config.limits().clockSkew());
            Startup.enterCeremonies(config, vault, store, random);
            watch.lookAtFolder();
            BlobStore blobs = Startup.blobs(config);
            DirectoryStore directory = Startup.directory(store);

            caKey = vault.signer(KeyLabel.CA);
            Authority authority =
                    Startup.authority(
                            config, new CertificateIssuer(ca, caKey, random), store, clock);
            TrustDesk trust =
                    new TrustDesk(
                            ca,
                            store,
                            self,
                            store.logKey().text(),
                            this::deployment,
                            cipher.records());

            RulePack pack = RulePacks.shipped(config.rulePack());
            PolicyDesk policy = new PolicyDesk(pack, self, config.exercise(), cipher);
            EvidenceDesk evidence = new EvidenceDesk(self, cipher, clock, random);
            TokenKeyManager identity =
                    TokenKeyManager.of(vault.signer(KeyLabel.TLS), List.of(tls, ca));
            HttpsChannel channel = keep(new HttpsChannel(identity, trust, blobs, clock));
            sync =
                    keep(
                            new PeerSync(
                                    self.organization(),
                                    directory,
                                    channel,
                                    trust,
                                    trust::refresh,
                                    clock));
            Bell bell = new Bell();
            Dispatcher dispatcher =
                    keep(
                            new Dispatcher(
                                    self,
                                    store,
                                    channel,
                                    evidence,
                                    bell::ring,
                                    sync::soon,
                                    clock,
                                    random,
                                    config.limits().relayGiveUp()));
            Consumer<Set<EndpointId>> committed =
                    news -> {
                        bell.ring(news);
                        dispatcher.wake();
                    };
            BlobDesk blobDesk = new BlobDesk(self, store, blobs, policy, clock);
            suspensions =
                    new SuspensionDesk(
                            self.organization(),
                            store,
                            authority,
                            () -> changed(trust, sync),
                            clock,
                            random);
            peers =
                    new PeerDesk(
                            self.organization(),
                            config.exercise(),
                            this::signedCard,
                            store,
                            authority,
                            id -> pack.channel(id).isPresent(),
                            organization -> {
                                trust.refresh();
                                sync.soon(organization);
                            },
                            clock,
                            random);
            Endpoints.Core core =
                    new Endpoints.Core(
                            self,
                            new Exchange(
                                    self,
                                    store,
                                    blobs,
                                    policy,
                                    evidence,
                                    trust,
                                    submission -> acquaint(sync, submission),
                                    committed,
                                    clock,
                                    config.limits().clockSkew()),
                            new ReceiptDesk(self, store, policy, evidence, trust, committed, clock),
                            new Mailboxes(self, store),
                            blobDesk,
                            new RegisterDesk(store),
                            new DirectoryDesk(self.organization(), directory, sync::acquaint),
                            new EnrolmentDesk(
                                    new EnrolmentDesk.Agency(
                                            self, config.organizationName(), config.premises()),
                                    store,
                                    authority,
                                    new OutsideAuthorities(config.home()),
                                    clock,
                                    random),
                            new RenewalDesk(
                                    self.organization(),
                                    store,
                                    authority,
                                    () -> changed(trust, sync),
                                    clock,
                                    random),
                            suspensions,
                            new KemKeyDesk(
                                    self.organization(), directory, trust, sync::tell, clock),
                            peers,
                            sync::news,
                            trust::bundle,
                            this::deployment,
                            new PublicLog(store),
                            Startup.stamps(self, vault, clock, random),
                            Startup.seals(self, vault, store, policy, cipher, trust, clock, random),
                            bell);
            server = keep(listen(core, identity, trust, directory, clock));
            opened.push(bell::close);
            dispatcher.start();
            sync.start(config.limits().peerSync());
            ops.every(HOUSEKEEPING, "housekeeping", () -> housekeeping(authority, trust, blobDesk));
            selfTests.schedule(server::close);
            opsAddress = config.ops().map(address -> listen(ops, address, watch));
            LOG.log(Level.INFO, "gateway {0} listens on {1}", self, server.address());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        opened.push(part);
        return part;
    }

    private ApiServer listen(
            Endpoints.Core core,
            TokenKeyManager identity,
            TrustDesk trust,
            DirectoryStore directory,
            InstantSource clock) {
        try {
            return ApiServer.start(
                    config.listen().host(),
                    config.listen().port(),
                    identity,
                    trust,
                    clock,
                    Endpoints.routes(core, trust, directory, sync::newcomer, clock));
        } catch (BindException e) {
            throw new StartupProblem(StartupProblem.Code.PORT_TAKEN, e, config.listen());
        }
    }

    private static InetSocketAddress listen(Ops ops, GatewayConfig.Listen address, Watch watch) {
        try {
            return ops.listen(address.host(), address.port(), watch);
        } catch (BindException e) {
            throw new StartupProblem(StartupProblem.Code.PORT_TAKEN, e, address);
        }
    }

    private static void changed(TrustDesk trust, PeerSync sync) {
        trust.refresh();
        sync.tell();
    }

    private static void acquaint(PeerSync sync, Submission submission) {
        sync.acquaint(submission.note().sender());
        submission.here().stream().map(Recipient::endpoint).forEach(sync::acquaint);
    }

    private static void housekeeping(Authority authority, TrustDesk trust, BlobDesk blobs) {
        if (authority.refreshCrl()) {
            trust.refresh();
        }
        blobs.sweep();
    }

    /** The address that it really listens on. */
    public InetSocketAddress address() {
        return server.address();
    }

    /** Where figures and health are shown on this machine, as host and port. */
    public Optional<String> opsAddress() {
        return opsAddress.map(at -> {
            String host = at.getAddress().getHostAddress();
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + at.getPort();
        });
    }

    /** Where officers and peers reach it: as configured, with the port that was really taken. */
    public URI url() {
        URI configured = config.publicUrl();
        if (configured.getPort() != 0) {
            return configured;
        }
        return URI.create("https://" + configured.getHost() + ":" + address().getPort());
    }

    /** Whether it is an exercise, and what its cipher module is approved for now. */
    public Deployment deployment() {
        return cipher.deployment(clock.instant());
    }

    /** How it introduces itself to peers. */
    public PeerCard card() {
        return new PeerCard(
                config.organization(),
                config.organizationName(),
                config.endpoint(),
                url(),
                config.premises(),
                ca,
                tls,
                store.logKey().text(),
                config.exercise());
    }

    /** That with the signature of the CA, which is made once. */
    public synchronized SignedPeerCard signedCard() {
        if (signedCard == null) {
            signedCard = SignedPeerCard.sign(card(), caKey);
        }
        return signedCard;
    }

    /** Asks the peers for news now, for tests and for impatient operators. */
    public PeerSync peerSync() {
        return sync;
    }

    /** Stops in reverse order of the start; what waits in the outbox stays there. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.log(Level.ERROR, "closing", e);
            }
        }
    }
}
