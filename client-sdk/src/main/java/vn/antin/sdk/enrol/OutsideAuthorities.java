package vn.antin.sdk.enrol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.sdk.spool.DurableFiles;

/**
 * The authorities outside the project whose certificates say who the holder of an adopted card is:
 * a PEM file in a home folder, put together by hand. There is none when nothing was put in.
 */
public final class OutsideAuthorities {
    /** Name of the file. */
    public static final String FILE = "outside-authorities.pem";

    private final Path file;

    /** Of this home. */
    public OutsideAuthorities(Path home) {
        this.file = home.resolve(FILE);
    }

    /** Where they are. */
    public Path file() {
        return file;
    }

    /**
     * All of them.
     *
     * @throws IOException also when the file is damaged
     */
    public List<X509Certificate> list() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Certificates.parsePem(Files.readString(file));
        } catch (CertificateProblem e) {
            throw new IOException("the file " + file + " is damaged", e);
        }
    }

    /** Adds one, whose fingerprint was compared; one that is there already changes nothing. */
    public void add(X509Certificate authority) throws IOException {
        List<X509Certificate> all = new ArrayList<>(list());
        if (!all.contains(authority)) {
            all.add(authority);
            write(all);
        }
    }

    /**
     * Takes one away; cards that were adopted stay what they are.
     *
     * @return whether it was there
     */
    public boolean remove(Digest fingerprint) throws IOException {
        List<X509Certificate> all = new ArrayList<>(list());
        boolean gone = all.removeIf(c -> Certificates.fingerprint(c).equals(fingerprint));
        if (gone && all.isEmpty()) {
            Files.delete(file);
        } else if (gone) {
            write(all);
        }
        return gone;
    }

    private void write(List<X509Certificate> all) throws IOException {
        StringBuilder pem = new StringBuilder();
        all.forEach(each -> pem.append(Certificates.pem(each)));
        DurableFiles.write(file, pem.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
