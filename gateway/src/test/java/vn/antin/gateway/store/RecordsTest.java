package vn.antin.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.RevocationReason;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.testkit.TestAgency;
import vn.antin.gateway.directory.EndpointRecord;
import vn.antin.gateway.directory.EndpointStatus;
import vn.antin.gateway.directory.PeerRecord;
import vn.antin.gateway.enrol.CrlRecord;
import vn.antin.gateway.enrol.IssuedCertificate;
import vn.antin.gateway.enrol.PendingEnrolment;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.exchange.StoreException.Reason;
import vn.antin.gateway.records.RegisterEntry;
import vn.antin.gateway.records.RegisterKind;
import vn.antin.gateway.records.RegisterRow;
import vn.antin.policies.clearance.Clearance;
import vn.antin.policies.clearance.EndpointKind;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.label.Level;

/** Directory, enrolment and registers come back as they were written. */
class RecordsTest {
    @TempDir Path folder;
    private TestGateway gateway;

    @BeforeEach
    void open() {
        gateway = TestGateway.open(folder);
    }

    @AfterEach
    void checkAndClose() {
        assertThat(gateway.check()).isEmpty();
        gateway.close();
    }

    private static EndpointRecord officer() {
        return new EndpointRecord(
                TestGateway.SENDER,
                EndpointKind.OFFICER,
                "Nguyễn Văn An",
                "Sở Nội vụ",
                Optional.of("Phòng Cơ yếu"),
                TestGateway.GATEWAY,
                "P1",
                Set.of(Role.OFFICER, Role.REGISTRY_CLERK),
                Optional.of(
                        new Clearance(Level.TOI_MAT, LocalDate.of(2027, 1, 31), "QĐ 12/QĐ-UBND")),
                Optional.of("may-01"),
                Optional.of(LocalDate.of(2026, 12, 31)),
                EndpointStatus.ACTIVE,
                TestGateway.NOW);
    }

    @Test
    void an_endpoint_comes_back_and_is_found_by_part_of_its_name_in_any_spelling()
            throws Exception {
        gateway.store
                .commitEnrolment(tx -> {
                    tx.directory().putEndpoint(officer());
                    tx.directory()
                            .putEndpoint(
                                    officer()
                                            .withStatus(EndpointStatus.SUSPENDED, TestGateway.NOW));
                    return 0;
                })
                .get();
        assertThat(gateway.find(view -> view.directory().endpoint(TestGateway.SENDER)))
                .contains(officer().withStatus(EndpointStatus.SUSPENDED, TestGateway.NOW));
        String decomposed = java.text.Normalizer.normalize("VĂN AN", java.text.Normalizer.Form.NFD);
        assertThat(gateway.list(view -> view.directory().endpoints(decomposed))).hasSize(1);
        assertThat(gateway.list(view -> view.directory().endpoints("cơ yếu"))).hasSize(1);
        assertThat(gateway.list(view -> view.directory().endpoints(""))).hasSize(1);
        assertThat(gateway.list(view -> view.directory().endpoints("100%"))).isEmpty();
    }

    @Test
    void certificates_are_in_use_until_they_are_revoked() throws Exception {
        TestAgency agency = new TestAgency("H26.01", "Sở Nội vụ");
        TestAgency.Member member = agency.officer("nva", "Nguyễn Văn An");
        X509Certificate certificate = member.signature();
        BigInteger serial = certificate.getSerialNumber();
        gateway.store
                .commitEnrolment(tx -> {
                    tx.directory().putEndpoint(officer());
                    tx.putIssued(
                            new IssuedCertificate(
                                    certificate,
                                    CertificateProfile.SIGNATURE,
                                    Optional.of(TestGateway.SENDER),
                                    TestGateway.NOW,
                                    Optional.empty()));
                    return 0;
                })
                .get();
        assertThat(
                        gateway.store.<java.util.Map<CertificateProfile, X509Certificate>>read(
                                view -> view.directory().certificates(TestGateway.SENDER)))
                .containsEntry(CertificateProfile.SIGNATURE, certificate);
        Digest fingerprint = Certificates.fingerprint(certificate);
        assertThat(gateway.find(view -> view.directory().ownerOf(fingerprint)))
                .contains(TestGateway.SENDER);
        for (RevocationReason reason :
                List.of(RevocationReason.KEY_COMPROMISE, RevocationReason.SUPERSEDED)) {
            gateway.store
                    .commitEnrolment(tx -> {
                        tx.revoke(serial, TestGateway.NOW, reason);
                        return 0;
                    })
                    .get();
        }
        List<IssuedCertificate> revoked = gateway.store.readEnrolment(view -> view.revoked());
        assertThat(revoked)
                .singleElement()
                .satisfies(one ->
                        assertThat(one.revocation().orElseThrow().reason())
                                .isEqualTo(RevocationReason.KEY_COMPROMISE));
        assertThat(
                        gateway.store.<java.util.Map<CertificateProfile, X509Certificate>>read(
                                view -> view.directory().certificates(TestGateway.SENDER)))
                .isEmpty();
    }

    @Test
    void a_crl_number_only_grows() throws Exception {
        TestAgency agency = new TestAgency("H26.01", "Sở Nội vụ");
        CrlRecord five = crl(agency, 5);
        gateway.store
                .commitEnrolment(tx -> {
                    tx.putCrl(five);
                    return 0;
                })
                .get();
        Optional<CrlRecord> newest = gateway.store.readEnrolment(view -> view.crl());
        assertThat(newest).contains(five);
        assertThatThrownBy(() ->
                        gateway.store
                                .commitEnrolment(tx -> {
                                    tx.putCrl(crl(agency, 5));
                                    return 0;
                                })
                                .get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT));
    }

    private static CrlRecord crl(TestAgency agency, int number) {
        BigInteger at = BigInteger.valueOf(number);
        return new CrlRecord(
                at,
                agency.issuer()
                        .crl(at, List.of(), TestGateway.NOW, TestGateway.NOW.plusSeconds(3600)),
                TestGateway.NOW,
                TestGateway.NOW.plusSeconds(3600));
    }

    @Test
    void a_peer_and_a_pending_enrolment_come_back() throws Exception {
        List<TestAgency> agencies = TestAgency.pair();
        X509Certificate ca = agencies.get(1).ca();
        PeerRecord peer =
                new PeerRecord(
                        agencies.get(1).organization(),
                        agencies.get(1).name(),
                        vn.antin.crypto.cert.EndpointId.gatewayOf(agencies.get(1).organization()),
                        URI.create("https://gw.example:8443"),
                        "P2",
                        ca,
                        ca,
                        ca,
                        gateway.store.logKey(),
                        true,
                        "CO_YEU",
                        Optional.empty(),
                        true,
                        new byte[] {3, 4},
                        TestGateway.NOW);
        PendingEnrolment enrolment =
                new PendingEnrolment(
                        "e-1",
                        TestGateway.SENDER,
                        TestGateway.RECIPIENT,
                        JsonObject.builder().put("name", "nva").build(),
                        new byte[] {1, 2},
                        Digest.of(new byte[] {3}),
                        TestGateway.NOW,
                        Optional.empty());
        gateway.store
                .commitEnrolment(tx -> {
                    tx.directory().putPeer(peer);
                    tx.directory().putPeer(peer);
                    tx.putEnrolment(enrolment);
                    return 0;
                })
                .get();
        assertThat(gateway.list(view -> view.directory().peers()))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(peer);
        Optional<PendingEnrolment> found =
                gateway.store.readEnrolment(view -> view.enrolment("e-1"));
        assertThat(found)
                .hasValueSatisfying(
                        there -> assertThat(there).usingRecursiveComparison().isEqualTo(enrolment));
    }

    private RegisterRow enter(RegisterEntry entry) throws Exception {
        return gateway.store.<RegisterRow>commit(tx -> tx.registers().enter(entry)).get().value();
    }

    @Test
    void serial_numbers_begin_again_each_year_and_are_used_once() throws Exception {
        RegisterEntry one =
                TestGateway.entry(
                        RegisterKind.INCOMING, TestGateway.submission(1), Level.TUYET_MAT);
        RegisterEntry two =
                TestGateway.entry(RegisterKind.INCOMING, TestGateway.submission(2), Level.MAT);
        RegisterEntry three =
                RegisterEntry.outside(
                        RegisterKind.INCOMING,
                        LocalDate.of(2027, 1, 1),
                        TestGateway.NOW,
                        TestGateway.submission(3).id(),
                        TestGateway.SENDER,
                        Level.MAT,
                        List.of(TestGateway.RECIPIENT));
        assertThat(enter(one).serial()).isEqualTo(1);
        assertThat(enter(two).serial()).isEqualTo(2);
        assertThat(enter(one).serial()).isEqualTo(1);
        assertThat(enter(three).serial()).isEqualTo(1);
        assertThatThrownBy(() ->
                        gateway.store
                                .commit(tx -> {
                                    RegisterRow unused =
                                            tx.registers()
                                                    .enter(
                                                            TestGateway.entry(
                                                                    RegisterKind.INCOMING,
                                                                    TestGateway.submission(9),
                                                                    Level.MAT));
                                    throw new IllegalStateException("no");
                                })
                                .get())
                .isInstanceOf(ExecutionException.class);
        RegisterEntry four =
                TestGateway.entry(RegisterKind.INCOMING, TestGateway.submission(4), Level.MAT);
        assertThat(enter(four).serial()).isEqualTo(3);
        assertThat(gateway.list(view -> view.registers().rows(RegisterKind.INCOMING, 2026)))
                .extracting(RegisterRow::entry)
                .containsExactly(one, two, four);
    }

    @Test
    void a_signature_completes_the_line_once() throws Exception {
        TestGateway.Submission one = TestGateway.submission(1);
        RegisterRow unused = enter(TestGateway.entry(RegisterKind.HANDOVER, one, Level.MAT));
        RegisterRow.Signed first =
                new RegisterRow.Signed("Trần Thị Bình", TestGateway.NOW, Digest.of(new byte[] {1}));
        RegisterRow.Signed second =
                new RegisterRow.Signed("Người khác", TestGateway.NOW, Digest.of(new byte[] {2}));
        for (RegisterRow.Signed signed : List.of(first, second)) {
            gateway.store
                    .commit(tx -> {
                        tx.registers()
                                .sign(
                                        RegisterKind.HANDOVER,
                                        one.id(),
                                        TestGateway.RECIPIENT,
                                        signed);
                        return 0;
                    })
                    .get();
        }
        assertThat(
                        gateway.list(view ->
                                view.registers()
                                        .rowsOf(
                                                TestGateway.RECIPIENT,
                                                RegisterKind.HANDOVER,
                                                2026)))
                .singleElement()
                .satisfies(row ->
                        assertThat(row.lines())
                                .containsExactly(
                                        new RegisterRow.Line(
                                                TestGateway.RECIPIENT, Optional.of(first))));
    }

    @Test
    void a_top_secret_document_has_no_abstract_in_a_register() {
        assertThatThrownBy(() ->
                        new RegisterEntry(
                                RegisterKind.OUTGOING,
                                LocalDate.of(2026, 11, 22),
                                TestGateway.NOW,
                                "x",
                                TestGateway.SENDER,
                                Level.TUYET_MAT,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("Về việc"),
                                Optional.empty(),
                                java.util.OptionalInt.empty(),
                                Optional.empty(),
                                List.of(TestGateway.RECIPIENT)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
