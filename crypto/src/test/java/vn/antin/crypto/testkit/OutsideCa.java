package vn.antin.crypto.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;

/**
 * A certification authority outside the project, as government cards are certified by: a root and
 * an authority below it, made of openssl commands. Its certificates hold from the moment they are
 * made, by the machine's clock.
 */
public final class OutsideCa {
    /** Key usage of the one key on a government card. */
    public static final String GOVERNMENT =
            "digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment";

    private final Path folder;
    private int count;

    /** A new one, its files in this folder. */
    public OutsideCa(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        openssl(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-sha256",
                "-nodes",
                "-utf8",
                "-subj",
                "/C=VN/O=Ban thử nghiệm/CN=RootCA thử nghiệm G2",
                "-keyout",
                "root.key",
                "-out",
                "root.pem",
                "-days",
                "3650");
        openssl(
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-utf8",
                "-subj",
                "/C=VN/O=Ban thử nghiệm/CN=CA phục vụ thử nghiệm G2",
                "-keyout",
                "ca.key",
                "-out",
                "ca.csr");
        Files.writeString(
                folder.resolve("ca.ext"),
                "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n");
        openssl(
                "x509",
                "-req",
                "-in",
                "ca.csr",
                "-CA",
                "root.pem",
                "-CAkey",
                "root.key",
                "-days",
                "3650",
                "-sha256",
                "-extfile",
                "ca.ext",
                "-out",
                "ca.pem");
    }

    /** Runs openssl in the folder; it must succeed. */
    public String openssl(String... words) throws IOException {
        List<String> line = new java.util.ArrayList<>(List.of("openssl"));
        line.addAll(List.of(words));
        Process process =
                new ProcessBuilder(line)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(line + "\n" + output);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return output;
    }

    /** A file of it. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Certificate of the root. */
    public X509Certificate root() throws IOException {
        return read("root.pem");
    }

    /** Certificate of the authority that issues to people. */
    public X509Certificate authority() throws IOException {
        return read("ca.pem");
    }

    /** A certificate as government cards have them. */
    public X509Certificate issue(PublicKey key, String commonName) throws IOException {
        return issue(key, commonName, GOVERNMENT, 365);
    }

    /**
     * A certificate with another key usage or another end.
     *
     * @param days from now; negative for one that is over
     */
    public X509Certificate issue(PublicKey key, String commonName, String usage, int days)
            throws IOException {
        String name = "person" + ++count;
        Files.writeString(
                folder.resolve(name + ".pub"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(key.getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        Files.writeString(
                folder.resolve(name + ".ext"),
                "basicConstraints=CA:FALSE\nkeyUsage=critical," + usage + "\n");
        openssl(
                "req",
                "-new",
                "-utf8",
                "-key",
                "ca.key",
                "-subj",
                "/C=VN/O=Cơ quan thử nghiệm/CN=" + commonName,
                "-out",
                name + ".csr");
        openssl(
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-force_pubkey",
                name + ".pub",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-sha256",
                "-days",
                Integer.toString(days),
                "-extfile",
                name + ".ext",
                "-out",
                name + ".pem");
        return read(name + ".pem");
    }

    private X509Certificate read(String file) throws IOException {
        try {
            return Certificates.parsePem(Files.readString(folder.resolve(file))).getFirst();
        } catch (CertificateProblem e) {
            throw new IOException(e);
        }
    }
}
