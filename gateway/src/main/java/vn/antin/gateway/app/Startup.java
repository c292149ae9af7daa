package vn.antin.gateway.app;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import vn.antin.crypto.bc.tsp.TimeStampAuthority;
import vn.antin.crypto.ceremony.CeremonyReceipt;
import vn.antin.crypto.ceremony.SignedRecord;
import vn.antin.crypto.cert.CertificateIssuer;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.KeyVault;
import vn.antin.gateway.ceremony.CeremonyInbox;
import vn.antin.gateway.directory.Directory;
import vn.antin.gateway.directory.DirectoryStore;
import vn.antin.gateway.directory.DirectoryTx;
import vn.antin.gateway.directory.EndpointRecord;
import vn.antin.gateway.directory.PeerRecord;
import vn.antin.gateway.enrol.Authority;
import vn.antin.gateway.enrol.CrlRecord;
import vn.antin.gateway.enrol.EnrolStore;
import vn.antin.gateway.enrol.TrustDesk;
import vn.antin.gateway.evidence.AgencySealDesk;
import vn.antin.gateway.evidence.SealRecord;
import vn.antin.gateway.evidence.TimeStampDesk;
import vn.antin.gateway.exchange.BlobStore;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.intake.PolicyDesk;
import vn.antin.gateway.ops.Ops;
import vn.antin.gateway.ops.Watch;
import vn.antin.gateway.store.SqliteStore;
import vn.antin.gateway.store.disk.DiskBlobStore;
import vn.antin.gateway.store.disk.DurableStep;
import vn.antin.hsm.PinSource;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.token.TokenMonitor;
import vn.antin.hsm.token.TokenState;

/** Opens what a gateway stands on, and says in words what a person must mend. */
final class Startup {
    private static final System.Logger LOG = System.getLogger(Startup.class.getName());

    private Startup() {}

    /** Opens the gateway's token with the PIN of its file; one try, never a second. */
    static TokenVault openToken(GatewayConfig config) {
        return openToken(config, TokenMonitor.NONE);
    }

    /** The same, with somebody who counts. */
    static TokenVault openToken(GatewayConfig config, TokenMonitor monitor) {
        return openToken(config.token(), monitor, config.home());
    }

    /** Opens another token whose module the records of this folder may know. */
    static TokenVault openToken(GatewayConfig.Token token, Path home) {
        return openToken(token, TokenMonitor.NONE, home);
    }

    private static TokenVault openToken(
            GatewayConfig.Token token, TokenMonitor monitor, Path home) {
        if (!Files.isReadable(token.pinFile())) {
            throw new StartupProblem(
                    StartupProblem.Code.PIN_FILE,
                    null,
                    token.pinFile(),
                    "không đọc được / unreadable");
        }
        try {
            return TokenVault.open(
                    new TokenConfig(token.module(), token.label(), token.serial()),
                    PinSource.fromFile(token.pinFile()),
                    CipherModule.options(home, token.module()),
                    monitor);
        } catch (KeyException e) {
            throw problem(e, token);
        }
    }

    /** What a failure of the token means to the person who starts the gateway. */
    static StartupProblem problem(KeyException e, GatewayConfig.Token token) {
        String words = String.valueOf(e.getMessage());
        return switch (e.reason()) {
            case PIN_WRONG ->
                    new StartupProblem(
                            StartupProblem.Code.PIN_WRONG, e, token.label(), e.triesLeft());
            case PIN_LOCKED -> new StartupProblem(StartupProblem.Code.PIN_LOCKED, e, token.label());
            case PIN_NEEDED ->
                    new StartupProblem(StartupProblem.Code.PIN_FILE, e, token.pinFile(), words);
            case NO_SUCH_KEY -> new StartupProblem(StartupProblem.Code.KEY_MISSING, e, words);
            case TOKEN_MISSING ->
                    e.getCause() instanceof KeyException // the module itself cannot start
                            ? failure(e, token, words)
                            : new StartupProblem(
                                    StartupProblem.Code.TOKEN_MISSING,
                                    e,
                                    token.label(),
                                    token.module(),
                                    words);
            case DEVICE_FAILURE -> failure(e, token, words);
            case UNSUPPORTED, BAD_INPUT, BUSY ->
                    new StartupProblem(
                            StartupProblem.Code.TOKEN_FAILURE,
                            e,
                            token.label(),
                            token.module(),
                            words);
        };
    }

    /** SoftHSM says no more than "general error" when it may not use its folder. */
    private static StartupProblem failure(KeyException e, GatewayConfig.Token token, String words) {
        boolean softHsm = String.valueOf(token.module().getFileName()).contains("softhsm");
        return softHsm
                ? new StartupProblem(
                        StartupProblem.Code.SOFTHSM_FAILURE,
                        e,
                        token.label(),
                        words,
                        Optional.ofNullable(System.getenv("SOFTHSM2_CONF")).orElse("-"))
                : new StartupProblem(
                        StartupProblem.Code.TOKEN_FAILURE, e, token.label(), token.module(), words);
    }

    static X509Certificate certificate(KeyVault vault, String label) {
        return vault.certificate(label)
                .orElseThrow(
                        () -> new StartupProblem(StartupProblem.Code.KEY_MISSING, null, label));
    }

    static TimeStampDesk stamps(
            EndpointId self, KeyVault vault, InstantSource clock, SecureRandom random) {
        return new TimeStampDesk(
                self.organization(),
                new TimeStampAuthority(
                        vault.signer(KeyLabel.TIMESTAMP),
                        certificate(vault, KeyLabel.TIMESTAMP),
                        random),
                clock);
    }

    /** The agency's seal, for its registry clerks. */
    static AgencySealDesk seals(
            EndpointId self,
            KeyVault vault,
            SqliteStore store,
            PolicyDesk policy,
            CipherModule cipher,
            TrustDesk trust,
            InstantSource clock,
            SecureRandom random) {
        return new AgencySealDesk(
                self,
                new AgencySealDesk.Key(
                        vault.signer(KeyLabel.SEAL), certificate(vault, KeyLabel.SEAL)),
                directory(store),
                (seal, salt) -> enter(store, seal, salt),
                policy,
                cipher,
                trust,
                clock,
                random);
    }

    private static void enter(SqliteStore store, SealRecord seal, byte[] salt) {
        boolean unused =
                store.commit(
                                tx -> {
                                    tx.evidence().append(seal, salt);
                                    return true;
                                })
                        .join()
                        .value();
    }

    /** Looks at token, disk and folder from now on. */
    static Watch watch(Ops ops, Supplier<Optional<TokenState>> token, GatewayConfig config) {
        return ops.watch(token, config.limits().selfTest(), disk(config), folder(config));
    }

    /** The disk with the data; none free when that cannot be told. */
    private static Watch.Disk disk(GatewayConfig config) {
        return new Watch.Disk(
                () -> config.data().toFile().getUsableSpace(), config.limits().freeSpace());
    }

    /** The agency's certification authority, with a revocation list that is in force. */
    static Authority authority(
            GatewayConfig config,
            CertificateIssuer issuer,
            SqliteStore store,
            InstantSource clock) {
        Authority authority = new Authority(issuer, store, clock, config.limits().crlLife());
        boolean renewed = authority.refreshCrl();
        LOG.log(Level.DEBUG, "revocation list renewed: {0}", renewed);
        return authority;
    }

    /** The folder of the gateway, where some things should not lie for long. */
    private static Watch.Folder folder(GatewayConfig config) {
        return new Watch.Folder(
                () -> {
                    try {
                        return !Tokens.officerPins(config).isEmpty();
                    } catch (IOException e) {
                        return true; // nobody can tell
                    }
                },
                () -> {
                    try {
                        return !CeremonyInbox.waiting(config.home()).isEmpty();
                    } catch (IOException e) {
                        return true; // nobody can tell
                    }
                });
    }

    static void checkSpace(GatewayConfig config) {
        try {
            Path existing = Files.exists(config.data()) ? config.data() : config.home();
            long free = Files.getFileStore(existing).getUsableSpace();
            if (free < config.limits().freeSpace()) {
                throw new StartupProblem(
                        StartupProblem.Code.DISK_FULL,
                        null,
                        config.data(),
                        free >> 20,
                        config.limits().freeSpace() >> 20);
            }
        } catch (IOException e) {
            throw new StartupProblem(
                    StartupProblem.Code.STORE, e, config.data(), String.valueOf(e.getMessage()));
        }
    }

    static SqliteStore openStore(GatewayConfig config, KeyVault vault, InstantSource clock) {
        try {
            return SqliteStore.open(
                    config.data(), config.logOrigin(), vault.signer(KeyLabel.LOG), clock);
        } catch (StoreException e) {
            throw switch (e.reason()) {
                case BUSY -> new StartupProblem(StartupProblem.Code.DATA_LOCKED, e, config.data());
                case DISK_FULL ->
                        new StartupProblem(
                                StartupProblem.Code.DISK_FULL,
                                e,
                                config.data(),
                                0,
                                config.limits().freeSpace() >> 20);
                default ->
                        new StartupProblem(
                                StartupProblem.Code.STORE,
                                e,
                                config.data(),
                                String.valueOf(e.getMessage()));
            };
        }
    }

    /**
     * An exercise stays one, and what is none never becomes one: the name of the authority says
     * which.
     *
     * @throws StartupProblem EXERCISE_CHANGED when the configuration says other
     */
    private static void checkExercise(GatewayConfig config, X509Certificate ca) {
        try {
            requireSame(config, Certificates.unverifiedSubject(ca).isExercise());
        } catch (CertificateProblem e) {
            throw new StartupProblem(StartupProblem.Code.KEY_MISSING, e, KeyLabel.CA);
        }
    }

    /** The same for what the custodians approved. */
    private static void checkExercise(GatewayConfig config, SqliteStore store) {
        for (CeremonyReceipt each : ceremonies(config, store)) {
            requireSame(config, each.signed().record().approved().plan().exercise());
        }
    }

    private static void requireSame(GatewayConfig config, boolean exercise) {
        if (exercise != config.exercise()) {
            throw new StartupProblem(
                    StartupProblem.Code.EXERCISE_CHANGED,
                    null,
                    config.home().resolve(GatewayConfig.FILE_NAME),
                    config.exercise(),
                    exercise);
        }
    }

    private static List<CeremonyReceipt> ceremonies(GatewayConfig config, SqliteStore store) {
        try {
            return store.ceremonies();
        } catch (StoreException e) {
            throw new StartupProblem(
                    StartupProblem.Code.STORE, e, config.data(), String.valueOf(e.getMessage()));
        }
    }

    /**
     * What was done to the keys while the gateway was stopped comes into its log.
     *
     * @throws StartupProblem EXERCISE_CHANGED when the configuration says other than the log
     */
    static void enterCeremonies(
            GatewayConfig config, KeyVault vault, SqliteStore store, SecureRandom random) {
        checkExercise(config, certificate(vault, KeyLabel.CA));
        checkExercise(config, store);
        CeremonyInbox inbox =
                new CeremonyInbox(config.home(), vault.signer(KeyLabel.SEAL).publicKey(), random);
        try {
            int entered =
                    inbox.enterInto(
                            new CeremonyInbox.Log() {
                                @Override
                                public List<CeremonyReceipt> ceremonies() {
                                    return store.ceremonies();
                                }

                                @Override
                                public CeremonyReceipt enter(SignedRecord signed, byte[] salt) {
                                    return store.enterCeremony(signed, salt).join();
                                }
                            });
            LOG.log(Level.DEBUG, "ceremonies entered into the log: {0}", entered);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the records of ceremonies cannot be entered", e);
        }
    }

    /** The clock may not stand before the last thing that was recorded. */
    static void checkClock(SqliteStore store, InstantSource clock, Duration skew) {
        Optional<Instant> last =
                store.readEnrolment(view ->
                        Stream.of(
                                        view.crl().map(CrlRecord::thisUpdate).stream(),
                                        view.directory().endpoints("").stream()
                                                .map(EndpointRecord::changedAt),
                                        view.directory().peers().stream()
                                                .map(PeerRecord::changedAt))
                                .flatMap(s -> s)
                                .max(Instant::compareTo));
        Instant now = clock.instant();
        if (last.isPresent() && now.isBefore(last.get().minus(skew))) {
            throw new StartupProblem(
                    StartupProblem.Code.CLOCK,
                    null,
                    PolicyDesk.local(now),
                    PolicyDesk.local(last.get()));
        }
    }

    static BlobStore blobs(GatewayConfig config) {
        return new DiskBlobStore(
                config.data(), config.limits().freeSpace() / 2, DurableStep.Listener.NONE);
    }

    /** The directory as a part of the store of enrolment. */
    static DirectoryStore directory(EnrolStore store) {
        return new DirectoryStore() {
            @Override
            public <R> CompletableFuture<R> commitDirectory(
                    Function<? super DirectoryTx, ? extends R> task) {
                return store.commitEnrolment(tx -> task.apply(tx.directory()));
            }

            @Override
            public <R> R readDirectory(Function<? super Directory, ? extends R> reader) {
                return store.readEnrolment(view -> reader.apply(view.directory()));
            }
        };
    }
}
