package vn.antin.cli.card;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vn.antin.cli.io.CardRecord;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Messages;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.profile.EnrolReport;
import vn.antin.cli.profile.Profile;
import vn.antin.cli.profile.Profiles;
import vn.antin.cli.profile.RenewalFiles;
import vn.antin.cli.run.AccountCommand;
import vn.antin.cli.run.Context;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.RevocationReason;
import vn.antin.crypto.cert.Subject;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.hsm.Pin;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.helper.HelperVault;
import vn.antin.hsm.piv.PivToken;
import vn.antin.sdk.Account;
import vn.antin.sdk.enrol.Enroller;
import vn.antin.sdk.enrol.RenewableCard;
import vn.antin.sdk.enrol.Renewer;
import vn.antin.sdk.wire.DirectoryEntry;
import vn.antin.sdk.wire.Enrolment;

/** New keys for an enrolled card, or another card for one that is lost or broken. */
@Command(name = "renew", sortOptions = false)
public final class RenewCommand extends AccountCommand {
    @Mixin private CardOpening where = new CardOpening();

    @Option(names = "--name", required = true, paramLabel = "NAME", descriptionKey = "renew.name")
    private String name = "";

    @Option(names = "--replace", paramLabel = "WHY", descriptionKey = "renew.replace")
    private @Nullable String replace;

    @Option(names = "--discard-old-key", descriptionKey = "renew.discard")
    private boolean discard;

    private Optional<RevocationReason> reason = Optional.empty();

    /** With the run. */
    public RenewCommand(Context context) {
        super(context, Profiles.Use.CUSTODIAN);
    }

    @Override
    protected void prepare() throws IOException {
        Profiles profiles = context().profiles();
        Path unused = profiles.folder(name);
        if (replace == null) {
            if (profiles.names().contains(name)
                    && profiles.choose(Optional.of(name), Profiles.Use.ANY).adopted().isPresent()) {
                throw new CliProblem(Code.ADOPT_AGAIN, name);
            }
            if (where.initToken()) {
                throw new CliProblem(Code.OPTION_NEEDED, "--replace");
            }
            return;
        }
        reason =
                Optional.of(
                        switch (replace) {
                            case "lost" -> RevocationReason.KEY_COMPROMISE;
                            case "broken" -> RevocationReason.SUPERSEDED;
                            default ->
                                    throw new CliProblem(
                                            Code.BAD_VALUE, "--replace", replace, "lost, broken");
                        });
    }

    @Override
    protected ExitCode run(Account account, Terminal terminal) throws IOException {
        Profile custodian = context().profile(Profiles.Use.CUSTODIAN);
        EndpointId endpoint = new EndpointId(account.settings().endpoint().organization(), name);
        DirectoryEntry entry = entry(account, endpoint);
        RenewalFiles journal = new RenewalFiles(context().profiles().home(), name);
        Path secret = where.secret(context(), name);
        Map<String, Path> secrets = new LinkedHashMap<>();
        try {
            Done done =
                    reason.isPresent()
                            ? replaced(account, custodian, entry, journal, secret, secrets)
                            : renewed(account, custodian, entry, journal, secret, secrets);
            report(account, custodian, entry, done, secret, secrets, terminal);
            return ExitCode.OK;
        } catch (KeyException e) {
            throw Errors.key(e, where.name(), "");
        }
    }

    /**
     * How it ended.
     *
     * @param address of another card; empty when it is the same
     */
    private record Done(Enrolment.Result result, Optional<TokenConfig> address) {}

    private static DirectoryEntry entry(Account account, EndpointId endpoint) {
        return account.gateway().directory(endpoint.toString()).stream()
                .filter(each -> each.endpoint().equals(endpoint))
                .findFirst()
                .orElseThrow(() -> new CliProblem(Code.ENDPOINT_UNKNOWN, endpoint));
    }

    private static Subject subject(DirectoryEntry entry) {
        return new Subject(
                entry.endpoint().organization(),
                entry.organizationName(),
                entry.unit(),
                entry.name(),
                Optional.of(entry.endpoint().name()));
    }

    private Done replaced(
            Account account,
            Profile custodian,
            DirectoryEntry entry,
            RenewalFiles journal,
            Path secret,
            Map<String, Path> secrets)
            throws IOException {
        EndpointId endpoint = entry.endpoint();
        try (CardOpening.EnrolmentCard card =
                where.enrolment(custodian, secret, secrets, context().terminal())) {
            Optional<X509Certificate> there = card.certificate(KeyLabel.SIGNATURE);
            if (there.isPresent() && journal.isEmpty()) {
                throw CardAccounts.taken(
                        where.name(), there.get(), Messages.words("card.insert-for", entry.name()));
            }
            Enrolment.Result result =
                    new Enroller(account.gateway())
                            .replace(
                                    endpoint,
                                    subject(entry),
                                    reason.orElseThrow(),
                                    card,
                                    journal,
                                    fresh -> checked(account, endpoint, fresh));
            return new Done(result, Optional.of(card.address()));
        }
    }

    private static void checked(Account account, EndpointId endpoint, Enrolment.Result fresh) {
        refresh(account);
        CardEnrolment.check(account, endpoint, fresh);
    }

    /** The gateway's list of the moment, since a replacement made a new one. */
    private static void refresh(Account account) {
        try {
            account.refreshTrust();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Done renewed(
            Account account,
            Profile custodian,
            DirectoryEntry entry,
            RenewalFiles journal,
            Path secret,
            Map<String, Path> secrets)
            throws IOException {
        Enrolment.Result result;
        if (where.isPiv()) {
            CardOpening.Piv piv = where.piv(secret, secrets, context().terminal());
            try (PivToken token = piv.token();
                    Pin pin = piv.pin()) {
                result =
                        renewed(account, entry, journal, new PivEnrolmentCard.Renewing(token, pin));
            }
        } else {
            try (HelperVault vault =
                    where.token(
                            custodian,
                            shown -> requireHolder(entry, shown),
                            secret,
                            secrets,
                            context().terminal())) {
                result = renewed(account, entry, journal, new TokenCard.Renewing(vault));
            }
        }
        return new Done(result, Optional.empty());
    }

    /** Before the login: a stranger's card gets no PIN. */
    private void requireHolder(DirectoryEntry entry, List<X509Certificate> shown) {
        if (!shown.isEmpty()
                && shown.stream()
                        .noneMatch(
                                c -> CardAccounts.owner(c).equals(Optional.of(entry.endpoint())))) {
            throw CardAccounts.taken(
                    where.name(),
                    shown.getFirst(),
                    Messages.words("card.insert-for", entry.name()));
        }
    }

    private Enrolment.Result renewed(
            Account account, DirectoryEntry entry, RenewalFiles journal, RenewableCard card)
            throws IOException {
        EndpointId endpoint = entry.endpoint();
        X509Certificate onCard =
                card.certificate(KeyLabel.AUTHENTICATION)
                        .orElseThrow(() -> new CliProblem(Code.CARD_EMPTY, where.name()));
        if (!CardAccounts.owner(onCard).equals(Optional.of(endpoint))) {
            throw CardAccounts.taken(
                    where.name(), onCard, Messages.words("card.insert-for", entry.name()));
        }
        if (journal.isEmpty() && !entry.authenticationCertificate().equals(Optional.of(onCard))) {
            throw new CliProblem(Code.CARD_NOT_CURRENT, where.name(), endpoint);
        }
        try {
            return new Renewer(Renewer.Gateway.of(account.gateway()), card, journal)
                    .renew(
                            endpoint,
                            subject(entry),
                            !discard,
                            fresh -> checked(account, endpoint, fresh));
        } catch (KeyException e) {
            if (e.reason() == KeyException.Reason.UNSUPPORTED) {
                throw new CliProblem(e, Code.CANNOT_KEEP_KEY, where.name());
            }
            throw e;
        }
    }

    private void report(
            Account account,
            Profile custodian,
            DirectoryEntry entry,
            Done done,
            Path secret,
            Map<String, Path> secrets,
            Terminal terminal)
            throws IOException {
        Profiles profiles = context().profiles();
        boolean known = profiles.names().contains(name);
        Optional<Profile> before =
                known
                        ? Optional.of(profiles.choose(Optional.of(name), Profiles.Use.ANY))
                        : Optional.empty();
        TokenConfig address =
                done.address()
                        .or(() ->
                                before.map(p ->
                                        new TokenConfig(p.module(), p.tokenLabel(), p.serial())))
                        .orElseGet(() ->
                                new TokenConfig(
                                        custodian.module(), where.name(), Optional.empty()));
        Profile profile =
                new Profile(
                                name,
                                profiles.folder(name),
                                entry.endpoint(),
                                custodian.gateway(),
                                custodian.gatewayUrl(),
                                address.module(),
                                address.tokenLabel(),
                                address.serial(),
                                where.pinFile(secret),
                                account.trust().anchor())
                        .heldBy(entry.name());
        Path file =
                done.address().isPresent()
                        ? profiles.rewrite(profile)
                        : profiles.folder(name).resolve("profile.json");
        Path record =
                CardRecord.of(
                                reason.isPresent()
                                        ? CardRecord.Kind.REPLACE
                                        : CardRecord.Kind.RENEW,
                                account.clock().instant(),
                                account.deployment().exercise())
                        .person(entry.endpoint(), entry.name(), entry.organizationName())
                        .card(address.tokenLabel(), address.serial())
                        .custodian(account.settings().endpoint())
                        .certificates(done.result())
                        .superseded(entry.authenticationCertificate())
                        .write(profiles.home(), name);
        secrets.put("word.record", record);
        terminal.remark(reason.isPresent() ? "renew.replaced" : "renew.done", entry.endpoint());
        EnrolReport.show(terminal, profile, done.result().signatureCertificate(), file, secrets);
    }
}
