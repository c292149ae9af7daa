package vn.antin.cli.card;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vn.antin.cli.io.CardRecord;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.profile.EnrolReport;
import vn.antin.cli.profile.Profile;
import vn.antin.cli.profile.Profiles;
import vn.antin.cli.run.AccountCommand;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.PersonOptions;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.hsm.TokenConfig;
import vn.antin.sdk.Account;
import vn.antin.sdk.enrol.EndpointKeys;
import vn.antin.sdk.enrol.Enroller;
import vn.antin.sdk.spool.KemFiles;
import vn.antin.sdk.wire.PeerCard;

/** Enrols a person with a card, by the key custodian. */
@Command(name = "enrol", sortOptions = false)
public final class EnrolCommand extends AccountCommand {
    @Mixin private CardOpening where = new CardOpening();

    @Mixin private PersonOptions who = new PersonOptions();

    @Option(
            names = "--common-name",
            required = true,
            paramLabel = "TEXT",
            descriptionKey = "enrol.common-name")
    private String commonName = "";

    /** With the run. */
    public EnrolCommand(Context context) {
        super(context, Profiles.Use.CUSTODIAN);
    }

    @Override
    protected void prepare() {
        context().profiles().requireFree(who.name());
        who.prepare(context());
    }

    @Override
    protected ExitCode run(Account account, Terminal terminal) throws IOException {
        Profile custodian = context().profile(Profiles.Use.CUSTODIAN);
        Enroller.Person person = who.person(account, commonName);
        String name = person.name();
        Path secret = where.secret(context(), name);
        requireCustodian(account);
        Map<String, Path> secrets = new LinkedHashMap<>();
        try (CardOpening.EnrolmentCard card =
                where.enrolment(custodian, secret, secrets, terminal)) {
            CardEnrolment.Enrolled enrolled =
                    new CardEnrolment(account, card, where.name()).enrol(person);
            kemKey(account, card, enrolled.endpoint(), context().profiles().folder(name));
            TokenConfig address = card.address();
            Profile profile =
                    new Profile(
                                    name,
                                    context().profiles().folder(name),
                                    enrolled.endpoint(),
                                    custodian.gateway(),
                                    custodian.gatewayUrl(),
                                    address.module(),
                                    address.tokenLabel(),
                                    address.serial(),
                                    where.pinFile(secret),
                                    account.trust().anchor())
                            .heldBy(person.commonName());
            Path file = context().profiles().write(profile);
            secrets.put("word.record", record(account, person, enrolled, profile));
            EnrolReport.show(terminal, profile, enrolled.signature(), file, secrets);
            return ExitCode.OK;
        } catch (KeyException e) {
            throw Errors.key(e, where.name(), "");
        }
    }

    /**
     * The first KEM key, so that documents which need one can be sent to the new endpoint. A PIV
     * card whose keys an attempt before has made gets it at its first use.
     */
    private static void kemKey(
            Account account, CardOpening.EnrolmentCard card, EndpointId endpoint, Path folder)
            throws IOException {
        if (!card.has(KeyLabel.ENCRYPTION)) {
            return;
        }
        X509Certificate encryption = card.certificate(KeyLabel.ENCRYPTION).orElseThrow();
        DecryptionKey key = card.decryptionKey(KeyLabel.ENCRYPTION);
        byte[] identifier = KeyIdentifier.of(key.publicKey());
        new EndpointKeys(new KemFiles(folder), account.gateway(), new SecureRandom())
                .ensure(
                        new EndpointKeys.Holder(
                                endpoint,
                                card.signer(KeyLabel.AUTHENTICATION),
                                card.certificate(KeyLabel.AUTHENTICATION).orElseThrow(),
                                encryption,
                                name ->
                                        Arrays.equals(name, identifier)
                                                ? Optional.of(key)
                                                : Optional.empty()),
                        account.clock().instant());
    }

    private Path record(
            Account account,
            Enroller.Person person,
            CardEnrolment.Enrolled enrolled,
            Profile profile)
            throws IOException {
        return CardRecord.of(
                        CardRecord.Kind.ENROL,
                        account.clock().instant(),
                        account.deployment().exercise())
                .person(enrolled.endpoint(), person.commonName(), person.organizationName())
                .card(profile.tokenLabel(), profile.serial())
                .custodian(account.settings().endpoint())
                .certificate("record.signature", enrolled.signature())
                .write(context().profiles().home(), person.name());
    }

    /** Nothing is made on a card for somebody whom the gateway would then refuse. */
    public static void requireCustodian(Account account) {
        PeerCard.Listing unused = account.gateway().peers();
    }
}
