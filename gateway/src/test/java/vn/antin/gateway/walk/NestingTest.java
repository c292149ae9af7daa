package vn.antin.gateway.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.bc.kem.MlKem;
import vn.antin.crypto.bc.kem.MlKemKey;
import vn.antin.crypto.cert.CertificatePath;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.kem.EndpointKemKey;
import vn.antin.crypto.kem.KemStatement;
import vn.antin.crypto.kem.KemVault;
import vn.antin.crypto.kem.StoredKemKey;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.seal.OpenResult;
import vn.antin.crypto.seal.Opener;
import vn.antin.crypto.seal.OuterSignature;
import vn.antin.crypto.seal.SealProblem;
import vn.antin.crypto.seal.Sealed;
import vn.antin.gateway.world.Person;
import vn.antin.gateway.world.World;
import vn.antin.policies.label.Level;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.transport.GatewayProblem;
import vn.antin.sdk.wire.DirectoryEntry;
import vn.antin.sdk.wire.Mailbox;
import vn.antin.sdk.wire.Problem;
import vn.antin.sdk.wire.ProblemCode;

/** Documents that are protected for 20 years or more travel in the quantum-safe layer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NestingTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir static Path folder;
    private World world;
    private Person sender;
    private Person recipient;
    private MlKemKey senderKey;
    private MlKemKey recipientKey;

    @BeforeAll
    void start() throws IOException {
        world = new World(folder);
        sender = world.one().enrol("nva", "Nguyễn Văn A", Level.TOI_MAT);
        recipient = world.two().enrol("ttb", "Trần Thị B", Level.TOI_MAT);
        senderKey = MlKemKey.generate(MlKem.ML_KEM_1024, RANDOM);
        recipientKey = MlKemKey.generate(MlKem.ML_KEM_768, RANDOM);
        publish(sender, sender, statement(sender, senderKey));
        publish(recipient, recipient, statement(recipient, recipientKey));
        world.acquaint();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private KemStatement statement(Person person, MlKemKey key) {
        return KemStatement.sign(
                person.endpoint(),
                key.publicKey(),
                world.clock().instant(),
                person.vault().signer(KeyLabel.AUTHENTICATION));
    }

    private static void publish(Person caller, Person whose, KemStatement statement) {
        try (GatewayClient client = caller.client()) {
            client.publish(statement);
        }
        assertThat(statement.unverifiedEndpoint()).isEqualTo(whose.endpoint());
    }

    private static ProblemCode refusal(Person caller, KemStatement statement) {
        try (GatewayClient client = caller.client()) {
            return catchThrowableOfType(GatewayProblem.class, () -> client.publish(statement))
                    .code();
        }
    }

    /** As the sender's program finds them: in the directory of the own gateway, and verified. */
    private List<EndpointKemKey> layer() {
        return List.of(found(sender.endpoint()), found(recipient.endpoint()));
    }

    private EndpointKemKey found(EndpointId endpoint) {
        try (GatewayClient client = sender.client()) {
            DirectoryEntry entry = client.directory(endpoint.toString()).getFirst();
            return entry.kemKey()
                    .orElseThrow()
                    .verified(
                            CertificatePath.verify(
                                    sender.trust(),
                                    entry.authenticationCertificate().orElseThrow(),
                                    CertificateProfile.AUTHENTICATION,
                                    world.clock().instant()))
                    .orElseThrow();
        } catch (CertificateProblem e) {
            throw new AssertionError(e);
        }
    }

    private Sealed sealed(Level level, List<EndpointKemKey> layer) {
        return world.seal(
                sender, world.document(level, "x"), UUID.randomUUID().toString(), layer, recipient);
    }

    @Test
    void a_nested_document_goes_through_and_opens_with_the_endpoint_and_the_card()
            throws IOException, SealProblem, InterruptedException {
        Sealed sealed = sealed(Level.TOI_MAT, layer());
        assertThat(world.send(sender, sealed).receipts()).isNotEmpty();
        try (GatewayClient client = recipient.client()) {
            World.await(
                    "the document is there",
                    () ->
                            client.inbox(0).stream()
                                    .map(Mailbox.InboxItem::consignment)
                                    .anyMatch(sealed.note().id()::equals));
        }
        byte[] file =
                StoredKemKey.seal(recipientKey, recipient.certificate(KeyLabel.ENCRYPTION), RANDOM);
        String name = HexFormat.of().formatHex(KeyIdentifier.of(recipientKey.publicKey()));
        OpenResult opened =
                Opener.open(
                        OuterSignature.verify(
                                sealed.outerSignature(),
                                recipient.trust(),
                                world.clock().instant()),
                        sealed.envelope(),
                        new KemVault(
                                recipient.vault(),
                                asked -> asked.equals(name) ? Optional.of(file) : Optional.empty()),
                        recipient.trust(),
                        world.clock().instant());
        assertThat(opened).isInstanceOf(OpenResult.Opened.class);
    }

    @Test
    void without_the_layer_it_is_refused_when_the_envelope_is_seen_and_evidence_says_why() {
        Sealed sealed = sealed(Level.TOI_MAT, List.of());
        GatewayProblem refused =
                catchThrowableOfType(GatewayProblem.class, () -> world.send(sender, sealed));
        assertThat(refused.code()).isEqualTo(ProblemCode.POLICY_DENIED);
        Problem problem = refused.problem();
        assertThat(problem.reasons())
                .extracting(Problem.Reason::code)
                .containsExactly("nesting.missing");
        assertThat(problem.evidence())
                .extracting(r -> r.evidence().event())
                .containsExactly(EvidenceEvent.SUBMISSION_REJECTION);
    }

    @Test
    void what_is_protected_for_less_needs_no_layer_and_may_have_one() throws IOException {
        assertThat(world.send(sender, sealed(Level.MAT, List.of())).receipts()).isNotEmpty();
        assertThat(world.send(sender, sealed(Level.MAT, layer())).receipts()).isNotEmpty();
    }

    @Test
    void a_gateway_says_which_levels_need_the_layer() {
        try (GatewayClient client = sender.client()) {
            assertThat(client.health().deployment().nested())
                    .containsExactly(Level.TOI_MAT, Level.TUYET_MAT);
            assertThat(client.trust().deployment().nested()).contains(Level.TOI_MAT);
        }
    }

    @Test
    void a_key_is_taken_only_as_its_endpoint_states_it() {
        Person other = world.one().enrol("khac", "Người Khác", Level.MAT);
        KemStatement theirs = statement(other, senderKey);
        assertThat(refusal(sender, theirs)).isEqualTo(ProblemCode.FORBIDDEN);
        publish(world.one().custodian(), other, theirs);
        KemStatement wrongKey =
                KemStatement.sign(
                        other.endpoint(),
                        senderKey.publicKey(),
                        world.clock().instant(),
                        sender.vault().signer(KeyLabel.AUTHENTICATION));
        assertThat(refusal(other, wrongKey)).isEqualTo(ProblemCode.BAD_SIGNATURE);
        assertThat(refusal(world.one().custodian(), statement(recipient, recipientKey)))
                .isEqualTo(ProblemCode.NOT_FOUND);
    }
}
