package vn.antin.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
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

/** Documents and receipts outlive the certificates of those who signed them. */
class EndedCertificateTest {
    private final TestAgency agency = new TestAgency("H26.01", "Sở Nội vụ");
    private final TestAgency.Member an = agency.officer("nva", "Nguyễn Văn An");
    private final TestAgency.Member binh = agency.officer("ttb", "Trần Thị Bình");
    private final Instant accepted = agency.now();
    private final Instant later = accepted.plus(Duration.ofHours(2));

    @TempDir private Path folder;
    private PaperGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PaperGateway(agency);
        gateway.list(an, DirectoryEntry.State.ACTIVE);
        gateway.list(binh, DirectoryEntry.State.ACTIVE);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Account account(TestAgency.Member member, Instant now) throws IOException {
        return Account.open(
                new Account.Settings(
                        member.endpoint(),
                        gateway.endpoint(),
                        gateway.server().url(),
                        agency.ca(),
                        folder.resolve(member.endpoint().name())),
                member.vault(),
                (records, level, at) -> Provider.approved("Máy A"),
                TinyGateway.keys(member.vault(), KeyLabel.AUTHENTICATION),
                InstantSource.fixed(now),
                new SecureRandom());
    }

    private String sent() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "Nội dung");
        try (Account account = account(an, accepted)) {
            return account.outbox()
                    .send(Draft.of(Level.MAT, List.of("ttb"), List.of(file)), Watcher.NONE)
                    .consignment();
        }
    }

    private void revoke(TestAgency.Member member, Instant at) {
        agency.revoke(member.signature(), at);
        agency.revoke(member.authentication(), at);
    }

    @Test
    void a_document_opens_although_its_author_was_revoked_after_it_was_taken_in()
            throws IOException {
        String consignment = sent();
        revoke(an, accepted.plus(Duration.ofHours(1)));
        try (Account account = account(binh, later)) {
            OpenedDocument opened =
                    account.inbox().open(consignment, folder.resolve("mo"), Watcher.NONE);
            assertThat(opened.heldAt()).contains(accepted);
            assertThat(opened.author().endpoint()).isEqualTo(an.endpoint());
        }
    }

    @Test
    void a_document_does_not_open_when_its_author_was_revoked_before_it_was_taken_in()
            throws IOException {
        String consignment = sent();
        revoke(an, accepted.minusSeconds(1));
        try (Account account = account(binh, later)) {
            assertThatThrownBy(() ->
                            account.inbox().open(consignment, folder.resolve("mo"), Watcher.NONE))
                    .isInstanceOfSatisfying(
                            SdkProblem.class,
                            problem ->
                                    assertThat(problem.code())
                                            .isEqualTo(SdkProblem.Code.NOT_AUTHENTIC));
        }
    }

    @Test
    void a_receipt_counts_although_its_signer_was_revoked_after_the_hand_over() throws IOException {
        String consignment = sent();
        try (Account account = account(binh, accepted)) {
            OpenedDocument unused =
                    account.inbox().open(consignment, folder.resolve("mo"), Watcher.NONE);
            assertThat(account.inbox().acknowledge(consignment, Watcher.NONE)).isNotEmpty();
        }
        revoke(binh, accepted.plus(Duration.ofHours(1)));
        try (Account account = account(an, later)) {
            assertThat(account.tracking().timeline(consignment).allVerified()).isTrue();
        }
        revoke(binh, accepted);
        try (Account account = account(an, later)) {
            assertThat(account.tracking().timeline(consignment).allVerified()).isFalse();
        }
    }
}
