package vn.antin.cli.card;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.profile.Profile;
import vn.antin.cli.run.Context;
import vn.antin.hsm.Pin;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.helper.HelperVault;
import vn.antin.hsm.piv.PivToken;
import vn.antin.sdk.enrol.Card;

/** Options of commands that write to somebody's card: where it is and what opens it. */
public final class CardOpening {
    @ArgGroup(multiplicity = "1")
    private Place place = new Place();

    /** Where the card is. */
    static final class Place {
        @Option(names = "--card", paramLabel = "LABEL", descriptionKey = "enrol.card")
        private @Nullable String card;

        @Option(names = "--reader", paramLabel = "NAME", descriptionKey = "enrol.reader")
        private @Nullable String reader;
    }

    @Option(names = "--module", paramLabel = "FILE", descriptionKey = "enrol.module")
    private @Nullable Path module;

    @Option(names = "--card-pin-file", paramLabel = "FILE", descriptionKey = "enrol.card-pin-file")
    private @Nullable Path cardPinFile;

    @Option(names = "--init-token", descriptionKey = "enrol.init-token")
    private boolean initToken;

    /** What was typed for the card: its label, or the reader. */
    public String name() {
        return place.card != null ? place.card : String.valueOf(place.reader);
    }

    /** Whether the card is a PIV card in a reader. */
    public boolean isPiv() {
        return place.reader != null;
    }

    /** Whether a new card is to be set up first. */
    public boolean initToken() {
        return initToken;
    }

    /** Where the PIN of the card of a profile is, or would be. */
    public Path secret(Context context, String profile) {
        return cardPinFile == null
                ? context.profiles().secret(profile)
                : cardPinFile.toAbsolutePath().normalize();
    }

    /** The PIN file, when it is there or was named. */
    public Optional<Path> pinFile(Path secret) {
        return cardPinFile != null || Files.exists(secret) ? Optional.of(secret) : Optional.empty();
    }

    /** Opens the card for enrolment; to be closed by the caller. */
    public EnrolmentCard enrolment(
            Profile custodian, Path secret, Map<String, Path> secrets, Terminal terminal)
            throws IOException {
        if (isPiv()) {
            Piv piv = piv(secret, secrets, terminal);
            return new PivEnrolmentCard(piv.token(), piv.pin(), piv.library());
        }
        return new TokenCard(
                token(custodian, unused -> {}, secret, secrets, terminal), library(custodian));
    }

    private Path library(Profile custodian) {
        return module == null ? custodian.module() : module.toAbsolutePath().normalize();
    }

    /** Opens a token that PKCS#11 can write; to be closed by the caller. */
    HelperVault token(
            Profile custodian,
            Cards.Look look,
            Path secret,
            Map<String, Path> secrets,
            Terminal terminal)
            throws IOException {
        var token = new TokenConfig(library(custodian), name(), Optional.empty());
        if (initToken) {
            String unused = NewCard.make(token, secret);
            secrets.put("word.pin-file", secret);
            secrets.put("word.so-pin-file", NewCard.officerFile(secret));
        }
        return Cards.openForEnrolment(token, look, pinFile(secret), terminal);
    }

    /**
     * A PIV card that is open for writing and has taken its PIN; both to be closed by the caller.
     *
     * @param library the module that shows it
     */
    public record Piv(PivToken token, Pin pin, Path library) {}

    /** Opens a PIV card for writing. */
    public Piv piv(Path secret, Map<String, Path> secrets, Terminal terminal) throws IOException {
        Path library = module == null ? PivCards.module() : module.toAbsolutePath().normalize();
        Cards.requireModule(library);
        SecureRandom random = new SecureRandom();
        PivToken token = PivToken.open(PivCards.reader(Optional.ofNullable(place.reader)));
        boolean done = false;
        try {
            if (initToken) {
                PivCards.initialise(token, secret, random);
                secrets.put("word.pin-file", secret);
                secrets.put("word.puk-file", PivCards.pukFile(secret));
            }
            secrets.put("word.management-file", PivCards.managementFile(secret));
            PivCards.authenticate(token, PivCards.managementFile(secret), random);
            Piv opened =
                    new Piv(token, PivCards.verified(token, pinFile(secret), terminal), library);
            done = true;
            return opened;
        } finally {
            if (!done) {
                token.close();
            }
        }
    }

    /** A card at its enrolment: a token that PKCS#11 can write, or a PIV card. */
    public interface EnrolmentCard extends Card, AutoCloseable {
        /** The certificate with this label of {@code KeyLabel}, if it was written. */
        Optional<X509Certificate> certificate(String label);

        /** How its holder reaches it from now on. */
        TokenConfig address();

        @Override
        void close();
    }
}
