package vn.antin.gateway.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.cert.CertificationRequest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.Subject;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.seal.OpenResult;
import vn.antin.crypto.seal.Opener;
import vn.antin.crypto.seal.OuterSignature;
import vn.antin.crypto.seal.Sealed;
import vn.antin.crypto.testkit.OutsideCa;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.crypto.testkit.SoftwareVault.KeyType;
import vn.antin.gateway.world.Office;
import vn.antin.gateway.world.Person;
import vn.antin.gateway.world.World;
import vn.antin.policies.clearance.Clearance;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.label.Level;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.enrol.Adopter;
import vn.antin.sdk.enrol.Enroller;
import vn.antin.sdk.enrol.OutsideAuthorities;
import vn.antin.sdk.transport.GatewayProblem;
import vn.antin.sdk.wire.Adoption;
import vn.antin.sdk.wire.DirectoryEntry;
import vn.antin.sdk.wire.Enrolment;
import vn.antin.sdk.wire.ProblemCode;
import vn.antin.sdk.wire.Suspension;

/** Cards that others made, with one RSA key: what the gateway takes over and what it refuses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdoptionTest {
    private static final KeyPair SHORT = SoftwareVault.newKeyPair(KeyType.RSA_2048);
    private static final KeyPair LONG = SoftwareVault.newKeyPair(KeyType.RSA_3072);

    @TempDir static Path folder;
    private World world;
    private Office office;
    private OutsideCa outside;
    private Person reader;

    @BeforeAll
    void start() throws IOException {
        world = new World(folder);
        office = world.one();
        outside = new OutsideCa(folder.resolve("outside"));
        new OutsideAuthorities(office.config().home()).add(outside.root());
        reader = world.two().enrol("doc", "Phạm Thị Đọc", Level.TOI_MAT);
        world.acquaint();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private static void refused(ThrowingCallable step, ProblemCode code, String words) {
        GatewayProblem problem = catchThrowableOfType(GatewayProblem.class, step);
        assertThat(problem).isNotNull();
        assertThat(problem.code()).as(problem.getMessage()).isEqualTo(code);
        assertThat(problem.problem().detailEn()).contains(words);
        assertThat(problem.problem().detail()).isNotEqualTo(problem.problem().detailEn());
    }

    private static SoftwareVault card(KeyPair pair) {
        return new SoftwareVault()
                .put(KeyLabel.SIGNATURE, pair)
                .put(KeyLabel.AUTHENTICATION, pair)
                .put(KeyLabel.ENCRYPTION, pair);
    }

    private Enroller.Person person(String name) {
        return new Enroller.Person(
                office.config().organization(),
                office.config().organizationName(),
                name,
                "Nguyễn Văn A",
                Optional.empty(),
                Set.of(Role.OFFICER),
                Optional.of(
                        new Clearance(Level.TOI_MAT, java.time.LocalDate.of(2099, 12, 31), "QĐ 1")),
                Optional.of("may-01"));
    }

    private Adoption certified(KeyPair pair) throws IOException {
        return new Adoption(
                outside.issue(pair.getPublic(), "Nguyễn Văn A"), List.of(outside.authority()));
    }

    private Enrolment.Result adopt(String name, KeyPair pair, boolean decrypts, Adoption adoption) {
        SoftwareVault card = card(pair);
        Optional<DecryptionKey> decryption =
                decrypts ? Optional.of(card.decryptionKey(KeyLabel.ENCRYPTION)) : Optional.empty();
        try (GatewayClient client = office.custodian().client()) {
            return new Adopter(client)
                    .adopt(person(name), card.signer(KeyLabel.SIGNATURE), decryption, adoption);
        }
    }

    private Person adopted(String name, KeyPair pair, boolean decrypts) throws IOException {
        return office.holder(
                "Nguyễn Văn A", card(pair), adopt(name, pair, decrypts, certified(pair)));
    }

    /** A request as no client of ours makes it. */
    private Enrolment.Request forged(
            String name,
            KeyPair signing,
            Optional<KeyPair> encryption,
            Optional<Adoption> adoption) {
        Enroller.Person person = person(name);
        Subject subject =
                new Subject(
                        person.organization(),
                        person.organizationName(),
                        Optional.empty(),
                        person.commonName(),
                        Optional.of(name));
        byte[] request =
                CertificationRequest.create(subject, card(signing).signer(KeyLabel.SIGNATURE));
        return new Enrolment.Request(
                name,
                person.commonName(),
                Optional.empty(),
                person.roles(),
                person.clearance(),
                person.workstation(),
                request,
                request,
                encryption.map(pair -> pair.getPublic().getEncoded()),
                adoption);
    }

    private void refused(Enrolment.Request request, ProblemCode code, String words) {
        try (GatewayClient client = office.custodian().client()) {
            refused(() -> client.enrol(request), code, words);
        }
    }

    private DirectoryEntry entry(Person asking, EndpointId about) {
        try (GatewayClient client = asking.client()) {
            return client.directory(about.toString()).getFirst();
        }
    }

    @Test
    void a_card_that_only_signs_logs_in_and_sends_and_is_shown_without_an_encryption_certificate()
            throws Exception {
        KeyPair pair = SoftwareVault.newKeyPair(KeyType.RSA_2048);
        Person signer = adopted("ky", pair, false);
        for (String label : List.of(KeyLabel.SIGNATURE, KeyLabel.AUTHENTICATION)) {
            X509Certificate certificate = signer.certificate(label);
            assertThat(certificate.getPublicKey()).isEqualTo(pair.getPublic());
            assertThat(certificate.getNotAfter().toInstant())
                    .isBefore(java.time.Instant.parse("2031-01-01T00:00:00Z"));
        }
        assertThat(entry(office.custodian(), signer.endpoint()).encryptionCertificate()).isEmpty();
        world.acquaint();
        assertThat(entry(reader, signer.endpoint()).encryptionCertificate()).isEmpty();
        assertThat(entry(reader, signer.endpoint()).signatureCertificate()).isPresent();
        Sealed sealed = world.seal(signer, Level.MAT, "mật", reader);
        assertThat(world.send(signer, sealed)).isNotNull();
        OpenResult opened =
                Opener.open(
                        OuterSignature.verify(
                                sealed.outerSignature(), reader.trust(), world.clock().instant()),
                        sealed.envelope(),
                        reader.vault(),
                        reader.trust(),
                        world.clock().instant());
        assertThat(opened).isInstanceOf(OpenResult.Opened.class);
    }

    @Test
    void a_long_key_that_decrypts_gets_three_certificates_and_again_on_the_same_key()
            throws Exception {
        KeyPair pair = SoftwareVault.newKeyPair(KeyType.RSA_3072);
        Person before = adopted("ba", pair, true);
        assertThat(before.certificate(KeyLabel.ENCRYPTION).getPublicKey())
                .isEqualTo(pair.getPublic());
        Person after = adopted("ba", pair, true);
        assertThat(after.certificate(KeyLabel.AUTHENTICATION))
                .isNotEqualTo(before.certificate(KeyLabel.AUTHENTICATION));
        assertThat(entry(after, after.endpoint()).encryptionCertificate())
                .contains(after.certificate(KeyLabel.ENCRYPTION));
        assertThat(
                        catchThrowableOfType(
                                GatewayProblem.class, () -> entry(before, after.endpoint())))
                .extracting(GatewayProblem::code)
                .isEqualTo(ProblemCode.NOT_ENROLLED);
        refused(
                () -> adopt("ba", pair, false, certified(pair)),
                ProblemCode.CONFLICT,
                "encryption certificate");
        refused(
                () -> adopt("ba", LONG, true, certified(LONG)),
                ProblemCode.CONFLICT,
                "enrolled already");
        refused(() -> adopt("bon", pair, true, certified(pair)), ProblemCode.CONFLICT, "H26.01/ba");
    }

    @Test
    void a_peer_forgets_the_encryption_certificate_of_who_has_a_card_that_only_signs_now()
            throws Exception {
        Person before = office.enrol("cu", "Nguyễn Văn A", Level.MAT);
        world.acquaint();
        assertThat(entry(reader, before.endpoint()).encryptionCertificate()).isPresent();
        try (GatewayClient client = office.custodian().client()) {
            client.suspend(before.endpoint(), new Suspension("thẻ cũ nộp lại", true));
        }
        KeyPair pair = SoftwareVault.newKeyPair(KeyType.RSA_2048);
        Person after = adopted("cu", pair, false);
        world.acquaint();
        DirectoryEntry known = entry(reader, after.endpoint());
        assertThat(known.encryptionCertificate()).isEmpty();
        assertThat(known.signatureCertificate()).contains(after.certificate(KeyLabel.SIGNATURE));
    }

    @Test
    void one_key_for_everything_and_short_keys_are_for_adopted_cards_only() {
        refused(
                forged("gia", LONG, Optional.of(LONG), Optional.empty()),
                ProblemCode.MALFORMED,
                "must differ");
        refused(
                forged("gia", SHORT, Optional.of(LONG), Optional.empty()),
                ProblemCode.MALFORMED,
                "signatureRequest");
        Enrolment.Request three =
                office.request(
                        "gia",
                        "Người Giả",
                        Optional.of(Level.MAT),
                        Person.keys().put(KeyLabel.ENCRYPTION, SHORT));
        refused(three, ProblemCode.MALFORMED, "too weak");
    }

    @Test
    void the_outside_certificate_must_hold_and_be_of_this_key() throws Exception {
        OutsideCa unknown = new OutsideCa(folder.resolve("unknown"));
        refused(
                forged(
                        "ngoai",
                        SHORT,
                        Optional.empty(),
                        Optional.of(
                                new Adoption(
                                        unknown.issue(SHORT.getPublic(), "Nguyễn Văn A"),
                                        List.of(unknown.authority(), unknown.root())))),
                ProblemCode.CERTIFICATE,
                "UNTRUSTED");
        refused(
                forged(
                        "ngoai",
                        SHORT,
                        Optional.empty(),
                        Optional.of(
                                new Adoption(
                                        outside.issue(
                                                SHORT.getPublic(),
                                                "Nguyễn Văn A",
                                                OutsideCa.GOVERNMENT,
                                                -1),
                                        List.of(outside.authority())))),
                ProblemCode.CERTIFICATE,
                "EXPIRED");
        refused(
                forged("ngoai", SHORT, Optional.empty(), Optional.of(certified(LONG))),
                ProblemCode.BAD_SIGNATURE,
                "another card");
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        refused(
                forged(
                        "ngoai",
                        SHORT,
                        Optional.empty(),
                        Optional.of(certified(rsa.generateKeyPair()))),
                ProblemCode.MALFORMED,
                "not one that is taken over");
    }

    @Test
    void an_encryption_certificate_is_only_for_the_same_key_of_3072_bits_up() throws Exception {
        refused(
                forged("hai", SHORT, Optional.of(SHORT), Optional.of(certified(SHORT))),
                ProblemCode.MALFORMED,
                "only signs");
        refused(
                forged("hai", SHORT, Optional.of(LONG), Optional.of(certified(SHORT))),
                ProblemCode.MALFORMED,
                "only signs");
    }

    @Test
    void the_card_signs_for_this_enrolment_and_answers_the_challenge() throws Exception {
        Adoption adoption = certified(LONG);
        SoftwareVault card = card(LONG);
        EndpointId endpoint = new EndpointId(office.config().organization(), "chung");
        try (GatewayClient client = office.custodian().client()) {
            Enrolment.Challenge challenge =
                    client.enrol(forged("chung", LONG, Optional.of(LONG), Optional.of(adoption)));
            byte[] answer = Office.answer(challenge, card);
            byte[] signed =
                    card.signer(KeyLabel.SIGNATURE)
                            .sign(adoption.cardSigns(endpoint, challenge.id()));
            byte[] otherKey =
                    card(SHORT)
                            .signer(KeyLabel.SIGNATURE)
                            .sign(adoption.cardSigns(endpoint, challenge.id()));
            for (Optional<byte[]> wrong :
                    List.of(Optional.<byte[]>empty(), Optional.of(otherKey))) {
                refused(
                        () -> client.prove(challenge.id(), new Enrolment.Proof(answer, wrong)),
                        ProblemCode.BAD_SIGNATURE,
                        "did not sign");
            }
            Enrolment.Challenge another =
                    client.enrol(forged("chung", LONG, Optional.of(LONG), Optional.of(adoption)));
            refused(
                    () ->
                            client.prove(
                                    another.id(),
                                    new Enrolment.Proof(
                                            Office.answer(another, card), Optional.of(signed))),
                    ProblemCode.BAD_SIGNATURE,
                    "did not sign");
            refused(
                    () ->
                            client.prove(
                                    challenge.id(),
                                    new Enrolment.Proof(new byte[0], Optional.of(signed))),
                    ProblemCode.BAD_SIGNATURE,
                    "challenge");
            Enrolment.Proof right = new Enrolment.Proof(answer, Optional.of(signed));
            Enrolment.Result result = client.prove(challenge.id(), right);
            assertThat(client.prove(challenge.id(), right)).isEqualTo(result);
            assertThat(result.encryptionCertificate()).isPresent();
        }
    }
}
