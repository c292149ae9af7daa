package vn.antin.cli.card;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.io.Times;
import vn.antin.cli.io.Words;
import vn.antin.cli.profile.Profile;
import vn.antin.cli.profile.ProfileVault;
import vn.antin.cli.run.Accounts;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.KeyVault;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.jca.TokenKeyManager;
import vn.antin.hsm.key.KeyNames;
import vn.antin.sdk.Account;

/** Accounts whose keys are on a card. */
public final class CardAccounts implements Accounts {
    private final InstantSource clock;

    /** With the time. */
    public CardAccounts(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public ExitCode with(Profile profile, Optional<Path> pinFile, Terminal terminal, Task task)
            throws IOException {
        TokenConfig card =
                new TokenConfig(profile.module(), profile.tokenLabel(), profile.serial());
        try (KeyVault vault = open(profile, card, pinFile, terminal)) {
            return with(profile, vault, task);
        } catch (KeyException e) {
            throw Errors.key(e, profile.tokenLabel(), "");
        }
    }

    private static KeyVault open(
            Profile profile, TokenConfig card, Optional<Path> pinFile, Terminal terminal)
            throws IOException {
        if (profile.adopted().isEmpty()) {
            return Cards.open(card, TokenOptions.card(), pinFile, terminal);
        }
        Profile.Adopted adopted = profile.adopted().get();
        TokenOptions options = TokenOptions.card().with(KeyNames.oneKey(adopted.key()));
        if (adopted.paddingInSoftware()) {
            options = options.with(TokenOptions.Quirk.PSS_PADDING_IN_SOFTWARE);
        }
        return new ProfileVault(
                Cards.open(card, options, pinFile, terminal), profile.folder(), adopted.decrypts());
    }

    private ExitCode with(Profile profile, KeyVault vault, Task task) throws IOException {
        X509Certificate certificate = certificate(profile, vault);
        Account.Settings settings =
                new Account.Settings(
                        profile.endpoint(),
                        profile.gateway(),
                        profile.gatewayUrl(),
                        profile.anchor(),
                        profile.folder(),
                        profile.adopted().map(a -> !a.decrypts()).orElse(false));
        TokenKeyManager tls =
                TokenKeyManager.of(vault.signer(KeyLabel.AUTHENTICATION), List.of(certificate));
        try (Account account = Account.open(settings, vault, tls, clock, new SecureRandom())) {
            return task.run(account);
        }
    }

    private X509Certificate certificate(Profile profile, KeyVault vault) {
        X509Certificate certificate =
                vault.certificate(KeyLabel.AUTHENTICATION)
                        .orElseThrow(() -> new CliProblem(Code.CARD_EMPTY, profile.tokenLabel()));
        Optional<EndpointId> owner = owner(certificate);
        if (!owner.equals(Optional.of(profile.endpoint()))) {
            throw new CliProblem(
                    Code.CARD_TAKEN,
                    profile.tokenLabel(),
                    owner.map(EndpointId::toString).orElse("?"));
        }
        Instant now = clock.instant();
        Instant from = certificate.getNotBefore().toInstant();
        Instant to = certificate.getNotAfter().toInstant();
        if (now.isAfter(to)) {
            throw new CliProblem(Code.CERTIFICATE_EXPIRED, moment(to));
        }
        if (now.isBefore(from)) {
            throw new CliProblem(Code.CERTIFICATE_NOT_YET_VALID, moment(from), moment(now));
        }
        return certificate;
    }

    private static Words moment(Instant at) {
        return language -> Times.moment(at, language);
    }

    /** Whom a certificate names; nothing is verified here. */
    public static Optional<EndpointId> owner(X509Certificate certificate) {
        try {
            return Certificates.unverifiedSubject(certificate).endpoint();
        } catch (CertificateProblem e) {
            return Optional.empty();
        }
    }
}
