package vn.antin.hsm.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import vn.antin.crypto.cert.Certificates;

/**
 * Makes a SoftHSM token look like a government USB token in use: keys made elsewhere, labels of the
 * vendor's choice, certificates of an authority outside the project. By the commands of SoftHSM and
 * OpenSC.
 *
 * @param module SoftHSM
 * @param label of the token
 * @param pin of its holder
 * @param environment with SOFTHSM2_CONF
 * @param folder for files on the way
 */
public record VendorToken(
        Path module, String label, String pin, Map<String, String> environment, Path folder) {
    /** A token of {@link SoftHsm}. */
    public static VendorToken of(SoftHsm hsm, Path folder) {
        String[] pin = new String[1];
        try (var lent = hsm.pin()) {
            lent.use(chars -> pin[0] = new String(chars));
        }
        return new VendorToken(
                hsm.config().module(), hsm.config().tokenLabel(), pin[0], Map.of(), folder);
    }

    /** Puts a key in under a label (which may be empty) and an identifier in hexadecimal. */
    public void key(KeyPair pair, String keyLabel, String id) throws IOException {
        Path file = folder.resolve("key-" + id + ".p8");
        Files.writeString(
                file, pem("PRIVATE KEY", pair.getPrivate().getEncoded()), StandardCharsets.UTF_8);
        String unused =
                run(
                        "softhsm2-util",
                        "--import",
                        file.toString(),
                        "--token",
                        label,
                        "--pin",
                        pin,
                        "--label",
                        keyLabel,
                        "--id",
                        id);
        Files.delete(file);
    }

    /** Puts a certificate in. */
    public void certificate(X509Certificate certificate, String certificateLabel, String id)
            throws IOException {
        Path file = Files.write(folder.resolve("c-" + id), Certificates.der(certificate));
        String unused =
                run(
                        "pkcs11-tool",
                        "--module",
                        module.toString(),
                        "--token-label",
                        label,
                        "--login",
                        "--pin",
                        pin,
                        "--write-object",
                        file.toString(),
                        "--type",
                        "cert",
                        "--label",
                        certificateLabel,
                        "--id",
                        id);
    }

    /** Everything that OpenSC sees on it. */
    public String objects() throws IOException {
        return run(
                "pkcs11-tool",
                "--module",
                module.toString(),
                "--token-label",
                label,
                "--login",
                "--pin",
                pin,
                "--list-objects");
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN "
                + kind
                + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END "
                + kind
                + "-----\n";
    }

    private String run(String... words) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(new ArrayList<>(List.of(words))).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(words[0] + ": " + output);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return output;
    }
}
