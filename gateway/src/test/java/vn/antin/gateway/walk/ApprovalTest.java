package vn.antin.gateway.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.seal.Sealed;
import vn.antin.gateway.app.StartupProblem;
import vn.antin.gateway.world.Approvals;
import vn.antin.gateway.world.Person;
import vn.antin.gateway.world.TestClock;
import vn.antin.gateway.world.World;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.label.Level;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.transport.GatewayProblem;
import vn.antin.sdk.wire.Problem;
import vn.antin.sdk.wire.ProblemCode;

/** Two gateways that are no exercise: what the approval of their cipher module lets through. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApprovalTest {
    @TempDir static Path folder;
    private World world;
    private Person sender;
    private Person recipient;
    private Instant until;

    @BeforeAll
    void start() throws IOException {
        until = new TestClock().instant().plus(Duration.ofHours(1));
        Approvals.write(folder.resolve("one"), Level.MAT, until);
        world = new World(folder, false);
        sender = world.one().enrol("nva", "Nguyễn Văn A", Level.TOI_MAT);
        recipient = world.two().enrol("ttb", "Trần Thị B", Level.TOI_MAT);
        world.acquaint();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private Problem refused(Level level) {
        Sealed sealed = world.seal(sender, level, "x", recipient);
        try (GatewayClient client = sender.client()) {
            GatewayProblem problem =
                    catchThrowableOfType(
                            GatewayProblem.class, () -> client.submit(sealed.outerSignature()));
            assertThat(problem).isNotNull();
            assertThat(problem.problem().reasons())
                    .extracting(Problem.Reason::code)
                    .containsExactly("provider.unapproved");
            assertThat(problem.problem().evidence())
                    .extracting(r -> r.evidence().event())
                    .containsExactly(EvidenceEvent.SUBMISSION_REJECTION);
            return problem.problem();
        }
    }

    @Test
    @Order(1)
    void an_approved_module_sends_at_its_level() throws IOException {
        assertThat(world.send(sender, world.seal(sender, Level.MAT, "x", recipient)).receipts())
                .isNotEmpty()
                .allSatisfy(r -> {
                    assertThat(r.evidence().provider()).contains("12/GP-BCY");
                    assertThat(r.evidence().exercise()).isFalse();
                });
        try (GatewayClient client = sender.client()) {
            assertThat(client.health().deployment().approved()).isTrue();
            assertThat(client.health().deployment().exercise()).isFalse();
            assertThat(client.trust().deployment().vietnamese())
                    .contains("Máy A")
                    .contains("được phê duyệt cho Mật (C) theo số 12/GP-BCY");
        }
    }

    @Test
    @Order(2)
    void a_level_that_is_not_approved_is_refused_with_level_module_and_reason() {
        Problem problem = refused(Level.TOI_MAT);
        assertThat(problem.reasons().getFirst().vietnamese())
                .contains("Ban Thử, Máy A, 1.0")
                .contains("Tối mật (B)")
                .contains("không phê duyệt nào cho độ Tối mật (B) (12/GP-BCY: Mật (C))");
    }

    @Test
    @Order(2)
    void the_agencys_seal_is_put_only_on_levels_that_the_module_is_approved_for() throws Exception {
        Person clerk =
                world.one().enrol("vt", "Văn Thư", Level.TOI_MAT, Set.of(Role.REGISTRY_CLERK));
        byte[] mat = Seals.bare(world, sender, Level.MAT, recipient);
        assertThat(Seals.seal(clerk, "1/BC", mat)).hasSizeGreaterThan(mat.length);
        GatewayProblem problem =
                catchThrowableOfType(
                        GatewayProblem.class,
                        () ->
                                Seals.seal(
                                        clerk,
                                        "2/BC",
                                        Seals.bare(world, sender, Level.TOI_MAT, recipient)));
        assertThat(problem.code()).isEqualTo(ProblemCode.POLICY_DENIED);
        assertThat(problem.problem().reasons())
                .extracting(Problem.Reason::code)
                .containsExactly("provider.unapproved");
    }

    @Test
    @Order(3)
    void the_recipients_gateway_asks_for_its_own_module_and_tells_that_it_has_no_record()
            throws Exception {
        Sealed sealed = world.seal(sender, Level.MAT, "x", recipient);
        String id = world.send(sender, sealed).consignment();
        World.await(
                "the refusal of the recipient's gateway",
                () -> {
                    try (GatewayClient client = sender.client()) {
                        return client.consignment(id).receipts().stream()
                                .anyMatch(r ->
                                        r.evidence().event() == EvidenceEvent.RELAY_REJECTION
                                                && r.evidence()
                                                        .reasons()
                                                        .contains("provider.unapproved"));
                    }
                });
        try (GatewayClient client = recipient.client()) {
            assertThat(client.health().deployment().vietnamese())
                    .endsWith(
                            "chưa được phê duyệt dùng cho bí mật nhà nước:"
                                    + " không có bản ghi phê duyệt mô-đun nào");
        }
    }

    @Test
    @Order(4)
    void an_approval_that_ends_refuses_from_that_moment_without_a_restart() {
        world.clock().move(Duration.between(world.clock().instant(), until).plusSeconds(60));
        Problem problem = refused(Level.MAT);
        assertThat(problem.reasons().getFirst().english())
                .contains("Mật (C)")
                .contains("approval 12/GP-BCY ended at");
        try (GatewayClient client = sender.client()) {
            assertThat(client.health().deployment().approved()).isFalse();
        }
    }

    @Test
    @Order(5)
    void what_is_no_state_secret_needs_no_approval() throws IOException {
        Sealed sealed = world.seal(sender, Level.KHONG_MAT, "x", recipient);
        assertThat(world.send(sender, sealed).receipts())
                .isNotEmpty()
                .allSatisfy(r -> assertThat(r.evidence().provider()).contains("none"));
    }

    @Test
    @Order(6)
    void a_file_of_records_that_is_not_as_it_must_be_stops_the_start() throws IOException {
        world.one().stop();
        Path file = folder.resolve("one").resolve("providers.json");
        Files.writeString(file, Files.readString(file).replace("\"mat\"", "\"mật\""));
        StartupProblem problem =
                catchThrowableOfType(StartupProblem.class, () -> world.one().start());
        assertThat(problem.code()).isEqualTo(StartupProblem.Code.PROVIDERS_INVALID);
        assertThat(problem.vietnamese()).contains("providers.json").contains("levels");
        assertThat(problem.english()).contains("providers.json").contains("levels");
        Files.delete(file);
        world.one().start();
    }
}
