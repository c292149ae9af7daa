package vn.antin.crypto.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.bc.cms.CmsEnvelope;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.bc.cms.CmsSigner;
import vn.antin.crypto.bc.tsp.TimeStamp;
import vn.antin.crypto.bc.tsp.TimeStampAuthority;
import vn.antin.crypto.bc.tsp.TimeStampProblem;
import vn.antin.crypto.bc.tsp.TimeStampQuery;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.document.Documents;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.testkit.TestAgency;
import vn.antin.crypto.testkit.TestAgency.Member;

/** The author's signature carries the time at which his agency's gateway saw it (CAdES-B-T). */
class TimeStampTest {
    private static final byte[] BYTES = "xin chào".getBytes(StandardCharsets.UTF_8);

    private final Sealing sealing = new Sealing();
    private final Member gateway = sealing.here.gateway();

    private static TimeStampAuthority authority(Member gateway) {
        return new TimeStampAuthority(
                gateway.vault().signer(KeyLabel.TIMESTAMP),
                gateway.certificate(KeyLabel.TIMESTAMP),
                Sealing.RANDOM);
    }

    private static byte[] token(Member gateway, byte[] stamped, Instant at) {
        try {
            TimeStampQuery query = new TimeStampQuery(stamped, Sealing.RANDOM);
            return query.token(authority(gateway).answer(query.toBytes(), at));
        } catch (TimeStampProblem e) {
            throw new AssertionError(e);
        }
    }

    private Sealed sealed(Member by, Instant at) {
        return Sealer.seal(
                sealing.request(Documents.full(), sealing.recipient)
                        .stampedBy(value -> token(by, value, at)));
    }

    private OpenResult open(Sealed sealed) throws Exception {
        return sealing.open(sealed.outerSignature(), sealed.envelope());
    }

    private void assertRefused(Sealed sealed, SealProblem.Reason reason) throws Exception {
        assertThat(open(sealed))
                .isInstanceOfSatisfying(
                        OpenResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void a_stamped_document_opens_and_tells_the_time_of_the_stamp() throws Exception {
        Instant at = Sealing.AT.plusMillis(1234);
        OpenResult.Opened opened = (OpenResult.Opened) open(sealed(gateway, at));
        assertThat(opened.stampedAt()).contains(at);
        assertThat(CmsSignature.verified(opened.innerSignedData()).timeStamp()).isPresent();
    }

    @Test
    void a_document_without_a_stamp_opens_and_says_so() throws Exception {
        assertThat(sealing.opened(Documents.full()).stampedAt()).isEmpty();
    }

    @Test
    void the_gateway_of_another_agency_cannot_stamp_for_this_one() throws Exception {
        assertRefused(
                sealed(sealing.there.gateway(), Sealing.AT), SealProblem.Reason.SENDER_MISMATCH);
    }

    @Test
    void a_stamp_from_before_or_long_after_the_signature_is_refused() throws Exception {
        for (long minutes : new long[] {-6, 6}) {
            assertRefused(
                    sealed(gateway, Sealing.AT.plus(Duration.ofMinutes(minutes))),
                    SealProblem.Reason.SIGNING_TIME);
        }
    }

    @Test
    void a_stamp_over_another_signature_is_not_sealed() {
        assertThatThrownBy(() ->
                        Sealer.seal(
                                sealing.request(Documents.full(), sealing.recipient)
                                        .stampedBy(value -> token(gateway, BYTES, Sealing.AT))))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void a_stamp_moved_to_another_signature_is_refused_by_the_recipient() throws Exception {
        Sealed stamped = sealed(gateway, Sealing.AT);
        byte[] inner = CmsEnvelope.open(stamped.envelope(), sealing.sender.vault()::decryptionKey);
        byte[] value = CmsSignature.verified(inner).signatureValue();
        byte[] other =
                CmsEnvelope.open(sealing.seal().envelope(), sealing.sender.vault()::decryptionKey);
        byte[] moved = CmsSigner.stamped(other, token(gateway, value, Sealing.AT));
        assertThatThrownBy(() -> CmsSignature.verified(moved).timeStamp())
                .hasMessageContaining("time-stamp");
    }

    @Test
    void an_answer_to_another_query_and_one_of_another_key_are_refused() throws Exception {
        TimeStampQuery query = new TimeStampQuery(BYTES, Sealing.RANDOM);
        TimeStampQuery again = new TimeStampQuery(BYTES, Sealing.RANDOM);
        byte[] answer = authority(gateway).answer(query.toBytes(), Sealing.AT);
        assertReason(() -> again.token(answer), TimeStampProblem.Reason.OTHER_IMPRINT);
        byte[] changed = answer.clone();
        changed[changed.length - 1] ^= 1;
        assertReason(() -> query.token(changed), TimeStampProblem.Reason.BAD_SIGNATURE);
        assertThatThrownBy(() -> query.token(BYTES)).isInstanceOf(TimeStampProblem.class);
    }

    @Test
    void a_key_that_is_not_for_stamping_does_not_stamp() throws Exception {
        TimeStampAuthority wrong =
                new TimeStampAuthority(
                        gateway.vault().signer(KeyLabel.SEAL),
                        gateway.certificate(KeyLabel.SEAL),
                        Sealing.RANDOM);
        TimeStampQuery query = new TimeStampQuery(BYTES, Sealing.RANDOM);
        assertThatThrownBy(() -> query.token(wrong.answer(query.toBytes(), Sealing.AT)))
                .isInstanceOf(Exception.class);
    }

    private interface Act {
        void run() throws Exception;
    }

    private static void assertReason(Act act, TimeStampProblem.Reason reason) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        TimeStampProblem.class,
                        problem -> assertThat(problem.reason()).isEqualTo(reason));
    }

    @Test
    void bad_queries_are_refused() {
        assertReason(
                () -> authority(gateway).answer(new byte[5000], Sealing.AT),
                TimeStampProblem.Reason.MALFORMED);
        assertReason(
                () -> authority(gateway).answer(BYTES, Sealing.AT),
                TimeStampProblem.Reason.MALFORMED);
    }

    @FuzzTest
    void no_query_breaks_the_authority(byte[] bytes) {
        try {
            assertThat(authority(gateway).answer(bytes, Sealing.AT)).isNotEmpty();
        } catch (TimeStampProblem e) {
            assertThat(e.reason())
                    .isIn(TimeStampProblem.Reason.MALFORMED, TimeStampProblem.Reason.ALGORITHM);
        }
    }

    @FuzzTest
    void no_token_breaks_the_reader(byte[] bytes) {
        assertThatThrownBy(() -> TimeStamp.verified(bytes, BYTES))
                .isInstanceOf(TimeStampProblem.class);
    }

    // The judge that we did not write: openssl ts.

    @TempDir private Path folder = Path.of("");

    private String openssl(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "ts"));
        command.addAll(List.of(words));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private void pem(String file, X509Certificate certificate) throws Exception {
        Path unused = Files.writeString(folder.resolve(file), Certificates.pem(certificate));
    }

    @Test
    void openssl_accepts_our_answer_to_its_own_query() throws Exception {
        Path unused = Files.write(folder.resolve("data"), BYTES);
        String made = openssl("-query", "-data", "data", "-sha512", "-cert", "-out", "query");
        assertThat(made).isNotNull();
        Path answer =
                Files.write(
                        folder.resolve("answer"),
                        authority(gateway)
                                .answer(
                                        Files.readAllBytes(folder.resolve("query")),
                                        Instant.parse("2026-11-22T08:00:00Z")));
        pem("ca.pem", sealing.here.ca());
        assertThat(
                        openssl(
                                "-verify",
                                "-queryfile",
                                "query",
                                "-in",
                                answer.getFileName().toString(),
                                "-attime",
                                Long.toString(TestAgency.NOW.getEpochSecond()),
                                "-CAfile",
                                "ca.pem"))
                .contains("Verification: OK");
    }

    @Test
    void openssl_accepts_the_stamp_in_a_document_and_reads_the_document_as_before()
            throws Exception {
        OpenResult.Opened opened = (OpenResult.Opened) open(sealed(gateway, Sealing.AT));
        CmsSignature signature = CmsSignature.verified(opened.innerSignedData());
        Path unused = Files.write(folder.resolve("value"), signature.signatureValue());
        pem("ca.pem", sealing.here.ca());
        byte[] token = token(gateway, signature.signatureValue(), Sealing.AT);
        unused = Files.write(folder.resolve("token"), token);
        assertThat(
                        openssl(
                                "-verify",
                                "-data",
                                "value",
                                "-token_in",
                                "-in",
                                "token",
                                "-attime",
                                Long.toString(TestAgency.NOW.getEpochSecond()),
                                "-CAfile",
                                "ca.pem"))
                .contains("Verification: OK");
        unused = Files.write(folder.resolve("inner.p7m"), opened.innerSignedData());
        Process cms =
                new ProcessBuilder(
                                "openssl",
                                "cms",
                                "-verify",
                                "-inform",
                                "DER",
                                "-in",
                                "inner.p7m",
                                "-CAfile",
                                "ca.pem",
                                "-attime",
                                Long.toString(TestAgency.NOW.getEpochSecond()),
                                "-out",
                                "out")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(cms.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(cms.waitFor()).as(said).isZero();
        Optional<Instant> at = opened.stampedAt();
        assertThat(at).contains(Sealing.AT);
    }
}
