package vn.antin.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.KeyVault;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.gateway.ops.SelfTestFile;
import vn.antin.hsm.selftest.SelfTestReport;

/** A gateway whose keys sign wrongly does not start, and stops when they begin to. */
class SelfTestsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    @TempDir private Path home = Path.of("");

    private final SoftwareVault keys =
            new SoftwareVault()
                    .ecP384(KeyLabel.CA)
                    .ecP256(KeyLabel.SEAL)
                    .ecP256(KeyLabel.TLS)
                    .ed25519(KeyLabel.LOG);

    /** What the log key does. */
    private enum Log {
        RIGHT,
        WRONG,
        GONE
    }

    private Log log = Log.RIGHT;

    /** The keys, with a log key that can break. */
    private final class Vault implements KeyVault {
        @Override
        public Signer signer(String label) {
            Signer real = keys.signer(label);
            return label.equals(KeyLabel.LOG) ? new LogSigner(real) : real;
        }

        @Override
        public Optional<DecryptionKey> decryptionKey(byte[] subjectKeyIdentifier) {
            return Optional.empty();
        }

        @Override
        public Optional<X509Certificate> certificate(String label) {
            return keys.certificate(label);
        }

        @Override
        public void close() {
            keys.close();
        }
    }

    private final class LogSigner implements Signer {
        private final Signer real;

        LogSigner(Signer real) {
            this.real = real;
        }

        @Override
        public SignatureAlgorithm algorithm() {
            return real.algorithm();
        }

        @Override
        public PublicKey publicKey() {
            return real.publicKey();
        }

        @Override
        public byte[] sign(byte[] message) {
            byte[] signature = real.sign(message);
            switch (log) {
                case RIGHT -> {}
                case WRONG -> signature[0] ^= 1;
                case GONE ->
                        throw new KeyException(KeyException.Reason.TOKEN_MISSING, "gone", null);
            }
            return signature;
        }
    }

    private SelfTests tests() {
        GatewayConfig config =
                new GatewayConfig(
                        home,
                        OrganizationId.parse("H26.01"),
                        "Sở Nội vụ",
                        "P1",
                        new GatewayConfig.Listen("127.0.0.1", 0),
                        Optional.empty(),
                        URI.create("https://127.0.0.1:1"),
                        new GatewayConfig.Token(home, "none", Optional.empty(), home),
                        home.resolve("data"),
                        "vn-2025",
                        true,
                        GatewayConfig.Limits.DEFAULT);
        return new SelfTests(config, new Vault(), () -> NOW, new SecureRandom(), report -> {});
    }

    private Path file() {
        return home.resolve("data").resolve(SelfTestFile.NAME);
    }

    private List<JsonObject> records() throws IOException {
        return Files.readAllLines(file()).stream()
                .map(line -> JsonObject.parseCanonical(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    @Test
    void right_keys_start_and_the_record_is_signed_with_the_seal() throws IOException {
        try (SelfTests tests = tests()) {
            tests.atStart();
            tests.atStart();
        }
        assertThat(records()).hasSize(2);
        for (JsonObject each : records()) {
            assertThat(SelfTestReport.verifies(each, keys.publicKey(KeyLabel.SEAL))).isTrue();
            assertThat(each.object("record").bool("passed")).isTrue();
            assertThat(each.object("record").string("of")).isEqualTo("H26.01/gw");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void a_key_that_signs_wrongly_or_not_at_all_stops_the_start_and_is_recorded()
            throws IOException {
        for (Log each : List.of(Log.WRONG, Log.GONE)) {
            log = each;
            try (SelfTests tests = tests()) {
                StartupProblem problem = catchThrowableOfType(StartupProblem.class, tests::atStart);
                assertThat(problem.code()).isEqualTo(StartupProblem.Code.SELF_TEST);
                assertThat(problem.vietnamese()).contains("sign log");
                assertThat(problem.english()).contains("sign log");
            }
        }
        assertThat(records())
                .hasSize(2)
                .noneMatch(record -> record.object("record").bool("passed"))
                .allMatch(record -> SelfTestReport.verifies(record, keys.publicKey(KeyLabel.SEAL)));
    }

    @Test
    void while_it_runs_a_wrong_result_stops_it_and_a_token_that_is_away_does_not()
            throws IOException {
        AtomicInteger stopped = new AtomicInteger();
        try (SelfTests tests = tests()) {
            tests.again(stopped::incrementAndGet);
            log = Log.GONE;
            tests.again(stopped::incrementAndGet);
            assertThat(stopped).hasValue(0);
            log = Log.WRONG;
            tests.again(stopped::incrementAndGet);
            assertThat(stopped).hasValue(1);
        }
        assertThat(records()).hasSize(3);
    }

    private List<String> problems() throws IOException {
        return new SelfTestFile(home.resolve("data"))
                .problems("H26.01/gw", keys.publicKey(KeyLabel.SEAL));
    }

    private void startTimes(int times) {
        try (SelfTests tests = tests()) {
            for (int i = 0; i < times; i++) {
                tests.atStart();
            }
        }
    }

    @Test
    void each_line_names_the_one_before_it_and_the_seal_holds_all() throws IOException {
        assertThat(problems()).isEmpty();
        startTimes(2);
        startTimes(1);
        assertThat(records()).hasSize(3);
        assertThat(problems()).isEmpty();
        assertThat(
                        new SelfTestFile(home.resolve("data"))
                                .problems("H26.01/gw", keys.publicKey(KeyLabel.TLS)))
                .hasSize(3);
    }

    @Test
    void a_line_that_was_cut_out_changed_or_put_in_is_found() throws IOException {
        startTimes(4);
        List<String> good = Files.readAllLines(file());
        List<String> cut = new java.util.ArrayList<>(good);
        cut.remove(1);
        Files.write(file(), cut);
        assertThat(problems()).singleElement().asString().contains("line 2", "does not follow");
        Files.write(file(), good.subList(1, 4));
        assertThat(problems()).singleElement().asString().contains("line 1", "does not follow");
        List<String> changed = new java.util.ArrayList<>(good);
        changed.set(1, good.get(1).replace("\"passed\":true", "\"passed\":false"));
        Files.write(file(), changed);
        assertThat(problems()).hasSize(2).first().asString().contains("line 2", "seal");
        changed.set(1, "rác");
        Files.write(file(), changed);
        assertThat(problems()).hasSize(2).first().asString().contains("cannot be read");
        Files.write(file(), good);
        Files.writeString(
                file(),
                "{\"record\":{\"of\":\"H26.01/gw\",\"passed\":true},\"unsigned\":\"BUSY\"}\n",
                java.nio.file.StandardOpenOption.APPEND);
        assertThat(problems()).hasSize(2).allMatch(each -> each.contains("line 5"));
    }

    @Test
    void a_line_that_was_cut_off_is_told_and_the_next_stands_on_its_own() throws IOException {
        startTimes(2);
        String all = Files.readString(file());
        Files.writeString(file(), all.substring(0, all.length() - 9));
        startTimes(1);
        assertThat(problems()).singleElement().asString().contains("line 2", "cannot be read");
    }
}
