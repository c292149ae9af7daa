package vn.antin.gateway.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.countersign.CountersignatureProblem;
import vn.antin.crypto.countersign.Countersigning;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.seal.OpenResult;
import vn.antin.crypto.seal.Opener;
import vn.antin.crypto.seal.OuterSignature;
import vn.antin.crypto.seal.Sealed;
import vn.antin.crypto.seal.Sealer;
import vn.antin.gateway.evidence.SealRecord;
import vn.antin.gateway.store.Fsck;
import vn.antin.gateway.store.SqliteStore;
import vn.antin.gateway.store.disk.DiskBlobStore;
import vn.antin.gateway.store.disk.DurableStep;
import vn.antin.gateway.world.Person;
import vn.antin.gateway.world.World;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.label.Level;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.transport.GatewayProblem;
import vn.antin.sdk.wire.ProblemCode;
import vn.antin.sdk.wire.Suspension;

/** The gateway puts the agency's seal on signatures for registry clerks, and keeps a record. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AgencySealTest {
    @TempDir static Path folder;
    private World world;
    private Person clerk;
    private Person officer;
    private Person recipient;

    @BeforeAll
    void start() throws IOException {
        world = new World(folder);
        clerk = world.one().enrol("vt", "Văn Thư", Level.MAT, Set.of(Role.REGISTRY_CLERK));
        officer = world.one().enrol("nva", "Nguyễn Văn A", Level.MAT);
        recipient = world.two().enrol("ttb", "Trần Thị B", Level.MAT);
        world.acquaint();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private static byte[] rejoined(Person by, String number, byte[] signed) {
        try {
            return Countersigning.rejoined(
                    signed, Seals.seal(by, number, Countersigning.withoutDocument(signed)));
        } catch (CountersignatureProblem e) {
            throw new AssertionError(e);
        }
    }

    private static GatewayProblem refused(Person by, byte[] signature) {
        GatewayProblem problem =
                catchThrowableOfType(
                        GatewayProblem.class, () -> Seals.seal(by, "17/BC-SNV", signature));
        assertThat(problem).isNotNull();
        assertThat(problem.problem().detail()).isNotBlank();
        assertThat(problem.problem().detailEn()).isNotBlank();
        return problem;
    }

    @Test
    @Order(1)
    void a_clerk_sends_with_the_seal_and_the_recipient_learns_of_person_and_agency()
            throws Exception {
        Sealed sealed =
                Sealer.seal(
                        world.request(
                                        clerk,
                                        world.document(Level.MAT, "nội dung"),
                                        UUID.randomUUID().toString(),
                                        recipient)
                                .countersignedBy(signed -> rejoined(clerk, "17/BC-SNV", signed)));
        assertThat(world.send(clerk, sealed).receipts()).isNotEmpty();
        OpenResult.Opened opened =
                (OpenResult.Opened)
                        Opener.open(
                                OuterSignature.verify(
                                        sealed.outerSignature(),
                                        recipient.trust(),
                                        world.clock().instant()),
                                sealed.envelope(),
                                recipient.vault(),
                                recipient.trust(),
                                world.clock().instant());
        assertThat(opened.author().endpoint()).isEqualTo(clerk.endpoint());
        assertThat(opened.signed().countersignatures())
                .singleElement()
                .satisfies(seal -> {
                    assertThat(seal.commitment()).isEqualTo(Commitment.PROOF_OF_ORIGIN);
                    assertThat(seal.signer().endpoint()).isEqualTo(world.one().endpoint());
                    assertThat(seal.signer().organizationName()).isEqualTo("Sở Nội vụ Hà Nội");
                });
    }

    @Test
    @Order(2)
    void a_clerk_gets_the_seal_for_what_another_officer_signed() throws Exception {
        byte[] bare = Seals.bare(world, officer, recipient);
        byte[] sealed = Seals.seal(clerk, "18/BC-SNV", bare);
        assertThat(CmsSignature.onDocument(sealed).countersigners()).hasSize(1);
        assertThat(refused(clerk, sealed).code()).isEqualTo(ProblemCode.CONFLICT);
    }

    @Test
    @Order(3)
    void nobody_gets_it_without_the_role_of_a_registry_clerk() {
        byte[] bare = Seals.bare(world, officer, recipient);
        for (Person each :
                List.of(
                        officer,
                        world.one().custodian(),
                        world.two().asCaller(world.one()),
                        world.one()
                                .enrol(
                                        "ld",
                                        "Lãnh Đạo",
                                        Level.MAT,
                                        Set.of(Role.COMPETENT_SIGNATORY)))) {
            GatewayProblem problem = refused(each, bare);
            assertThat(problem.code()).isEqualTo(ProblemCode.FORBIDDEN);
            assertThat(problem.problem().detail()).contains("registry_clerk");
        }
    }

    @Test
    @Order(4)
    void the_key_signs_nothing_but_an_officers_signature_on_a_document() {
        byte[] signed = Seals.signed(world, officer, Level.MAT, recipient);
        assertThat(refused(clerk, signed).code()).isEqualTo(ProblemCode.MALFORMED);
        Sealed other = world.seal(officer, Level.MAT, "x", recipient);
        assertThat(refused(clerk, other.outerSignature()).code()).isEqualTo(ProblemCode.MALFORMED);
        assertThat(refused(clerk, Digest.of(signed).toBytes()).code())
                .isEqualTo(ProblemCode.MALFORMED);
        byte[] changed = Seals.bare(world, officer, recipient);
        changed[changed.length - 1] ^= 1;
        assertThat(refused(clerk, changed).code())
                .isIn(ProblemCode.BAD_SIGNATURE, ProblemCode.MALFORMED);
    }

    @Test
    @Order(5)
    void an_author_of_another_agency_or_one_who_is_suspended_gets_no_seal() {
        assertThat(refused(clerk, Seals.bare(world, recipient, officer)).code())
                .isEqualTo(ProblemCode.FORBIDDEN);
        Person away = world.one().enrol("vang", "Người Vắng", Level.MAT);
        Person clerkAway =
                world.one().enrol("vt2", "Văn Thư Hai", Level.MAT, Set.of(Role.REGISTRY_CLERK));
        byte[] bare = Seals.bare(world, away, recipient);
        byte[] good = Seals.bare(world, officer, recipient);
        try (GatewayClient custodian = world.one().custodian().client();
                GatewayClient late = clerkAway.client()) {
            custodian.suspend(away.endpoint(), new Suspension("đi vắng", false));
            assertThat(refused(clerk, bare).code()).isEqualTo(ProblemCode.FORBIDDEN);
            assertThat(refused(clerk, bare).problem().detail()).contains("H26.01/vang");
            custodian.suspend(clerkAway.endpoint(), new Suspension("đi vắng", false));
            GatewayProblem suspended =
                    catchThrowableOfType(
                            GatewayProblem.class,
                            () -> late.seal(new vn.antin.sdk.wire.SealOrder("1", good)));
            assertThat(suspended.code()).isEqualTo(ProblemCode.SUSPENDED);
            custodian.suspend(away.endpoint(), new Suspension("nghỉ hẳn", true));
        }
        assertThat(refused(clerk, bare).code()).isEqualTo(ProblemCode.CERTIFICATE);
    }

    @Test
    @Order(6)
    void every_seal_has_a_record_in_the_log_and_no_refusal_has() throws Exception {
        byte[] signed = Seals.signed(world, officer, Level.MAT, recipient);
        world.one().restart();
        byte[] once = rejoined(clerk, "19/BC-SNV", signed);
        world.clock().move(Duration.ofSeconds(2));
        world.one().restart();
        byte[] again = rejoined(clerk, "19/BC-SNV", signed);
        world.one().stop();
        Path data = world.one().config().data();
        try (SqliteStore store =
                SqliteStore.open(
                        data,
                        Evidence.logOf(world.one().config().organization()),
                        world.one().vault().signer(KeyLabel.LOG),
                        world.clock())) {
            List<SealRecord> all = store.read(view -> view.evidence().seals());
            assertThat(all)
                    .extracting(SealRecord::number)
                    .containsExactly("17/BC-SNV", "18/BC-SNV", "19/BC-SNV", "19/BC-SNV");
            CmsSignature signature = CmsSignature.onDocument(signed);
            assertThat(all.getLast())
                    .satisfies(seal -> {
                        assertThat(seal.clerk()).isEqualTo(clerk.endpoint());
                        assertThat(seal.certificate())
                                .isEqualTo(
                                        Certificates.fingerprint(
                                                clerk.certificate(KeyLabel.AUTHENTICATION)));
                        assertThat(seal.author()).isEqualTo(officer.endpoint());
                        assertThat(seal.signature())
                                .isEqualTo(Digest.of(signature.signatureValue()));
                        assertThat(seal.level()).isEqualTo(Level.MAT);
                    });
            assertThat(all.subList(2, 4))
                    .extracting(SealRecord::countersignature)
                    .containsExactly(value(once), value(again));
            assertThat(
                            new Fsck(store, new DiskBlobStore(data, 0, DurableStep.Listener.NONE))
                                    .run(world.one().ca(), true))
                    .isEmpty();
        }
        world.one().start();
    }

    private static Digest value(byte[] sealed) throws Exception {
        return Digest.of(CmsSignature.onDocument(sealed).countersigners().getFirst().value());
    }
}
