package vn.antin.gateway.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.seal.Sealed;
import vn.antin.gateway.app.Gateway;
import vn.antin.gateway.app.GatewayConfig;
import vn.antin.gateway.app.StartupProblem;
import vn.antin.gateway.store.Fsck;
import vn.antin.gateway.store.Fsck.Finding.Kind;
import vn.antin.gateway.store.SqliteStore;
import vn.antin.gateway.store.disk.DiskBlobStore;
import vn.antin.gateway.store.disk.DurableStep;
import vn.antin.gateway.world.Office;
import vn.antin.gateway.world.Person;
import vn.antin.gateway.world.World;
import vn.antin.policies.label.Level;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.transport.GatewayProblem;
import vn.antin.sdk.wire.PeerCard;
import vn.antin.sdk.wire.Problem;
import vn.antin.sdk.wire.ProblemCode;

/** The mark of an exercise: on everything in an exercise, on nothing elsewhere. */
class ExerciseTest {
    @TempDir Path folder;

    private static Problem refused(Person sender, Sealed sealed) {
        try (GatewayClient client = sender.client()) {
            GatewayProblem problem =
                    catchThrowableOfType(
                            GatewayProblem.class, () -> client.submit(sealed.outerSignature()));
            assertThat(problem).isNotNull();
            assertThat(problem.code()).isEqualTo(ProblemCode.POLICY_DENIED);
            return problem.problem();
        }
    }

    private static Sealed sealed(World world, Person from, Level level, boolean mark, Person to) {
        return world.seal(from, world.document(level, "x", mark), UUID.randomUUID().toString(), to);
    }

    @Test
    void an_exercise_marks_evidence_and_receipts_and_takes_nothing_without_the_mark()
            throws Exception {
        try (World world = new World(folder, true)) {
            Person sender = world.one().enrol("nva", "Nguyễn Văn A", Level.MAT);
            Person recipient = world.two().enrol("ttb", "Trần Thị B", Level.MAT);
            world.acquaint();
            Sealed marked = sealed(world, sender, Level.MAT, true, recipient);
            List<EvidenceReceipt> receipts = world.send(sender, marked).receipts();
            assertThat(receipts)
                    .isNotEmpty()
                    .allSatisfy(r -> {
                        assertThat(r.evidence().exercise()).isTrue();
                        assertThat(r.evidence().provider()).contains("none");
                    });
            World.await(
                    "the delivery",
                    () -> {
                        try (GatewayClient client = recipient.client()) {
                            return client.inbox(0).size() == 1;
                        }
                    });
            assertThat(world.signFor(recipient, marked))
                    .isNotEmpty()
                    .allSatisfy(r -> assertThat(r.evidence().exercise()).isTrue());
            for (Level level : List.of(Level.KHONG_MAT, Level.MAT)) {
                Problem problem = refused(sender, sealed(world, sender, level, false, recipient));
                assertThat(problem.reasons())
                        .extracting(Problem.Reason::code)
                        .containsExactly("exercise.unmarked");
                assertThat(problem.reasons().getFirst().vietnamese())
                        .contains(level.display())
                        .contains("không mang dấu bản dùng thử");
                assertThat(problem.evidence())
                        .allSatisfy(r -> assertThat(r.evidence().exercise()).isTrue());
            }
            try (GatewayClient client = sender.client()) {
                assertThat(client.health().deployment().exercise()).isTrue();
            }
            world.one().stop();
            assertThat(fsck(world.one(), true)).isEmpty();
            assertThat(fsck(world.one(), false))
                    .extracting(Fsck.Finding::kind)
                    .contains(Kind.EXERCISE)
                    .containsOnly(Kind.EXERCISE);
            assertThat(fsck(world.one(), false))
                    .extracting(Fsck.Finding::what)
                    .contains("the authority is of an exercise, and the gateway is none");
            world.one().start();
        }
    }

    @Test
    void elsewhere_what_carries_the_mark_is_refused_at_every_level() throws IOException {
        try (World world = new World(folder, false)) {
            Person sender = world.one().enrol("nva", "Nguyễn Văn A", Level.MAT);
            Person recipient = world.two().enrol("ttb", "Trần Thị B", Level.MAT);
            world.acquaint();
            Problem problem =
                    refused(sender, sealed(world, sender, Level.KHONG_MAT, true, recipient));
            assertThat(problem.reasons())
                    .extracting(Problem.Reason::code)
                    .containsExactly("exercise.marked");
            assertThat(problem.evidence())
                    .allSatisfy(r -> assertThat(r.evidence().exercise()).isFalse());
            Person gateway = world.one().asCaller(world.two());
            Sealed relayed = sealed(world, sender, Level.KHONG_MAT, true, recipient);
            try (GatewayClient peer = gateway.client()) {
                GatewayProblem atPeer =
                        catchThrowableOfType(
                                GatewayProblem.class, () -> peer.submit(relayed.outerSignature()));
                assertThat(atPeer.problem().reasons())
                        .extracting(Problem.Reason::code)
                        .containsExactly("exercise.marked");
            }
        }
    }

    @Test
    void an_exercise_and_a_gateway_in_production_do_not_take_each_other_as_peers()
            throws IOException {
        var clock = new vn.antin.gateway.world.TestClock();
        try (Office trial = new Office("H26.01", "Một", "P1", folder.resolve("1"), clock, true);
                Office real =
                        new Office("H27.02", "Hai", "P2", folder.resolve("2"), clock, false)) {
            GatewayProblem atReal = added(real, trial);
            assertThat(atReal.code()).isEqualTo(ProblemCode.FORBIDDEN);
            assertThat(atReal.problem().detail()).contains("H26.01").contains("cổng dùng thử");
            GatewayProblem atTrial = added(trial, real);
            assertThat(atTrial.code()).isEqualTo(ProblemCode.FORBIDDEN);
            assertThat(atTrial.problem().detailEn())
                    .contains("H27.02")
                    .contains("exchanges only with exercises");
        }
    }

    @Test
    void the_name_of_the_authority_says_what_it_is_and_no_edited_file_changes_that()
            throws Exception {
        var clock = new vn.antin.gateway.world.TestClock();
        for (boolean exercise : new boolean[] {true, false}) {
            try (Office office =
                    new Office(
                            "H26.01",
                            "Một",
                            "P1",
                            folder.resolve("" + exercise),
                            clock,
                            exercise)) {
                office.stop();
                assertThat(office.ca().getSubjectX500Principal().getName().contains("(dùng thử)"))
                        .isEqualTo(exercise);
                StartupProblem problem =
                        catchThrowableOfType(
                                StartupProblem.class,
                                () ->
                                        Gateway.open(
                                                edited(office.config()),
                                                office.vault(),
                                                Office.MODULE,
                                                clock));
                assertThat(problem.code()).isEqualTo(StartupProblem.Code.EXERCISE_CHANGED);
            }
        }
    }

    /** The other mark in the configuration. */
    private static GatewayConfig edited(GatewayConfig config) {
        return new GatewayConfig(
                config.home(),
                config.organization(),
                config.organizationName(),
                config.premises(),
                config.listen(),
                config.ops(),
                config.publicUrl(),
                config.token(),
                config.data(),
                config.rulePack(),
                !config.exercise(),
                config.limits());
    }

    private static GatewayProblem added(Office at, Office peer) {
        try (GatewayClient client = at.custodian().client()) {
            GatewayProblem problem =
                    catchThrowableOfType(
                            GatewayProblem.class,
                            () ->
                                    client.addPeer(
                                            new PeerCard.AddPeer(
                                                    peer.gateway().signedCard(), "CO_YEU", false)));
            assertThat(problem).isNotNull();
            return problem;
        }
    }

    private static List<Fsck.Finding> fsck(Office office, boolean exercise) {
        Path data = office.config().data();
        try (SqliteStore store =
                SqliteStore.open(
                        data,
                        office.config().logOrigin(),
                        office.vault().signer(KeyLabel.LOG),
                        java.time.InstantSource.system())) {
            return new Fsck(store, new DiskBlobStore(data, 0, DurableStep.Listener.NONE))
                    .run(office.ca(), exercise);
        }
    }
}
