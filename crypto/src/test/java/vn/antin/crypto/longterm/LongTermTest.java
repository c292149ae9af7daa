package vn.antin.crypto.longterm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.bc.cms.CmsSignature.Allow;
import vn.antin.crypto.bc.cms.CmsSigner;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.bc.tsp.TimeStampAuthority;
import vn.antin.crypto.bc.tsp.TimeStampProblem;
import vn.antin.crypto.bc.tsp.TimeStampQuery;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.document.Documents;
import vn.antin.crypto.document.Mutations;
import vn.antin.crypto.inspect.Inspector;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.longterm.LongTermProblem.Reason;
import vn.antin.crypto.seal.OpenResult.Refused;
import vn.antin.crypto.seal.SealProblem;
import vn.antin.crypto.seal.Sealing;
import vn.antin.crypto.testkit.TestAgency;
import vn.antin.crypto.testkit.TestAgency.Member;

/** A signature that is verified by what is inside it, years later and offline (CAdES-B-LT). */
class LongTermTest {
    private static final Instant AT = Sealing.AT;
    private static final Instant LATER = AT.plus(Duration.ofDays(20 * 365));

    private final Sealing world = new Sealing();
    private final Document document = Documents.full();
    private final Member gateway = world.here.gateway();

    private byte[] signed() {
        return world.inner(document.toMime(), world.innerFields(document));
    }

    private static byte[] stamped(byte[] signed, Member by, Instant at) throws Exception {
        try {
            byte[] value = CmsSignature.verified(signed).signatureValue();
            TimeStampQuery query = new TimeStampQuery(value, Sealing.RANDOM);
            TimeStampAuthority authority =
                    new TimeStampAuthority(
                            by.vault().signer(KeyLabel.TIMESTAMP),
                            by.certificate(KeyLabel.TIMESTAMP),
                            Sealing.RANDOM);
            return CmsSigner.stamped(signed, query.token(authority.answer(query.toBytes(), at)));
        } catch (TimeStampProblem e) {
            throw new AssertionError(e);
        }
    }

    private byte[] stamped() throws Exception {
        return stamped(signed(), gateway, AT);
    }

    private byte[] lasting() throws Exception {
        return LongTermSignature.extended(stamped(), world.here.trustStore(), AT);
    }

    private static TrustStore anchor(TestAgency of) {
        return new TrustStore(List.of(of.ca()), List.of(), List.of());
    }

    private LongTermSignature verified(byte[] der) throws LongTermProblem {
        return LongTermSignature.verify(der, anchor(world.here), Optional.empty(), LATER);
    }

    private interface Act {
        Object run() throws Exception;
    }

    private static void refused(Act act, Reason reason) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        LongTermProblem.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static void refused(Act act, CertificateProblem.Reason reason) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        LongTermProblem.class,
                        e -> assertThat(e.certificateProblem()).contains(reason));
    }

    @Test
    void twenty_years_later_the_anchor_is_all_that_is_needed() throws Exception {
        byte[] lasting = lasting();
        LongTermSignature verified = verified(lasting);
        assertThat(verified.author().endpoint()).isEqualTo(world.sender.endpoint());
        assertThat(verified.stampedAt()).isEqualTo(AT);
        assertThat(verified.judgedAt()).isEqualTo(AT);
        assertThat(verified.listsAsOf()).isEqualTo(AT);
        assertThat(verified.document()).isEqualTo(document.toMime());
        assertThat(verified.label()).isEqualTo(document.card().label());
        assertThat(LATER).isAfter(world.sender.signature().getNotAfter().toInstant());
        assertThat(Inspector.inspect(lasting).orElseThrow().toString())
                .contains("REVOCATIONS", "signature-right");
    }

    @Test
    void the_signature_is_the_same_and_extending_it_again_changes_nothing() throws Exception {
        byte[] stamped = stamped();
        byte[] lasting = LongTermSignature.extended(stamped, world.here.trustStore(), AT);
        assertThat(CmsSignature.verified(lasting, Allow.values()).signatureValue())
                .isEqualTo(CmsSignature.verified(stamped).signatureValue());
        CmsSignature inside = CmsSignature.verified(lasting, Allow.values());
        assertThat(CmsSigner.withValidationData(lasting, inside.certificates(), inside.crls()))
                .isEqualTo(lasting);
    }

    @Test
    void a_revocation_after_the_time_stamp_takes_nothing_back() throws Exception {
        byte[] lasting = lasting();
        world.here.revoke(world.sender.signature(), AT.plusSeconds(1));
        Instant now = AT.plus(Duration.ofDays(30));
        TrustStore knowing =
                new TrustStore(
                        List.of(world.here.ca()),
                        List.of(),
                        List.of(world.here.crl(now.minusSeconds(60), now.plusSeconds(60))));
        assertThat(
                        LongTermSignature.verify(lasting, knowing, Optional.empty(), now)
                                .author()
                                .endpoint())
                .isEqualTo(world.sender.endpoint());
        refused(
                () ->
                        LongTermSignature.verify(
                                lasting, knowing, Optional.of(AT.plus(Duration.ofDays(1))), now),
                CertificateProblem.Reason.REVOKED);
    }

    @Test
    void a_revocation_before_it_that_came_to_be_known_later_counts_for_who_knows()
            throws Exception {
        byte[] lasting = lasting();
        world.here.revoke(world.sender.signature(), AT.minusSeconds(60));
        Instant now = AT.plus(Duration.ofDays(30));
        TrustStore knowing =
                new TrustStore(
                        List.of(world.here.ca()),
                        List.of(),
                        List.of(world.here.crl(now.minusSeconds(60), now.plusSeconds(60))));
        refused(
                () -> LongTermSignature.verify(lasting, knowing, Optional.empty(), now),
                CertificateProblem.Reason.REVOKED);
        assertThat(verified(lasting).listsAsOf())
                .as("who does not know is told how old the lists are")
                .isEqualTo(AT);
    }

    @Test
    void what_was_revoked_before_is_not_extended() throws Exception {
        byte[] stamped = stamped();
        world.here.revoke(world.sender.signature());
        refused(
                () -> LongTermSignature.extended(stamped, world.here.trustStore(), AT),
                CertificateProblem.Reason.REVOKED);
    }

    @Test
    void a_revoked_time_stamping_key_proves_no_time() throws Exception {
        byte[] stamped = stamped();
        world.here.revoke(gateway.certificate(KeyLabel.TIMESTAMP));
        refused(
                () -> LongTermSignature.extended(stamped, world.here.trustStore(), AT),
                CertificateProblem.Reason.REVOKED);
    }

    @Test
    void lists_made_after_the_time_stamp_say_more() throws Exception {
        byte[] stamped = stamped();
        Instant next = AT.plus(Duration.ofDays(8));
        X509CRL newer = world.here.crl(next, next.plus(Duration.ofDays(7)));
        TrustStore trust = new TrustStore(List.of(world.here.ca()), List.of(), List.of(newer));
        byte[] lasting = LongTermSignature.extended(stamped, trust, next);
        assertThat(verified(lasting).listsAsOf()).isEqualTo(next);
        assertThat(verified(lasting).judgedAt()).isEqualTo(AT);
    }

    @Test
    void without_lists_or_with_lists_of_another_time_nothing_is_known() throws Exception {
        byte[] stamped = stamped();
        X509Certificate ca = world.here.ca();
        refused(
                () -> verified(CmsSigner.withValidationData(stamped, List.of(ca), List.of())),
                CertificateProblem.Reason.REVOCATION_UNKNOWN);
        X509CRL old = world.here.crl(AT.minus(Duration.ofDays(9)), AT.minusSeconds(1));
        refused(
                () -> verified(CmsSigner.withValidationData(stamped, List.of(ca), List.of(old))),
                CertificateProblem.Reason.REVOCATION_UNKNOWN);
        X509CRL good = world.here.crl();
        X509CRL far = world.here.crl(LATER.minusSeconds(9), LATER.minusSeconds(1));
        byte[] both = CmsSigner.withValidationData(stamped, List.of(ca), List.of(good, far));
        assertThat(verified(both).listsAsOf()).isEqualTo(LATER.minusSeconds(9));
    }

    @Test
    void a_list_that_somebody_else_made_is_worth_nothing() throws Exception {
        TestAgency impostor = new TestAgency("H26.01", "Sở Nội vụ Hà Nội");
        byte[] forged =
                CmsSigner.withValidationData(
                        stamped(), List.of(impostor.ca()), List.of(impostor.crl()));
        refused(() -> verified(forged), CertificateProblem.Reason.REVOCATION_UNKNOWN);
        TrustStore other = anchor(impostor);
        byte[] lasting = lasting();
        assertThatThrownBy(() -> LongTermSignature.verify(lasting, other, Optional.empty(), LATER))
                .isInstanceOf(LongTermProblem.class);
    }

    @Test
    void another_time_is_for_who_has_proof_of_it_and_not_before_the_stamp() throws Exception {
        byte[] lasting = lasting();
        Instant day = AT.plus(Duration.ofDays(1));
        assertThat(
                        LongTermSignature.verify(
                                        lasting, anchor(world.here), Optional.of(day), LATER)
                                .judgedAt())
                .isEqualTo(day);
        refused(
                () ->
                        LongTermSignature.verify(
                                lasting,
                                anchor(world.here),
                                Optional.of(AT.minus(Duration.ofHours(1))),
                                LATER),
                Reason.TIME);
        refused(
                () ->
                        LongTermSignature.verify(
                                lasting, anchor(world.here), Optional.of(LATER), LATER),
                CertificateProblem.Reason.EXPIRED);
        refused(
                () ->
                        LongTermSignature.verify(
                                lasting,
                                anchor(world.here),
                                Optional.empty(),
                                AT.minus(Duration.ofHours(1))),
                Reason.TIME);
    }

    @Test
    void without_a_time_stamp_or_with_another_agencys_there_is_no_time() throws Exception {
        byte[] signed = signed();
        refused(
                () -> LongTermSignature.extended(signed, world.here.trustStore(), AT),
                Reason.NO_TIME_STAMP);
        byte[] foreign = stamped(signed(), world.there.gateway(), AT);
        refused(
                () -> LongTermSignature.extended(foreign, world.here.trustStore(), AT),
                Reason.OTHER_AUTHORITY);
        byte[] early = stamped(signed(), gateway, AT.minus(Duration.ofMinutes(6)));
        refused(() -> LongTermSignature.extended(early, world.here.trustStore(), AT), Reason.TIME);
    }

    @Test
    void a_peer_puts_its_cross_certificate_in_and_verifies_by_its_own_anchor() throws Exception {
        byte[] lasting = LongTermSignature.extended(stamped(), world.there.trustStore(), AT);
        assertThat(
                        LongTermSignature.verify(
                                        lasting,
                                        anchor(world.there),
                                        Optional.empty(),
                                        LATER.minus(Duration.ofDays(1)))
                                .author()
                                .endpoint())
                .isEqualTo(world.sender.endpoint());
        byte[] without =
                CmsSigner.withValidationData(stamped(), List.of(), world.there.trustStore().crls());
        refused(
                () ->
                        LongTermSignature.verify(
                                without, anchor(world.there), Optional.empty(), LATER),
                CertificateProblem.Reason.UNTRUSTED);
    }

    @Test
    void the_seal_of_the_agency_lasts_as_long() throws Exception {
        byte[] countersigned =
                CmsSigner.countersigned(
                        stamped(),
                        gateway.vault().signer(KeyLabel.SEAL),
                        gateway.certificate(KeyLabel.SEAL),
                        AT,
                        document.card().label(),
                        Commitment.PROOF_OF_ORIGIN);
        byte[] lasting = LongTermSignature.extended(countersigned, world.here.trustStore(), AT);
        assertThat(verified(lasting).countersignatures())
                .singleElement()
                .satisfies(
                        each -> assertThat(each.signer().endpoint()).isEqualTo(gateway.endpoint()));
        world.here.revoke(gateway.certificate(KeyLabel.SEAL));
        refused(
                () -> LongTermSignature.extended(countersigned, world.here.trustStore(), AT),
                Reason.COUNTERSIGNATURE);
    }

    @Test
    void in_an_envelope_there_is_no_such_data() throws Exception {
        byte[] envelope = world.envelope(lasting());
        assertThat(world.open(world.outerSignature(document, envelope), envelope))
                .isInstanceOfSatisfying(
                        Refused.class,
                        r -> assertThat(r.reason()).isEqualTo(SealProblem.Reason.MALFORMED));
    }

    private static int openssl(Path dir, String file, Instant at, List<String> more)
            throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "openssl",
                                "cms",
                                "-verify",
                                "-binary",
                                "-inform",
                                "DER",
                                "-in",
                                file,
                                "-CAfile",
                                "ca.pem",
                                "-attime",
                                Long.toString(at.getEpochSecond()),
                                "-out",
                                "document.eml"));
        command.addAll(more);
        Process process =
                new ProcessBuilder(command)
                        .directory(dir.toFile())
                        .redirectErrorStream(true)
                        .start();
        byte[] unused = process.getInputStream().readAllBytes();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** With -crl_check_all OpenSSL needs a list of every issuer: it has those inside only. */
    @Test
    void openssl_verifies_by_the_certificates_and_lists_inside(@TempDir Path dir) throws Exception {
        Files.writeString(dir.resolve("ca.pem"), Certificates.pem(world.there.ca()), UTF_8);
        byte[] stamped = stamped();
        TrustStore trust = world.there.trustStore();
        Files.write(dir.resolve("lt"), LongTermSignature.extended(stamped, trust, AT));
        Files.write(
                dir.resolve("no-lists"),
                CmsSigner.withValidationData(stamped, trust.intermediates(), List.of()));
        Files.write(dir.resolve("bare"), stamped);
        List<String> check = List.of("-crl_check_all");
        assertThat(openssl(dir, "lt", AT, check)).isZero();
        assertThat(Files.readAllBytes(dir.resolve("document.eml"))).isEqualTo(document.toMime());
        assertThat(openssl(dir, "no-lists", AT, check)).isNotZero();
        assertThat(openssl(dir, "no-lists", AT, List.of())).isZero();
        assertThat(openssl(dir, "bare", AT, List.of())).isNotZero();
        assertThat(openssl(dir, "lt", LATER, List.of())).isNotZero();
        world.here.revoke(world.sender.signature());
        TrustStore knowing = world.there.trustStore();
        Files.write(
                dir.resolve("revoked"),
                CmsSigner.withValidationData(stamped, knowing.intermediates(), knowing.crls()));
        assertThat(openssl(dir, "revoked", AT, check)).isNotZero();
    }

    @FuzzTest
    void no_bytes_break_the_reader(byte[] bytes) {
        assertThatThrownBy(() -> verified(bytes)).isInstanceOf(LongTermProblem.class);
    }

    @Test
    void what_was_changed_is_refused_or_is_the_same() throws Exception {
        byte[] lasting = lasting();
        Random random = new Random(22);
        for (int i = 0; i < 2000; i++) {
            byte[] changed = Mutations.mutate(lasting, random);
            try {
                CmsSignature read = CmsSignature.verified(changed, Allow.values());
                assertThat(read.content()).contains(document.toMime());
            } catch (CmsException e) {
                assertThat(e.kind())
                        .isIn(
                                CmsException.Kind.MALFORMED,
                                CmsException.Kind.BAD_SIGNATURE,
                                CmsException.Kind.TOO_BIG);
            }
        }
    }
}
