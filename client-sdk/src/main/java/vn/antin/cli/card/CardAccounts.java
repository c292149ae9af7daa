package vn.antin.cli.card;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Messages;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.io.Times;
import vn.antin.cli.io.Words;
import vn.antin.cli.profile.Profile;
import vn.antin.cli.profile.ProfileVault;
import vn.antin.cli.run.Accounts;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.cert.Subject;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.KeyVault;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.helper.HelperVault;
import vn.antin.hsm.jca.TokenKeyManager;
import vn.antin.hsm.key.KeyNames;
import vn.antin.hsm.provider.ModuleApproval;
import vn.antin.hsm.provider.ModuleIdentity;
import vn.antin.hsm.provider.ProviderProblem;
import vn.antin.hsm.provider.ProviderRecords;
import vn.antin.policies.decision.Provider;
import vn.antin.policies.label.Level;
import vn.antin.sdk.Account;
import vn.antin.sdk.CardModule;
import vn.antin.sdk.enrol.EndpointKeys;
import vn.antin.sdk.spool.KemFiles;

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
        try (HelperVault helper = open(profile, card, pinFile, terminal)) {
            return with(profile, named(profile, helper), helper, task);
        } catch (KeyException e) {
            throw Errors.key(e, profile.card());
        }
    }

    private static HelperVault open(
            Profile profile, TokenConfig card, Optional<Path> pinFile, Terminal terminal)
            throws IOException {
        TokenOptions options = TokenOptions.card();
        if (profile.adopted().isPresent()) {
            Profile.Adopted adopted = profile.adopted().get();
            options = options.with(KeyNames.oneKey(adopted.key()));
            if (adopted.paddingInSoftware()) {
                options = options.with(TokenOptions.Quirk.PSS_PADDING_IN_SOFTWARE);
            }
        }
        return Cards.open(
                card,
                profile.card(),
                shown -> requireOwn(profile, shown),
                options,
                pinFile,
                terminal);
    }

    /**
     * A wrong PIN counts on whatever card gets it. A card that others made need not show a
     * certificate for its key: it is told from others by its serial number, when it has one.
     */
    private static void requireOwn(Profile profile, List<X509Certificate> shown) {
        Optional<String> adopted = profile.adopted().map(Profile.Adopted::key);
        if (adopted.isEmpty() && shown.isEmpty()) {
            throw new CliProblem(Code.CARD_EMPTY, profile.tokenLabel());
        }
        boolean own =
                adopted.isPresent()
                        ? shown.isEmpty()
                                || profile.serial().filter(s -> !s.isBlank()).isPresent()
                                || shown.stream().anyMatch(c -> isOf(adopted.get(), c))
                        : shown.stream()
                                .anyMatch(c -> owner(c).equals(Optional.of(profile.endpoint())));
        if (!own) {
            throw strange("card.insert-untried", profile, shown.getFirst());
        }
    }

    private static boolean isOf(String key, X509Certificate certificate) {
        return HexFormat.of().formatHex(KeyIdentifier.of(certificate.getPublicKey())).equals(key);
    }

    private static CliProblem strange(String words, Profile profile, X509Certificate found) {
        return taken(profile.tokenLabel(), found, Messages.words(words, wanted(profile)));
    }

    /** Whose card it should be: by name, and without one by the endpoint. */
    private static String wanted(Profile profile) {
        return profile.holder()
                .map(person -> person + " (" + profile.endpoint() + ")")
                .orElseGet(() -> profile.endpoint().toString());
    }

    /** A card made by others holds one key and none of our certificates: the profile has them. */
    private static KeyVault named(Profile profile, HelperVault helper) {
        return profile.adopted()
                .map(adopted ->
                        (KeyVault) new ProfileVault(helper, profile.folder(), adopted.decrypts()))
                .orElse(helper);
    }

    private ExitCode with(Profile profile, KeyVault vault, HelperVault helper, Task task)
            throws IOException {
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
        try (Account account =
                Account.open(
                        settings,
                        vault,
                        new RecordedModule(helper.identity()),
                        tls,
                        clock,
                        new SecureRandom())) {
            kemKey(settings, vault, account, certificate);
            return task.run(account);
        }
    }

    /** Nobody writes to a card that only signs, so it needs no KEM key. */
    private void kemKey(
            Account.Settings settings, KeyVault card, Account account, X509Certificate tls)
            throws IOException {
        Optional<X509Certificate> encryption = card.certificate(KeyLabel.ENCRYPTION);
        if (settings.signOnly() || encryption.isEmpty()) {
            return;
        }
        new EndpointKeys(new KemFiles(settings.folder()), account.gateway(), new SecureRandom())
                .ensure(
                        new EndpointKeys.Holder(
                                settings.endpoint(),
                                card.signer(KeyLabel.AUTHENTICATION),
                                tls,
                                encryption.get(),
                                card::decryptionKey),
                        clock.instant());
    }

    private X509Certificate certificate(Profile profile, KeyVault vault) {
        X509Certificate certificate =
                vault.certificate(KeyLabel.AUTHENTICATION)
                        .orElseThrow(() -> new CliProblem(Code.CARD_EMPTY, profile.tokenLabel()));
        if (!owner(certificate).equals(Optional.of(profile.endpoint()))) {
            throw strange("card.insert", profile, certificate);
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

    /**
     * The card at hand is somebody else's.
     *
     * @param certificate on the card
     * @param wanted which card to take
     */
    static CliProblem taken(String label, X509Certificate certificate, Words wanted) {
        return new CliProblem(Code.CARD_TAKEN, label, holder(certificate), wanted);
    }

    private static Words holder(X509Certificate certificate) {
        try {
            Subject subject = Certificates.unverifiedSubject(certificate);
            String name = subject.commonName();
            String person = subject.endpoint().map(id -> name + " (" + id + ")").orElse(name);
            return language -> person;
        } catch (CertificateProblem e) {
            return Messages.words("card.unnamed");
        }
    }

    /** Whom a certificate names; nothing is verified here. */
    public static Optional<EndpointId> owner(X509Certificate certificate) {
        try {
            return Certificates.unverifiedSubject(certificate).endpoint();
        } catch (CertificateProblem e) {
            return Optional.empty();
        }
    }

    /**
     * The module of the card at hand, looked up among the agency's provider records. Immutable.
     *
     * @param module what the card's module is
     */
    private record RecordedModule(ModuleIdentity module) implements CardModule {
        private static final Locale VIETNAMESE = Locale.forLanguageTag("vi");

        /** Records that cannot be read approve nothing. */
        @Override
        public Provider approval(String records, Level level, Instant at) {
            try {
                ModuleApproval approval =
                        (records.isEmpty()
                                        ? ProviderRecords.NONE
                                        : ProviderRecords.parse(
                                                records.getBytes(StandardCharsets.UTF_8)))
                                .of(module);
                return approval.approval(level, at).isPresent()
                        ? Provider.approved(module.display())
                        : Provider.unapproved(
                                module.display(),
                                approval.why(level, at, VIETNAMESE),
                                approval.why(level, at, Locale.ENGLISH));
            } catch (ProviderProblem e) {
                return Provider.unapproved(
                        module.display(), e.text(VIETNAMESE), e.text(Locale.ENGLISH));
            }
        }
    }
}
