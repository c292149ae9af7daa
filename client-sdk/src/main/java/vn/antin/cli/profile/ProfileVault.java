package vn.antin.cli.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Errors;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.KeyVault;
import vn.antin.crypto.key.Signer;
import vn.antin.sdk.spool.DurableFiles;
import vn.antin.sdk.wire.Enrolment;

/**
 * An adopted card, on which nothing is written: its keys are there, our certificates for them lie
 * in the folder of the profile.
 *
 * @param card closed with this
 * @param folder of the profile
 * @param decrypts whether the card may be asked to
 */
public record ProfileVault(KeyVault card, Path folder, boolean decrypts) implements KeyVault {
    /** Writes the certificates of an enrolment, in place of those before. */
    public static void write(Path folder, Enrolment.Result result) throws IOException {
        Path unused = DurableFiles.privateFolder(folder);
        for (Map.Entry<String, X509Certificate> each :
                Map.of(
                                KeyLabel.SIGNATURE, result.signatureCertificate(),
                                KeyLabel.AUTHENTICATION, result.authenticationCertificate())
                        .entrySet()) {
            write(file(folder, each.getKey()), each.getValue());
        }
        Path encryption = file(folder, KeyLabel.ENCRYPTION);
        if (result.encryptionCertificate().isPresent()) {
            write(encryption, result.encryptionCertificate().get());
        } else {
            boolean unusedGone = Files.deleteIfExists(encryption);
        }
    }

    private static void write(Path file, X509Certificate certificate) throws IOException {
        DurableFiles.write(file, Certificates.pem(certificate).getBytes(StandardCharsets.US_ASCII));
    }

    private static Path file(Path folder, String label) {
        return folder.resolve(label + ".pem");
    }

    @Override
    public Signer signer(String label) {
        return card.signer(label);
    }

    @Override
    public Optional<DecryptionKey> decryptionKey(byte[] subjectKeyIdentifier) {
        return decrypts ? card.decryptionKey(subjectKeyIdentifier) : Optional.empty();
    }

    @Override
    public Optional<X509Certificate> certificate(String label) {
        Path file = file(folder, label);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Certificates.parsePem(Files.readString(file)).getFirst());
        } catch (CertificateProblem e) {
            throw new CliProblem(e, Code.PROFILE_DAMAGED, file, Errors.detail(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        card.close();
    }
}
