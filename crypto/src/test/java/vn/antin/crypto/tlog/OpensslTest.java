package vn.antin.crypto.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSL and a shell agree with checkpoints and roots, from the files alone. */
class OpensslTest {
    /** Needs: note, key.pem; the signature is what follows the 4 bytes of key id. */
    private static final String VERIFY =
            """
            set -e
            sed -n '/^$/q;p' note > text
            sed -n 's/^— [^ ]* //p' note | openssl base64 -d -A | tail -c +5 > signature
            openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in text -sigfile signature
            """;

    /** Needs: e0 to e4; computes the root of five entries as RFC 6962 2.1.3 draws it. */
    private static final String ROOT =
            """
            set -e
            sha() { openssl dgst -sha256 -binary; }
            leaf() { (printf '\\000'; cat "$1") | sha; }
            node() { (printf '\\001'; cat "$1" "$2") | sha; }
            for i in 0 1 2 3 4; do leaf e$i > l$i; done
            node l0 l1 > a
            node l2 l3 > b
            node a b > c
            node c l4 > root
            openssl base64 -A < root
            """;

    @TempDir Path dir;

    private String run(String script, int expected) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("sh", "-c", script)
                        .directory(dir.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(expected);
        return output;
    }

    private static TestLog log() {
        TestLog log = new TestLog("log.antin/H26.01", 1);
        for (int i = 0; i < 5; i++) {
            log.append(("entry " + i).getBytes(UTF_8));
        }
        return log;
    }

    @Test
    void openssl_accepts_the_signature_of_a_checkpoint_and_refuses_a_changed_one()
            throws IOException, InterruptedException {
        TestLog log = log();
        String pem =
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getEncoder().encodeToString(log.key().key().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n";
        Files.writeString(dir.resolve("key.pem"), pem);
        Files.write(dir.resolve("note"), log.checkpoint());
        assertThat(run(VERIFY, 0)).contains("Verified Successfully");
        String changed = new String(log.checkpoint(), UTF_8).replace("\n5\n", "\n6\n");
        Files.writeString(dir.resolve("note"), changed);
        assertThat(run(VERIFY, 1)).contains("Failure");
    }

    @Test
    void a_shell_script_with_openssl_computes_the_same_root()
            throws IOException, InterruptedException {
        TestLog log = log();
        for (int i = 0; i < 5; i++) {
            Files.write(dir.resolve("e" + i), log.entry(i));
        }
        assertThat(run(ROOT, 0)).isEqualTo(StrictText.base64(log.root()));
    }
}
