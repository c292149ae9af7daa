package vn.antin.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.testkit.TestAgency;
import vn.antin.policies.decision.Provider;
import vn.antin.policies.label.Level;
import vn.antin.sdk.enrol.EndpointKeys;
import vn.antin.sdk.spool.DurableFiles;
import vn.antin.sdk.spool.KemFiles;
import vn.antin.sdk.testkit.PaperGateway;
import vn.antin.sdk.transport.TinyGateway;
import vn.antin.sdk.wire.DirectoryEntry;

/** The quantum-safe layer as officers' programs see it: keys, sending, opening, what is missing. */
class NestedWalkTest {
    private final TestAgency agency = new TestAgency("H26.01", "Sở Nội vụ");
    private final TestAgency.Member an = agency.officer("nva", "Nguyễn Văn An");
    private final TestAgency.Member binh = agency.officer("ttb", "Trần Thị Bình");

    @TempDir private Path folder;
    private PaperGateway gateway;
    private final List<Account> accounts = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        gateway = new PaperGateway(agency);
        gateway.list(an, DirectoryEntry.State.ACTIVE);
        gateway.list(binh, DirectoryEntry.State.ACTIVE);
        gateway.nested = Set.of(Level.TOI_MAT, Level.TUYET_MAT);
    }

    @AfterEach
    void stop() {
        accounts.forEach(Account::close);
        gateway.close();
    }

    private Path home(TestAgency.Member member) {
        return folder.resolve(member.endpoint().name());
    }

    private Account account(TestAgency.Member member) throws IOException {
        Account account =
                Account.open(
                        new Account.Settings(
                                member.endpoint(),
                                gateway.endpoint(),
                                gateway.server().url(),
                                agency.ca(),
                                home(member)),
                        member.vault(),
                        (records, level, at) -> Provider.approved("Máy A"),
                        TinyGateway.keys(member.vault(), KeyLabel.AUTHENTICATION),
                        InstantSource.fixed(agency.now()),
                        new SecureRandom());
        accounts.add(account);
        return account;
    }

    /** As every command does when it opens the account. */
    private void ensure(TestAgency.Member member, Account account) throws IOException {
        new EndpointKeys(new KemFiles(home(member)), account.gateway(), new SecureRandom())
                .ensure(
                        new EndpointKeys.Holder(
                                member.endpoint(),
                                member.vault().signer(KeyLabel.AUTHENTICATION),
                                member.authentication(),
                                member.encryption(),
                                member.vault()::decryptionKey),
                        agency.now());
    }

    private List<String> keys(TestAgency.Member member) throws IOException {
        try (Stream<Path> files = Files.list(home(member).resolve("kem"))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".p7m"))
                    .sorted()
                    .toList();
        }
    }

    private Draft draft(Level level) throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "Nội dung\n");
        return Draft.of(level, List.of("H26.01/ttb"), List.of(file));
    }

    private static void refused(Account account, Draft draft, SdkProblem.Code code) {
        assertThatThrownBy(() -> account.outbox().send(draft, Watcher.NONE))
                .asInstanceOf(InstanceOfAssertFactories.type(SdkProblem.class))
                .extracting(SdkProblem::code)
                .isEqualTo(code);
    }

    @Test
    void a_level_that_needs_the_layer_is_sent_in_it_and_opened_with_machine_and_card()
            throws IOException {
        Account sender = account(an);
        Account recipient = account(binh);
        ensure(an, sender);
        ensure(binh, recipient);
        Outbox.Sent sent = sender.outbox().send(draft(Level.TOI_MAT), Watcher.NONE);
        Path away = DurableFiles.privateFolder(folder.resolve("away"));
        Files.move(home(binh).resolve("kem"), away.resolve("kem"));
        assertThatThrownBy(() ->
                        recipient
                                .inbox()
                                .open(sent.consignment(), folder.resolve("x"), Watcher.NONE))
                .asInstanceOf(InstanceOfAssertFactories.type(SdkProblem.class))
                .extracting(SdkProblem::code)
                .isEqualTo(SdkProblem.Code.NOT_AUTHENTIC);
        Files.move(away.resolve("kem"), home(binh).resolve("kem"));
        recipient.inbox().open(sent.consignment(), folder.resolve("y"), Watcher.NONE);
        assertThat(folder.resolve("y/a.txt")).hasContent("Nội dung\n");
    }

    @Test
    void nothing_is_sent_while_somebody_has_no_key_for_the_layer() throws IOException {
        Account sender = account(an);
        refused(sender, draft(Level.TOI_MAT), SdkProblem.Code.NO_KEM_KEY);
        ensure(binh, account(binh));
        refused(sender, draft(Level.TOI_MAT), SdkProblem.Code.NO_OWN_KEM_KEY);
        assertThat(sender.outbox().pending()).isEmpty();
        assertThat(sender.outbox().send(draft(Level.MAT), Watcher.NONE).receipts()).isNotEmpty();
    }

    @Test
    void a_key_is_made_once_for_a_card_and_anew_for_other_certificates() throws IOException {
        Account account = account(binh);
        ensure(binh, account);
        ensure(binh, account);
        List<String> first = keys(binh);
        assertThat(first).hasSize(1);
        TestAgency.Member renewed = agency.officer("ttb", "Trần Thị Bình");
        gateway.list(renewed, DirectoryEntry.State.ACTIVE);
        ensure(renewed, account);
        assertThat(keys(renewed)).hasSize(2).containsAll(first);
    }

    @Test
    void keys_are_the_owners_only_and_sealed() throws IOException {
        ensure(binh, account(binh));
        Path file = home(binh).resolve("kem").resolve(keys(binh).getFirst());
        assertThat(DurableFiles.isPrivate(file)).isTrue();
        assertThat(new KemFiles(home(binh)).find(keys(binh).getFirst().replace(".p7m", "")))
                .isPresent();
        assertThat(new KemFiles(home(binh)).find("../newest")).isEmpty();
    }
}
