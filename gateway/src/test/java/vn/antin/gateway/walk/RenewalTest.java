package vn.antin.gateway.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CRLReason;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.cert.RevocationReason;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.seal.OpenResult;
import vn.antin.crypto.seal.Opener;
import vn.antin.crypto.seal.OuterSignature;
import vn.antin.crypto.seal.Sealed;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.gateway.world.Office;
import vn.antin.gateway.world.Person;
import vn.antin.gateway.world.World;
import vn.antin.policies.label.Level;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.transport.GatewayProblem;
import vn.antin.sdk.wire.DirectoryEntry;
import vn.antin.sdk.wire.Enrolment;
import vn.antin.sdk.wire.ProblemCode;
import vn.antin.sdk.wire.Suspension;

/** An officer gets new keys; a lost card is replaced; an officer leaves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenewalTest {
    @TempDir static Path folder;
    private World world;
    private Person sender;

    @BeforeAll
    void start() throws IOException {
        world = new World(folder);
        sender = world.one().enrol("sender", "Nguyễn Văn Gửi", Level.TOI_MAT);
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private static void refused(ThrowingCallable step, ProblemCode code) {
        GatewayProblem problem = catchThrowableOfType(GatewayProblem.class, step);
        assertThat(problem).isNotNull();
        assertThat(problem.code()).as(problem.getMessage()).isEqualTo(code);
    }

    private static DirectoryEntry entry(Person asking, Person about) {
        try (GatewayClient client = asking.client()) {
            return client.directory(about.endpoint().toString()).getFirst();
        }
    }

    private static Optional<X509CRLEntry> listed(Person reader, X509Certificate certificate) {
        return reader.trust().crls().stream()
                .map(crl -> crl.getRevokedCertificate(certificate))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private Person renewed(Office office, Person person) {
        SoftwareVault fresh = Person.keys();
        return office.renewed(person, fresh, office.renewal(person, fresh));
    }

    @Test
    void the_directory_gives_the_new_certificates_at_once_and_to_peers_without_waiting()
            throws InterruptedException {
        Person before = world.two().enrol("doi", "Trần Văn Đổi", Level.MAT);
        world.acquaint();
        Person after = renewed(world.two(), before);
        assertThat(entry(world.two().custodian(), after).encryptionCertificate())
                .contains(after.certificate(KeyLabel.ENCRYPTION));
        World.await(
                "the peer knows the new certificate",
                () ->
                        entry(sender, after)
                                .encryptionCertificate()
                                .equals(Optional.of(after.certificate(KeyLabel.ENCRYPTION))));
        assertThat(listed(after, before.certificate(KeyLabel.SIGNATURE))).isEmpty();
    }

    @Test
    void the_card_so_far_no_longer_calls_and_the_new_one_does() {
        Person before = world.one().enrol("goi", "Lê Thị Gọi", Level.MAT);
        Person after = renewed(world.one(), before);
        refused(() -> before.client().inbox(0), ProblemCode.NOT_ENROLLED);
        try (GatewayClient client = after.client()) {
            assertThat(client.inbox(0)).isEmpty();
        }
    }

    @Test
    void what_was_sent_before_stays_verifiable_and_readable_with_the_old_key() throws Exception {
        Person before = world.two().enrol("doc", "Phạm Thị Đọc", Level.MAT);
        world.acquaint();
        Sealed sealed = world.seal(sender, Level.MAT, "cũ", before);
        var unused = world.send(sender, sealed);
        Person after = renewed(world.two(), before);
        Person newSender = renewed(world.one(), sender);
        OpenResult opened =
                Opener.open(
                        OuterSignature.verify(
                                sealed.outerSignature(), after.trust(), world.clock().instant()),
                        sealed.envelope(),
                        before.vault(),
                        after.trust(),
                        world.clock().instant());
        assertThat(opened).isInstanceOf(OpenResult.Opened.class);
        sender = newSender;
    }

    @Test
    void what_is_signed_under_the_old_certificate_after_the_renewal_is_not_taken() {
        Person before = world.one().enrol("ky", "Đỗ Văn Ký", Level.MAT);
        Person reader = world.one().enrol("nhan", "Vũ Thị Nhận", Level.MAT);
        Sealed sealed = world.seal(before, Level.MAT, "x", reader);
        Person after = renewed(world.one(), before);
        try (GatewayClient client = after.client()) {
            refused(() -> client.submit(sealed.outerSignature()), ProblemCode.FORBIDDEN);
        }
    }

    @Test
    void without_the_consent_of_the_card_so_far_nothing_is_renewed() {
        Person person = world.one().enrol("chua", "Bùi Văn Chưa", Level.MAT);
        Person other = world.one().enrol("khac", "Hồ Văn Khác", Level.MAT);
        SoftwareVault fresh = Person.keys();
        SoftwareVault swapped = Person.keys();
        Enrolment.Renewal byOther =
                world.one()
                        .renewal(
                                person,
                                fresh,
                                world.one().renewal(other, fresh).consent(),
                                Optional.empty());
        Enrolment.Renewal forOtherKeys =
                world.one()
                        .renewal(
                                person,
                                swapped,
                                world.one().renewal(person, fresh).consent(),
                                Optional.empty());
        try (GatewayClient client = world.one().custodian().client()) {
            refused(() -> client.renew(person.endpoint(), byOther), ProblemCode.BAD_SIGNATURE);
            refused(() -> client.renew(person.endpoint(), forOtherKeys), ProblemCode.BAD_SIGNATURE);
        }
        try (GatewayClient client = person.client()) {
            refused(
                    () -> client.renew(person.endpoint(), world.one().renewal(person, fresh)),
                    ProblemCode.FORBIDDEN);
            assertThat(client.inbox(0)).isEmpty();
        }
    }

    @Test
    void a_key_that_was_certified_before_is_no_new_key() {
        Person person = world.one().enrol("lap", "Cao Thị Lặp", Level.MAT);
        try (GatewayClient client = world.one().custodian().client()) {
            refused(
                    () ->
                            client.renew(
                                    person.endpoint(), world.one().renewal(person, person.vault())),
                    ProblemCode.CONFLICT);
        }
    }

    @Test
    void interrupted_anywhere_it_is_repeated_and_nothing_happens_twice() {
        Person before = world.one().enrol("ngat", "Ngô Văn Ngắt", Level.MAT);
        SoftwareVault fresh = Person.keys();
        Enrolment.Renewal renewal = world.one().renewal(before, fresh);
        Enrolment.Challenge lost;
        Enrolment.Challenge challenge;
        try (GatewayClient client = world.one().custodian().client()) {
            lost = client.renew(before.endpoint(), renewal);
            challenge = client.renew(before.endpoint(), renewal);
        }
        world.one().restart();
        Enrolment.Proof proof = new Enrolment.Proof(Office.answer(challenge, fresh));
        Enrolment.Result first;
        try (GatewayClient client = world.one().custodian().client()) {
            first = client.proveRenewal(before.endpoint(), challenge.id(), proof);
        }
        world.one().restart();
        try (GatewayClient client = world.one().custodian().client()) {
            assertThat(client.proveRenewal(before.endpoint(), challenge.id(), proof))
                    .isEqualTo(first);
            refused(
                    () ->
                            client.proveRenewal(
                                    before.endpoint(),
                                    lost.id(),
                                    new Enrolment.Proof(Office.answer(lost, fresh))),
                    ProblemCode.CONFLICT);
        }
    }

    @Test
    void of_two_renewals_one_wins() {
        Person before = world.one().enrol("hai", "Đinh Văn Hai", Level.MAT);
        SoftwareVault one = Person.keys();
        SoftwareVault two = Person.keys();
        try (GatewayClient client = world.one().custodian().client()) {
            Enrolment.Challenge first =
                    client.renew(before.endpoint(), world.one().renewal(before, one));
            Enrolment.Challenge second =
                    client.renew(before.endpoint(), world.one().renewal(before, two));
            Enrolment.Result won =
                    client.proveRenewal(
                            before.endpoint(),
                            second.id(),
                            new Enrolment.Proof(Office.answer(second, two)));
            assertThat(won.encryptionCertificate().orElseThrow().getPublicKey())
                    .isEqualTo(two.publicKey(KeyLabel.ENCRYPTION));
            refused(
                    () ->
                            client.proveRenewal(
                                    before.endpoint(),
                                    first.id(),
                                    new Enrolment.Proof(Office.answer(first, one))),
                    ProblemCode.CONFLICT);
        }
    }

    @Test
    void a_lost_card_is_replaced_and_its_certificates_are_on_the_list_at_once() {
        Person lost = world.one().enrol("mat", "Phan Văn Mất", Level.MAT);
        Person once = renewed(world.one(), lost);
        SoftwareVault fresh = Person.keys();
        Person found =
                world.one()
                        .renewed(
                                once,
                                fresh,
                                world.one()
                                        .renewal(
                                                once,
                                                fresh,
                                                Optional.empty(),
                                                Optional.of(RevocationReason.KEY_COMPROMISE)));
        for (Person before : List.of(lost, once)) {
            for (String label :
                    List.of(KeyLabel.SIGNATURE, KeyLabel.AUTHENTICATION, KeyLabel.ENCRYPTION)) {
                assertThat(listed(found, before.certificate(label)))
                        .map(X509CRLEntry::getRevocationReason)
                        .contains(CRLReason.KEY_COMPROMISE);
            }
        }
        assertThat(listed(found, found.certificate(KeyLabel.SIGNATURE))).isEmpty();
    }

    @Test
    void a_suspended_endpoint_is_renewed_only_by_replacing_its_card() {
        Person person = world.one().enrol("treo", "Lý Văn Treo", Level.MAT);
        SoftwareVault fresh = Person.keys();
        Enrolment.Renewal replacement =
                world.one()
                        .renewal(
                                person,
                                fresh,
                                Optional.empty(),
                                Optional.of(RevocationReason.SUPERSEDED));
        try (GatewayClient client = world.one().custodian().client()) {
            client.suspend(person.endpoint(), new Suspension("mất thẻ", false));
            refused(
                    () -> client.renew(person.endpoint(), world.one().renewal(person, fresh)),
                    ProblemCode.CONFLICT);
        }
        Person after = world.one().renewed(person, fresh, replacement);
        try (GatewayClient client = after.client()) {
            assertThat(client.inbox(0)).isEmpty();
        }
    }

    @Test
    void who_leaves_has_certificates_on_the_list_with_the_reason_chosen() {
        Person leaving = world.one().enrol("nghi", "Trịnh Văn Nghỉ", Level.MAT);
        try (GatewayClient client = world.one().custodian().client()) {
            client.suspend(
                    leaving.endpoint(),
                    new Suspension(
                            "nghỉ hưu",
                            true,
                            Optional.of(RevocationReason.CESSATION_OF_OPERATION)));
            refused(
                    () ->
                            client.suspend(
                                    leaving.endpoint(),
                                    new Suspension(
                                            "x",
                                            true,
                                            Optional.of(RevocationReason.CA_COMPROMISE))),
                    ProblemCode.MALFORMED);
        }
        assertThat(listed(sender, leaving.certificate(KeyLabel.SIGNATURE)))
                .map(X509CRLEntry::getRevocationReason)
                .contains(CRLReason.CESSATION_OF_OPERATION);
    }
}
