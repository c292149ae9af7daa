package vn.antin.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.testkit.TestAgency;
import vn.antin.policies.decision.Provider;
import vn.antin.policies.label.Level;
import vn.antin.sdk.testkit.PaperGateway;
import vn.antin.sdk.transport.TinyGateway;
import vn.antin.sdk.wire.DirectoryEntry;

/** A cipher module that is not approved for a level does nothing with documents of that level. */
class CardModuleTest {
    private final TestAgency agency = new TestAgency("H26.01", "Sở Nội vụ");
    private final TestAgency.Member an = agency.officer("nva", "Nguyễn Văn An");
    private final TestAgency.Member binh = agency.officer("ttb", "Trần Thị Bình");
    private final CardModule approved = (records, level, at) -> Provider.approved("Máy A");
    private final CardModule notForMat =
            (records, level, at) ->
                    Provider.unapproved("Máy B", "không có trong " + records, "not in " + records);

    @TempDir private Path folder;
    private PaperGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PaperGateway(agency);
        gateway.exercise = false;
        gateway.list(an, DirectoryEntry.State.ACTIVE);
        gateway.list(binh, DirectoryEntry.State.ACTIVE);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Account account(TestAgency.Member member, CardModule module) throws IOException {
        return Account.open(
                new Account.Settings(
                        member.endpoint(),
                        gateway.endpoint(),
                        gateway.server().url(),
                        agency.ca(),
                        folder.resolve(member.endpoint().name())),
                member.vault(),
                module,
                TinyGateway.keys(member.vault(), KeyLabel.AUTHENTICATION),
                InstantSource.fixed(agency.now()),
                new SecureRandom());
    }

    private static void unapproved(Account account, Work work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        SdkProblem.class,
                        problem -> {
                            assertThat(problem.code()).isEqualTo(SdkProblem.Code.MODULE_UNAPPROVED);
                            assertThat(problem.vietnamese())
                                    .contains("Mật (C)", "Máy B", "không có trong records");
                            assertThat(problem.english())
                                    .contains("Mật (C)", "Máy B", "not in records");
                        });
        account.close();
    }

    private interface Work {
        void run() throws IOException;
    }

    private String sent(CardModule module, Level level) throws IOException {
        try (Account account = account(an, module)) {
            return account.outbox().send(draft(level), Watcher.NONE).consignment();
        }
    }

    private Draft draft(Level level) throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "Nội dung");
        return Draft.of(level, List.of("ttb"), List.of(file));
    }

    @Test
    void a_state_secret_is_not_sealed_and_what_is_none_goes_out() throws IOException {
        Account account = account(an, notForMat);
        unapproved(account, () -> account.outbox().send(draft(Level.MAT), Watcher.NONE));
        assertThat(sent(notForMat, Level.KHONG_MAT)).isNotEmpty();
    }

    @Test
    void a_state_secret_is_neither_opened_nor_signed_for() throws IOException {
        String consignment = sent(approved, Level.MAT);
        Path target = folder.resolve("opened");
        Account before = account(binh, notForMat);
        unapproved(before, () -> before.inbox().open(consignment, target, Watcher.NONE));
        assertThat(target).doesNotExist();
        try (Account account = account(binh, approved)) {
            assertThat(account.inbox().open(consignment, target, Watcher.NONE).files()).hasSize(1);
        }
        Account after = account(binh, notForMat);
        unapproved(after, () -> after.inbox().acknowledge(consignment, Watcher.NONE));
    }

    @Test
    void an_exercise_needs_no_approval() throws IOException {
        gateway.exercise = true;
        assertThat(sent(notForMat, Level.MAT)).isNotEmpty();
    }
}
