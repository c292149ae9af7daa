package vn.antin.testbed.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
import vn.antin.policies.decision.Provider;
import vn.antin.policies.label.Level;
import vn.antin.sdk.Account;
import vn.antin.sdk.Draft;
import vn.antin.sdk.Watcher;
import vn.antin.sdk.wire.Mailbox;

/**
 * The load of {@link WalkBench}, as a process of its own since a PKCS#11 module reads its
 * configuration from the environment: every pair of officers walks one document after the other,
 * from sealing to the signed receipt.
 */
final class WalkLoad {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path folder;
    private final List<Card> senders;
    private final List<Card> receivers;
    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();

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

    /** Every pair walks this many documents, the next when the last is signed for. */
    private void round(int each) throws Exception {
        Path file = Files.writeString(folder.resolve("thong-bao.txt"), "Nội dung. ".repeat(1000));
        try (ExecutorService pool = Executors.newFixedThreadPool(senders.size())) {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < senders.size(); i++) {
                Account sender = senders.get(i).account();
                Account receiver = receivers.get(i).account();
                all.add(pool.submit(() -> walk(sender, receiver, file, each)));
            }
            for (Future<Void> future : all) {
                Void _ = future.get();
            }
        }
    }

    private @Nullable Void walk(Account from, Account to, Path file, int count) throws Exception {
        String recipient = to.settings().endpoint().toString();
        long last = to.inbox().list(0).stream().mapToLong(Mailbox.InboxItem::seq).max().orElse(0);
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            Draft draft = Draft.of(Level.MAT, List.of(recipient), List.of(file));
            String id = from.outbox().send(draft, Watcher.NONE).consignment();
            last = arrived(to, last, id);
            var _ = to.inbox().open(id, folder.resolve(id), Watcher.NONE);
            var _ = to.inbox().acknowledge(id, Watcher.NONE);
            nanos.add(System.nanoTime() - start);
        }
        return null;
    }

    private static long arrived(Account to, long last, String id) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            for (Mailbox.InboxItem item : to.inbox().list(last)) {
                if (item.consignment().equals(id)) {
                    return item.seq();
                }
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new IOException(id + " did not arrive");
    }

    private void latencies() {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "  seal to signed receipt under this load: p50 %.0f ms, p99 %.0f ms%n",
                sorted[sorted.length / 2] / 1e6, sorted[sorted.length * 99 / 100] / 1e6);
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
                            (records, level, at) -> Provider.approved("bench"),
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
