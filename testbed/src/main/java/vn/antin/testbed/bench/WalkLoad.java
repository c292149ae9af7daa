package vn.antin.testbed.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import vn.antin.cli.profile.Profile;
import vn.antin.cli.profile.Profiles;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.hsm.PinSource;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.jca.TokenKeyManager;
import vn.antin.policies.label.Level;
import vn.antin.sdk.Account;
import vn.antin.sdk.Draft;
import vn.antin.sdk.Watcher;
import vn.antin.sdk.wire.Mailbox;

/**
 * The load of {@link WalkBench}, as a process of its own since a PKCS#11 module reads its
 * configuration from the environment: one account sends from several threads, one receives, opens
 * and signs from as many.
 */
final class WalkLoad {
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(4);

    private final Path folder;
    private final Account sender;
    private final Account receiver;
    private final int documents;
    private final int threads;
    private final Map<String, Long> started = new ConcurrentHashMap<>();
    private final Map<String, Long> ended = new ConcurrentHashMap<>();

    private WalkLoad(Path folder, Account sender, Account receiver, int documents, int threads) {
        this.folder = folder;
        this.sender = sender;
        this.receiver = receiver;
        this.documents = documents;
        this.threads = threads;
    }

    /** Arguments: two homes, number of documents, threads, whether to print JSON. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("antin-load");
        try (Card one = Card.open(Path.of(args[0]), "an");
                Card two = Card.open(Path.of(args[1]), "binh")) {
            int documents = Integer.parseInt(args[2]);
            int threads = Integer.parseInt(args[3]);
            new WalkLoad(folder, one.account(), two.account(), threads * 5, threads).round();
            WalkLoad load = new WalkLoad(folder, one.account(), two.account(), documents, threads);
            Series walk = new Series("antin: seal to signed receipt", documents);
            walk.time(load::round);
            Series peer = new Series("openssl cms, one process a step", 20);
            OpenSsl openSsl = new OpenSsl(folder);
            peer.time(() -> openSsl.walk(20));
            boolean json = Boolean.parseBoolean(args[4]);
            Report report =
                    new Report(
                            "walk: " + documents + " documents, " + threads + " at a time",
                            "documents/s",
                            1);
            report.row(walk, peer);
            report.row(peer, peer);
            report.print(System.out, json);
            if (!json) {
                load.latencies();
            }
        }
    }

    private void round() throws Exception {
        Path file = Files.writeString(folder.resolve("thong-bao.txt"), "Nội dung. ".repeat(1000));
        long seen = lastSeen();
        try (ExecutorService pool = Executors.newFixedThreadPool(2 * threads)) {
            List<Callable<Void>> sends = java.util.Collections.nCopies(documents, () -> send(file));
            List<Future<Void>> sent = sends.stream().map(pool::submit).toList();
            receive(pool, seen);
            for (Future<Void> future : sent) {
                future.get();
            }
        }
    }

    private long lastSeen() {
        return receiver.inbox().list(0).stream().mapToLong(Mailbox.InboxItem::seq).max().orElse(0);
    }

    private Void send(Path file) throws IOException {
        long start = System.nanoTime();
        Draft draft = Draft.of(Level.MAT, List.of("G97/binh"), List.of(file));
        String id = sender.outbox().send(draft, Watcher.NONE).consignment();
        started.put(id, start);
        return null;
    }

    private void receive(ExecutorService pool, long seen) throws Exception {
        long last = seen;
        List<Future<?>> receipts = new java.util.ArrayList<>();
        long end = System.nanoTime() + PATIENCE;
        while (receipts.size() < documents && System.nanoTime() < end) {
            for (Mailbox.InboxItem item : receiver.inbox().list(last)) {
                last = Math.max(last, item.seq());
                receipts.add(pool.submit(() -> sign(item.consignment())));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        for (Future<?> receipt : receipts) {
            Object _ = receipt.get();
        }
        if (ended.size() != documents) {
            throw new IOException("only " + ended.size() + " of " + documents + " were signed for");
        }
    }

    private Void sign(String id) throws IOException {
        var _ = receiver.inbox().open(id, folder.resolve(id), Watcher.NONE);
        var _ = receiver.inbox().acknowledge(id, Watcher.NONE);
        ended.put(id, System.nanoTime());
        return null;
    }

    private void latencies() {
        double[] seconds =
                started.entrySet().stream()
                        .mapToDouble(e -> (ended.getOrDefault(e.getKey(), 0L) - e.getValue()) / 1e9)
                        .sorted()
                        .toArray();
        System.out.printf(
                "  seal to signed receipt under this load: p50 %.0f ms, p99 %.0f ms%n",
                1e3 * seconds[seconds.length / 2],
                1e3 * seconds[Math.min(seconds.length - 1, seconds.length * 99 / 100)]);
        Arrays.fill(seconds, 0);
    }

    /** An officer's card and account. */
    private record Card(TokenVault vault, Account account) implements AutoCloseable {
        static Card open(Path home, String name) throws IOException {
            Profile profile = new Profiles(home).choose(Optional.of(name), Profiles.Use.OFFICER);
            TokenVault vault =
                    TokenVault.open(
                            new TokenConfig(
                                    profile.module(), profile.tokenLabel(), profile.serial()),
                            PinSource.fromFile(home.resolve("secrets").resolve(name + ".pin")));
            TokenKeyManager tls =
                    TokenKeyManager.of(
                            vault.signer(KeyLabel.AUTHENTICATION),
                            List.of(vault.certificate(KeyLabel.AUTHENTICATION).orElseThrow()));
            return new Card(
                    vault,
                    Account.open(
                            new Account.Settings(
                                    profile.endpoint(),
                                    profile.gateway(),
                                    profile.gatewayUrl(),
                                    profile.anchor(),
                                    profile.folder()),
                            vault,
                            tls,
                            InstantSource.system(),
                            new SecureRandom()));
        }

        @Override
        public void close() {
            account.close();
            vault.close();
        }
    }
}
