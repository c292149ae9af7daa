package vn.antin.testbed.card;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import vn.antin.testbed.card.piv.KeyAlgorithm;
import vn.antin.testbed.card.piv.KeySlot;
import vn.antin.testbed.card.piv.PivCard;

/**
 * A certification authority made of openssl commands, since a card shows a key by a certificate.
 */
final class OpenSslCa {
    private final Path folder;

    OpenSslCa(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        Files.writeString(folder.resolve("SIGN"), "keyUsage=digitalSignature,nonRepudiation\n");
        Files.writeString(folder.resolve("DECRYPT"), "keyUsage=keyAgreement,keyEncipherment\n");
        openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=CA"
                        + " -keyout ca.key -out ca.pem -days 30");
    }

    /** Runs an openssl command in the folder; it must succeed. */
    String openssl(String words) throws IOException, InterruptedException {
        String line = "openssl " + words;
        Process process =
                new ProcessBuilder(List.of(line.split(" ")))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(line + "\n" + output);
        }
        return output;
    }

    /** Makes a key in a slot and its certificate; the public key is in {@code SLOT.pub}. */
    PublicKey issue(PivCard card, KeySlot slot, KeyAlgorithm algorithm)
            throws IOException, InterruptedException {
        PublicKey key = card.generate(slot, algorithm);
        card.certificate(slot, certify(key, slot));
        return key;
    }

    /** A certificate for a key that is to lie in a slot. */
    byte[] certify(PublicKey key, KeySlot slot) throws IOException, InterruptedException {
        String name = String.format("%02X", slot.id());
        Files.writeString(
                folder.resolve(name + ".pub"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(key.getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        openssl(
                "x509 -new -force_pubkey %1$s.pub -subj /CN=%1$s -CA ca.pem -CAkey ca.key -days 30"
                                .formatted(name)
                        + " -extfile %s -outform DER -out %s.der".formatted(slot.use(), name));
        return Files.readAllBytes(folder.resolve(name + ".der"));
    }

    Path file(String name) {
        return folder.resolve(name);
    }
}
