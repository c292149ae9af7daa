package vn.antin.cli.card.adopt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import vn.antin.cli.card.Cards;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Terminal;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.OutsideCertificate;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenInfo;
import vn.antin.hsm.adopt.AdoptableCard;
import vn.antin.hsm.adopt.ForeignKey;

/** Options that say which card, which key on it and which certificate. */
public final class ForeignChoice {
    private static final int MAX_FILE = 1 << 18;
    private static final int MOST_AUTHORITIES = 15;

    @Option(names = "--module", paramLabel = "FILE", descriptionKey = "enrol.module")
    private @Nullable Path module;

    @Option(names = "--card", paramLabel = "LABEL", descriptionKey = "adopt.card")
    private @Nullable String card;

    @Option(names = "--serial", paramLabel = "NUMBER", descriptionKey = "hsm.serial")
    private @Nullable String serial;

    @Option(names = "--key", paramLabel = "KEY", descriptionKey = "adopt.key")
    private @Nullable String key;

    @Option(names = "--certificate", paramLabel = "FILE", descriptionKey = "adopt.certificate")
    private @Nullable Path certificate;

    @Option(names = "--chain", paramLabel = "FILE", descriptionKey = "adopt.chain")
    private @Nullable Path chain;

    /** A key and whom the certificate for it names. */
    record Found(ForeignKey key, OutsideCertificate outside) {}

    /** The card, which must be one only. */
    TokenConfig address(Path custodians) {
        Path library = module == null ? custodians : module.toAbsolutePath().normalize();
        List<TokenInfo> all =
                Cards.tokens(library, card == null ? "" : card).stream()
                        .filter(TokenInfo::initialized)
                        .filter(token -> card == null || token.label().equals(card))
                        .filter(token -> serial == null || token.serial().equals(serial))
                        .toList();
        if (all.isEmpty()) {
            throw Errors.key(
                    new KeyException(KeyException.Reason.TOKEN_MISSING, "no such card", null),
                    card == null ? "" : card,
                    Cards.others(library));
        }
        if (all.size() > 1) {
            throw new CliProblem(
                    Code.WHICH_CARD,
                    all.stream()
                            .map(t -> "\"" + t.label() + "\" (" + t.serial() + ")")
                            .collect(Collectors.joining(", ")));
        }
        TokenInfo one = all.getFirst();
        return new TokenConfig(library, one.label(), Optional.of(one.serial()));
    }

    /**
     * The key that was named, or the only one with a certificate, and its certificate.
     *
     * @throws CliProblem NO_ADOPTABLE_KEY, WHICH_KEY, OUTSIDE_CERTIFICATE
     */
    Found find(
            AdoptableCard opened, List<X509Certificate> authorities, Instant now, Terminal terminal)
            throws IOException {
        String label = opened.status().label();
        List<X509Certificate> given = read(certificate);
        List<ForeignKey> keys = new ArrayList<>();
        for (ForeignKey each : opened.keys()) {
            if (key == null ? !certificates(each, given).isEmpty() : isNamed(each)) {
                keys.add(each);
            }
        }
        if (keys.isEmpty()) {
            throw new CliProblem(Code.NO_ADOPTABLE_KEY, label);
        }
        if (keys.size() > 1) {
            throw new CliProblem(
                    Code.WHICH_KEY,
                    label,
                    keys.stream()
                            .map(each -> described(each, given, terminal))
                            .collect(Collectors.joining("; ")));
        }
        ForeignKey one = keys.getFirst();
        List<X509Certificate> others = new ArrayList<>(read(chain));
        others.addAll(opened.certificates());
        others.removeIf(c -> c.getBasicConstraints() < 0);
        return new Found(
                one,
                checked(
                        label,
                        certificates(one, given),
                        authorities,
                        others.stream().distinct().limit(MOST_AUTHORITIES).toList(),
                        now));
    }

    private boolean isNamed(ForeignKey each) {
        String named = String.valueOf(key);
        return named.equals(each.label())
                || (!each.id().isEmpty()
                        && named.toLowerCase(Locale.ROOT)
                                .replaceAll("[:\\s]", "")
                                .equals(each.id()));
    }

    /** Those for the key, the last to end first: a card may keep the one before a renewal. */
    private static List<X509Certificate> certificates(
            ForeignKey each, List<X509Certificate> given) {
        List<X509Certificate> all = new ArrayList<>(each.certificates());
        given.stream().filter(c -> c.getPublicKey().equals(each.publicKey())).forEach(all::add);
        all.sort(Comparator.comparing(X509Certificate::getNotAfter).reversed());
        return all;
    }

    private static OutsideCertificate checked(
            String label,
            List<X509Certificate> candidates,
            List<X509Certificate> authorities,
            List<X509Certificate> others,
            Instant now) {
        @Nullable CertificateProblem first = null;
        for (X509Certificate each : candidates) {
            try {
                return OutsideCertificate.check(authorities, each, others, now);
            } catch (CertificateProblem e) {
                first = first == null ? e : first;
            }
        }
        if (first == null) {
            throw new CliProblem(Code.NO_ADOPTABLE_KEY, label);
        }
        throw new CliProblem(first, Code.OUTSIDE_CERTIFICATE, Errors.certificate(first.reason()));
    }

    private static String described(
            ForeignKey each, List<X509Certificate> given, Terminal terminal) {
        String holder =
                certificates(each, given).stream()
                        .findFirst()
                        .flatMap(OutsideCertificate::commonName)
                        .orElse("–");
        return terminal.text(
                "adopt.described", each.id(), each.label(), kind(each.publicKey()), holder);
    }

    /** As people call it: {@code RSA 2048}. */
    static String kind(PublicKey key) {
        return key instanceof RSAKey rsa
                ? "RSA " + rsa.getModulus().bitLength()
                : key.getAlgorithm();
    }

    private static List<X509Certificate> read(@Nullable Path file) throws IOException {
        if (file == null) {
            return List.of();
        }
        byte[] bytes = Input.file(file, MAX_FILE);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        try {
            return text.contains("-----BEGIN")
                    ? Certificates.parsePem(text)
                    : List.of(Certificates.parse(bytes));
        } catch (CertificateProblem e) {
            throw new CliProblem(e, Code.BAD_OUTSIDE_CA, file, Errors.certificate(e.reason()));
        }
    }
}
