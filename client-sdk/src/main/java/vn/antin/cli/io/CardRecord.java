package vn.antin.cli.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.sdk.spool.DurableFiles;
import vn.antin.sdk.wire.Enrolment;

/**
 * A record to be printed and signed by hand: who got which card with which certificates, or gave it
 * up. Text in UTF-8, Vietnamese first; holds no secret. Not thread-safe.
 */
public final class CardRecord {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(Times.VIETNAM);

    /** What is recorded. */
    public enum Kind {
        /** A new card was set up. */
        INIT,
        /** A person was enrolled. */
        ENROL,
        /** A card that others made was adopted. */
        ADOPT,
        /** A card got new keys. */
        RENEW,
        /** A lost or broken card was replaced. */
        REPLACE,
        /** An endpoint ended. */
        RETIRE;

        private String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Kind kind;
    private final Instant at;
    private final List<String> lines = new ArrayList<>();

    private CardRecord(Kind kind, Instant at, boolean exercise) {
        this.kind = kind;
        this.at = at;
        for (Language language : Language.values()) {
            if (exercise) {
                lines.add(Messages.text(language, "exercise.banner"));
            }
        }
        for (Language language : Language.values()) {
            lines.add(Messages.text(language, "record.title." + kind.code()));
        }
        lines.add("");
        fact("record.at", Times.moment(at, Language.VI));
    }

    /**
     * An empty record.
     *
     * @param exercise whether the gateway is an exercise, which then stands above everything
     */
    public static CardRecord of(Kind kind, Instant at, boolean exercise) {
        return new CardRecord(kind, at, exercise);
    }

    /** A line, its name in both languages. */
    public CardRecord fact(String key, String value) {
        lines.add(
                Messages.text(Language.VI, key)
                        + " / "
                        + Messages.text(Language.EN, key)
                        + ": "
                        + value);
        return this;
    }

    /** Whose card it is. */
    public CardRecord person(EndpointId endpoint, String name, String organization) {
        return fact("record.organization", organization)
                .fact("record.person", name)
                .fact("record.endpoint", endpoint.toString());
    }

    /** Which card. */
    public CardRecord card(String label, Optional<String> serial) {
        return fact("record.card", label + serial.map(s -> " (" + s + ")").orElse(""));
    }

    /** Who did it. */
    public CardRecord custodian(EndpointId custodian) {
        return fact("record.custodian", custodian.toString());
    }

    /** The new certificates. */
    public CardRecord certificates(Enrolment.Result result) {
        CardRecord record =
                certificate("record.signature", result.signatureCertificate())
                        .certificate("record.authentication", result.authenticationCertificate());
        return result.encryptionCertificate()
                .map(c -> record.certificate("record.encryption", c))
                .orElse(record);
    }

    /** One certificate: number, days, SHA-256 fingerprint. */
    public CardRecord certificate(String key, X509Certificate certificate) {
        fact(
                key,
                String.format(
                        Locale.ROOT,
                        "%s, %s - %s",
                        certificate.getSerialNumber().toString(16),
                        Times.day(certificate.getNotBefore().toInstant(), Language.VI),
                        Times.day(certificate.getNotAfter().toInstant(), Language.VI)));
        lines.add("    SHA-256 " + Certificates.fingerprint(certificate).hex());
        return this;
    }

    /** The certificate that counted until now. */
    public CardRecord superseded(Optional<X509Certificate> before) {
        before.ifPresent(
                certificate -> fact("record.before", certificate.getSerialNumber().toString(16)));
        return this;
    }

    /** What follows, and room for signatures. */
    private String text() {
        List<String> all = new ArrayList<>(lines);
        all.add("");
        for (Language language : Language.values()) {
            all.add(Messages.text(language, "record.note." + kind.code()));
        }
        all.add("");
        for (String key : List.of("record.sign-custodian", "record.sign-holder")) {
            all.add(Messages.text(Language.VI, key) + " / " + Messages.text(Language.EN, key));
            all.add("");
            all.add("................................................");
            all.add("");
        }
        return String.join("\n", all) + "\n";
    }

    /** Writes it to a new file in {@code HOME/records}. */
    public Path write(Path home, String name) throws IOException {
        Path folder = DurableFiles.privateFolder(home.resolve("records"));
        String stem = STAMP.format(at) + "-" + kind.code() + "-" + name;
        Path file = folder.resolve(stem + ".txt");
        for (int i = 2; Files.exists(file); i++) {
            file = folder.resolve(stem + "-" + i + ".txt");
        }
        DurableFiles.write(file, text().getBytes(StandardCharsets.UTF_8));
        return file;
    }
}
