package vn.antin.testbed.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** OpenSSL's {@code cms} as a peer: signs and encrypts the same file with the same algorithms. */
public final class OpenSsl {
    private final Path folder;

    /** Makes a key and a certificate of its own in {@code folder}. */
    public OpenSsl(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        run(
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
                        + " -keyout peer.key -out peer.pem -days 2 -subj /CN=peer"
                        + " -addext keyUsage=digitalSignature,keyAgreement");
    }

    /** Sign, then encrypt, streaming. */
    public void seal(Path plain, Path sealed) throws IOException, InterruptedException {
        run(
                "set -o pipefail; openssl cms -sign -binary -nodetach -stream -outform DER"
                        + " -signer peer.pem -inkey peer.key -in '"
                        + plain
                        + "' | openssl cms -encrypt -binary -stream -outform DER -aes-256-gcm"
                        + " -recip peer.pem -keyopt ecdh_kdf_md:sha256 -out '"
                        + sealed
                        + "'");
    }

    /** Decrypt, then verify; OpenSSL does neither in constant memory. */
    public void open(Path sealed, Path plain) throws IOException, InterruptedException {
        Path signed = folder.resolve("signed.p7m");
        run(
                "openssl cms -decrypt -binary -inform DER -recip peer.pem -inkey peer.key -in '"
                        + sealed
                        + "' -out '"
                        + signed
                        + "' && openssl cms -verify -binary -inform DER -CAfile peer.pem"
                        + " -purpose any -in '"
                        + signed
                        + "' -out '"
                        + plain
                        + "'");
        Files.delete(signed);
    }

    /** Signs, encrypts, signs; verifies, decrypts, verifies; makes and checks a receipt. */
    public void walk(int documents) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("small"), "Nội dung. ".repeat(1000));
        run(
                "set -e; for i in $(seq "
                        + documents
                        + "); do "
                        + "openssl cms -sign -binary -nodetach -outform DER -signer peer.pem"
                        + " -inkey peer.key -receipt_request_to a@peer -receipt_request_all"
                        + " -in small -out w1;"
                        + " openssl cms -encrypt -binary -outform DER -aes-256-gcm -recip peer.pem"
                        + " -keyopt ecdh_kdf_md:sha256 -in w1 -out w2;"
                        + " openssl cms -sign -binary -outform DER -signer peer.pem -inkey peer.key"
                        + " -in w2 -out w3;"
                        + " openssl cms -verify -binary -inform DER -CAfile peer.pem -purpose any"
                        + " -in w3 -content w2 -out w4;"
                        + " openssl cms -decrypt -binary -inform DER -recip peer.pem"
                        + " -inkey peer.key -in w2 -out w5;"
                        + " openssl cms -verify -binary -inform DER -CAfile peer.pem -purpose any"
                        + " -in w5 -out w6;"
                        + " openssl cms -sign_receipt -binary -inform DER -outform DER"
                        + " -signer peer.pem -inkey peer.key -in w5 -out w7;"
                        + " openssl cms -verify_receipt w7 -rctform DER -binary -inform DER"
                        + " -CAfile peer.pem -purpose any -in w5; done");
    }

    private void run(String line) throws IOException, InterruptedException {
        Path log = folder.resolve("openssl.log");
        Process process =
                new ProcessBuilder(List.of("bash", "-c", line))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("openssl took more than ten minutes");
        }
        if (process.exitValue() != 0) {
            throw new IOException("openssl failed: " + Files.readString(log));
        }
    }
}
