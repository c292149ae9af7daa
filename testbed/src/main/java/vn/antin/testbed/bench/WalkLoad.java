package vn.antin.testbed.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * configuration from the environment: every sender sends one document after the other, every
 * receiver opens and signs for what comes.
 */
final class WalkLoad {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Path folder;
    private final List<Card> senders;
    private final List<Card> receivers;
    private final Map<String, Long> started = new ConcurrentHashMap<>();
    private final Map<String, Long> ended = new ConcurrentHashMap<>();

    private WalkLoad(Path folder, List<Card> senders, List<Card> receivers) {
        this.folder = folder;
        this.senders = senders;
        this.receivers = receivers;
    }

    /** Arguments: two homes, number of documents, pairs of officers, whether to print JSON. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("antin-load");
        int pairs = Integer.parseInt(args[3]);
        List<Card> senders = new ArrayList<>();
        List<Card> receivers = new ArrayList<>();
        try {
            for (int i = 0; i < pairs; i++) {
                senders.add(Card.open(Path.of(args[0]), "an" + i));
                receivers.add(Card.open(Path.of(args[1]), "binh" + i));
            }
            new WalkLoad(folder, senders, receivers).round(10);
            int each = Math.max(1, Integer.parseInt(args[2]) / pairs);
            WalkLoad load = new WalkLoad(folder, senders, receivers);
            Series walk = new Series("antin: seal to signed receipt", (double) each * pairs);
            walk.time(() -> load.round(each));
            Series peer = new Series("openssl cms, one process a step", 20);
            OpenSsl openSsl = new OpenSsl(folder);
            peer.time(() -> openSsl.walk(20));
            boolean json = Boolean.parseBoolean(args[4]);
            Report report =
                    new Report(
                            "walk: " + each * pairs + " documents, " + pairs + " pairs of officers",
                            "documents/s",
                            1);
            report.row(walk, peer);
            report.row(peer, peer);
            report.print(System.out, json);
            if (!json) {
                load.latencies();
            }
        } finally {
            senders.forEach(Card::close);
            receivers.forEach(Card::close);
        }
    }

    /** Each sender sends this many to the receiver of the same number. */
    private void round(int each) throws Exception {
        Path file = Files.writeString(folder.resolve("thong-bao.txt"), "Nội dung. ".repeat(1000));
        try (ExecutorService pool = Executors.newFixedThreadPool(2 * senders.size())) {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < senders.size(); i++) {
                Account sender = senders.get(i).account();
                Account receiver = receivers.get(i).account();
                long seen = lastSeen(receiver);
                all.add(pool.submit(() -> send(sender, receiver, file, each)));
                all.add(pool.submit(() -> receive(receiver, seen, each)));
            }
            for (Future<Void> future : all) {
                Void _ = future.get();
            }
        }
    }

    private static long lastSeen(Account receiver) {
        return receiver.inbox().list(0).stream().mapToLong(Mailbox.InboxItem::seq).max().orElse(0);
    }

    private @Nullable Void send(Account from, Account to, Path file, int count) throws IOException {
        String recipient = to.settings().endpoint().toString();
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            Draft draft = Draft.of(Level.MAT, List.of(recipient), List.of(file));
            started.put(from.outbox().send(draft, Watcher.NONE).consignment(), start);
        }
        return null;
    }

    private @Nullable Void receive(Account receiver, long seen, int count) throws Exception {
        long last = seen;
        int done = 0;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (done < count) {
            for (Mailbox.InboxItem item : receiver.inbox().list(last)) {
                last = Math.max(last, item.seq());
                String id = item.consignment();
                var _ = receiver.inbox().open(id, folder.resolve(id), Watcher.NONE);
                var _ = receiver.inbox().acknowledge(id, Watcher.NONE);
                ended.put(id, System.nanoTime());
                done++;
            }
            if (System.nanoTime() > end) {
                throw new IOException("only " + done + " of " + count + " were signed for");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
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
                1e3 * seconds[seconds.length / 2], 1e3 * seconds[seconds.length * 99 / 100]);
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
