package vn.antin.cli.card.adopt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vn.antin.cli.card.CardEnrolment;
import vn.antin.cli.card.Cards;
import vn.antin.cli.card.EnrolCommand;
import vn.antin.cli.io.CardRecord;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.profile.Profile;
import vn.antin.cli.profile.ProfileVault;
import vn.antin.cli.profile.Profiles;
import vn.antin.cli.run.AccountCommand;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.PersonOptions;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.cert.OutsideCertificate;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.adopt.Abilities;
import vn.antin.hsm.adopt.AdoptableCard;
import vn.antin.hsm.helper.HelperForeignCard;
import vn.antin.hsm.key.KeyNames;
import vn.antin.sdk.Account;
import vn.antin.sdk.enrol.Adopter;
import vn.antin.sdk.enrol.Enroller;
import vn.antin.sdk.enrol.OutsideAuthorities;
import vn.antin.sdk.wire.Adoption;
import vn.antin.sdk.wire.Enrolment;

/**
 * Enrols a person with a card that others made and that stays as it is: one key, the certificate of
 * an outside authority. Never needs the card's SO PIN and writes nothing to it. The same again
 * gives new certificates for the same key.
 */
@Command(name = "adopt", sortOptions = false)
public final class AdoptCommand extends AccountCommand {
    @Mixin private ForeignChoice choice = new ForeignChoice();

    @Mixin private PersonOptions who = new PersonOptions();

    @Option(names = "--holder", paramLabel = "TEXT", descriptionKey = "adopt.holder")
    private @Nullable String holder;

    @Option(names = "--common-name", paramLabel = "TEXT", descriptionKey = "adopt.common-name")
    private @Nullable String commonName;

    @Option(names = "--card-pin-file", paramLabel = "FILE", descriptionKey = "enrol.card-pin-file")
    private @Nullable Path cardPinFile;

    /** With the run. */
    public AdoptCommand(Context context) {
        super(context, Profiles.Use.CUSTODIAN);
    }

    @Override
    protected void prepare() throws IOException {
        Profiles profiles = context().profiles();
        boolean again =
                profiles.names().contains(who.name())
                        && profiles.choose(Optional.of(who.name()), Profiles.Use.ANY)
                                .adopted()
                                .isPresent();
        if (!again) {
            profiles.requireFree(who.name());
        }
        who.prepare(context());
    }

    @Override
    protected ExitCode run(Account account, Terminal terminal) throws IOException {
        Profile custodian = context().profile(Profiles.Use.CUSTODIAN);
        EnrolCommand.requireCustodian(account);
        List<X509Certificate> authorities =
                new OutsideAuthorities(context().profiles().home()).list();
        if (authorities.isEmpty()) {
            throw new CliProblem(Code.NO_OUTSIDE_CA, context().profiles().home());
        }
        TokenConfig address = choice.address(custodian.module());
        try (AdoptableCard card =
                new HelperForeignCard(
                        Cards.open(
                                address,
                                TokenOptions.card().with(KeyNames.LABELS),
                                pinFile(),
                                terminal))) {
            adopt(account, custodian, authorities, address, card, terminal);
            return ExitCode.OK;
        } catch (KeyException e) {
            throw Errors.key(e, address.tokenLabel(), "");
        }
    }

    private Optional<Path> pinFile() {
        Path secret =
                cardPinFile == null
                        ? context().profiles().secret(who.name())
                        : cardPinFile.toAbsolutePath().normalize();
        return cardPinFile != null || Files.exists(secret) ? Optional.of(secret) : Optional.empty();
    }

    private void adopt(
            Account account,
            Profile custodian,
            List<X509Certificate> authorities,
            TokenConfig address,
            AdoptableCard card,
            Terminal terminal)
            throws IOException {
        ForeignChoice.Found found =
                choice.find(card, authorities, account.clock().instant(), terminal);
        confirm(found, terminal);
        Abilities abilities = card.probe(found.key());
        if (abilities.signing() == Abilities.Signing.NONE) {
            throw new CliProblem(Code.CARD_CANNOT_SIGN, address.tokenLabel());
        }
        OutsideCertificate outside = found.outside();
        Enroller.Person person =
                who.person(
                        account,
                        commonName != null ? commonName : outside.commonName().orElse(who.name()));
        Optional<DecryptionKey> decryption =
                abilities.decrypts()
                        ? Optional.of(card.decryptionKey(found.key()))
                        : Optional.empty();
        Enrolment.Result result =
                new Adopter(account.gateway())
                        .adopt(
                                person,
                                card.signer(found.key(), abilities),
                                decryption,
                                new Adoption(outside.certificate(), outside.between()));
        EndpointId endpoint = new EndpointId(person.organization(), person.name());
        CardEnrolment.check(account, endpoint, result);
        Profile profile =
                profile(account, custodian, address, endpoint, found, abilities)
                        .heldBy(person.commonName());
        ProfileVault.write(profile.folder(), result);
        Path file = context().profiles().rewrite(profile);
        Path record = record(account, person, profile, outside, result);
        show(terminal, profile, outside, result, file, record);
    }

    /** Shows whom the certificate names, and wants the custodian to say who it is. */
    private void confirm(ForeignChoice.Found found, Terminal terminal) {
        OutsideCertificate outside = found.outside();
        X509Certificate certificate = outside.certificate();
        String named = outside.commonName().orElse("");
        if (!terminal.json()) {
            terminal.facts(
                    List.of(
                            List.of(
                                    terminal.text("word.holder"),
                                    certificate.getSubjectX500Principal().getName()),
                            List.of(
                                    terminal.text("word.issued-by"),
                                    certificate.getIssuerX500Principal().getName()),
                            List.of(
                                    terminal.text("word.serial"),
                                    certificate.getSerialNumber().toString(16)),
                            List.of(
                                    terminal.text("word.valid-until"),
                                    terminal.moment(certificate.getNotAfter().toInstant())),
                            List.of("SHA-256", outside.fingerprint().hex()),
                            List.of(
                                    terminal.text("word.key"),
                                    ForeignChoice.kind(certificate.getPublicKey()))));
        }
        String typed =
                holder == null
                        ? terminal.ask(terminal.text("adopt.confirm"), "--holder TEXT")
                        : holder;
        if (named.isEmpty() || !plain(typed).equals(plain(named))) {
            throw new CliProblem(Code.HOLDER_DIFFERS, typed, named.isEmpty() ? "–" : named);
        }
    }

    private static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .strip()
                .replaceAll("\\s+", " ")
                .toLowerCase(Locale.ROOT);
    }

    private Profile profile(
            Account account,
            Profile custodian,
            TokenConfig address,
            EndpointId endpoint,
            ForeignChoice.Found found,
            Abilities abilities) {
        return new Profile(
                who.name(),
                context().profiles().folder(who.name()),
                endpoint,
                custodian.gateway(),
                custodian.gatewayUrl(),
                address.module(),
                address.tokenLabel(),
                address.serial(),
                pinFile(),
                account.trust().anchor(),
                Optional.of(
                        new Profile.Adopted(
                                HexFormat.of().formatHex(KeyIdentifier.of(found.key().publicKey())),
                                abilities.signing() == Abilities.Signing.PADDING_IN_SOFTWARE,
                                abilities.decrypts())),
                Optional.empty());
    }

    private Path record(
            Account account,
            Enroller.Person person,
            Profile profile,
            OutsideCertificate outside,
            Enrolment.Result result)
            throws IOException {
        X509Certificate certificate = outside.certificate();
        return CardRecord.of(
                        CardRecord.Kind.ADOPT,
                        account.clock().instant(),
                        account.deployment().exercise())
                .person(profile.endpoint(), person.commonName(), person.organizationName())
                .card(profile.tokenLabel(), profile.serial())
                .custodian(account.settings().endpoint())
                .fact("record.outside-holder", certificate.getSubjectX500Principal().getName())
                .fact("record.outside-issuer", certificate.getIssuerX500Principal().getName())
                .certificate("record.outside", certificate)
                .fact("record.key", ForeignChoice.kind(certificate.getPublicKey()))
                .certificates(result)
                .write(context().profiles().home(), who.name());
    }

    private static void show(
            Terminal terminal,
            Profile profile,
            OutsideCertificate outside,
            Enrolment.Result result,
            Path file,
            Path record) {
        boolean signOnly = result.encryptionCertificate().isEmpty();
        X509Certificate signature = result.signatureCertificate();
        if (terminal.json()) {
            terminal.result(
                    JsonObject.builder()
                            .put("endpoint", profile.endpoint().toString())
                            .put("profile", file.toString())
                            .put("card", profile.tokenLabel())
                            .put("signOnly", signOnly)
                            .put("record", record.toString())
                            .put("outsideCertificate", outside.fingerprint().hex())
                            .put("serial", signature.getSerialNumber().toString(16))
                            .put("validUntil", signature.getNotAfter().toInstant())
                            .build());
            return;
        }
        terminal.say("adopt.done", profile.endpoint());
        terminal.facts(
                List.of(
                        List.of(terminal.text("word.card"), profile.tokenLabel()),
                        List.of(
                                terminal.text("word.valid-until"),
                                terminal.moment(signature.getNotAfter().toInstant())),
                        List.of(terminal.text("word.profile"), file.toString()),
                        List.of(terminal.text("word.record"), record.toString())));
        terminal.remark(signOnly ? "adopt.sign-only" : "adopt.decrypts");
    }
}
