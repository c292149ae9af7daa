package vn.antin.crypto.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.bc.SecretSharing;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.tlog.Mutation;

/** Backups: the parser, and the shares of the key. */
class KeyBackupFuzzTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @FuzzTest
    void backup(byte[] bytes) {
        try {
            assertThat(KeyBackup.parse(bytes).toBytes()).isEqualTo(bytes);
        } catch (CeremonyProblem e) {
            assertThat(e).hasMessageContaining(":");
        }
    }

    private static KeyBackup example(Papertrail trail) throws CeremonyProblem {
        List<String> keys = List.of(KeyLabel.STORAGE);
        CeremonyPlan plan =
                new CeremonyPlan(
                        CeremonyPlan.Act.BACK_UP,
                        OrganizationId.parse("H26.01"),
                        "gw-H26.01",
                        "12",
                        keys,
                        keys,
                        trail.custodians,
                        2,
                        Digest.of(new byte[1]),
                        Papertrail.NOON,
                        Papertrail.NOON.plus(Duration.ofDays(1)),
                        false);
        ApprovedPlan approved =
                ApprovedPlan.of(
                        plan,
                        List.of(trail.approval(plan, 0), trail.approval(plan, 1)),
                        Papertrail.NOON);
        try (BackupKey.Fresh fresh = BackupKey.make(plan, RANDOM)) {
            return KeyBackup.sign(
                    new KeyBackup.Content(
                            approved,
                            new RecordedToken("gw-H26.01", "12", "", "", ""),
                            trail.hsm.signer(KeyLabel.SEAL).publicKey(),
                            Papertrail.NOON,
                            fresh.kept(),
                            List.of(
                                    new WrappedKey(
                                            KeyLabel.STORAGE,
                                            new byte[40],
                                            Optional.empty(),
                                            Optional.of(Digest.of(new byte[2]))))),
                    trail.hsm.signer(KeyLabel.SEAL));
        }
    }

    @Test
    void hundreds_of_mutations_change_nothing_of_that() throws CeremonyProblem {
        byte[] backup = example(new Papertrail()).toBytes();
        assertThat(KeyBackup.parse(backup).toBytes()).isEqualTo(backup);
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            backup(Mutation.of(backup, random));
        }
    }

    @Test
    void a_share_opens_only_with_the_card_that_it_is_for() throws CeremonyProblem {
        Papertrail trail = new Papertrail();
        KeyBackup.Content content = example(trail).content();
        CeremonyPlan plan = content.approved().plan();
        byte[] id = vn.antin.crypto.cert.KeyIdentifier.of(trail.custodians.get(1).encryption());
        var key = trail.cards.get(1).decryptionKey(id).orElseThrow();
        try (BackupKey.Opened opened = content.key().open(plan, key)) {
            assertThat(opened.number()).isEqualTo(2);
            assertThat(opened.custodian()).isEqualTo("Trần Thị Bình");
        }
        BackupKey swapped =
                new BackupKey(
                        content.key().check(),
                        List.of(
                                content.key().shares().get(1),
                                content.key().shares().get(0),
                                content.key().shares().get(2)));
        assertThatThrownBy(() -> swapped.open(plan, key))
                .isInstanceOfSatisfying(
                        CeremonyProblem.class,
                        e -> assertThat(e.reason()).isEqualTo(CeremonyProblem.Reason.WRONG_SHARE));
    }

    @Test
    void any_threshold_of_shares_gives_the_secret_and_fewer_do_not() {
        for (int threshold = 1; threshold <= 4; threshold++) {
            SecretSharing.Split split = SecretSharing.split(threshold, 5, RANDOM);
            byte[] secret = split.secret().use(byte[]::clone);
            assertThat(combined(split, 5 - threshold, threshold)).isEqualTo(secret);
            assertThat(combined(split, 0, threshold)).isEqualTo(secret);
            if (threshold > 1) {
                assertThat(combined(split, 0, threshold - 1)).isNotEqualTo(secret);
            }
        }
    }

    private static byte[] combined(SecretSharing.Split split, int from, int count) {
        SortedMap<Integer, SecretBytes> some = new TreeMap<>();
        for (int i = from; i < from + count; i++) {
            some.put(i + 1, split.shares().get(i));
        }
        try (SecretBytes secret = SecretSharing.combine(some)) {
            return secret.use(byte[]::clone);
        }
    }
}
