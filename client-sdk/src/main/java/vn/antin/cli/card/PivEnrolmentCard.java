package vn.antin.cli.card;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.Pin;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenInfo;
import vn.antin.hsm.piv.PivAgreer;
import vn.antin.hsm.piv.PivEncryption;
import vn.antin.hsm.piv.PivRetirement;
import vn.antin.hsm.piv.PivSigner;
import vn.antin.hsm.piv.PivSlot;
import vn.antin.hsm.piv.PivToken;
import vn.antin.sdk.enrol.RenewableCard;
import vn.antin.sdk.enrol.RenewalJournal;

/**
 * A PIV card, whose PKCS#11 module makes no keys: enrolled by the card's own commands. A key that
 * has no certificate yet cannot be seen on the card, so an attempt that broke off makes new ones.
 */
public final class PivEnrolmentCard implements CardOpening.EnrolmentCard {
    private static final KeyType TYPE = KeyType.EC_P256;

    private final PivToken token;
    private final Pin pin;
    private final Path module;
    private final Map<String, PublicKey> made = new HashMap<>();

    /** Takes over the PIN and the token, which is open for writing. */
    PivEnrolmentCard(PivToken token, Pin pin, Path module) {
        this.token = token;
        this.pin = pin;
        this.module = module;
    }

    @Override
    public void generate(String label) {
        made.put(label, token.generate(PivSlot.of(label), TYPE));
    }

    @Override
    public boolean has(String label) {
        return made.containsKey(label);
    }

    private PublicKey key(String label) {
        PublicKey key = made.get(label);
        if (key == null) {
            throw new KeyException(
                    KeyException.Reason.NO_SUCH_KEY, "no key was made for " + label, null);
        }
        return key;
    }

    @Override
    public Signer signer(String label) {
        return new PivSigner(token, PivSlot.of(label), TYPE, key(label), pin);
    }

    @Override
    public DecryptionKey decryptionKey(String label) {
        return new PivAgreer(token, PivSlot.of(label), TYPE, key(label), pin);
    }

    @Override
    public void writeCertificate(String label, X509Certificate certificate) {
        token.writeCertificate(PivSlot.of(label), certificate);
    }

    @Override
    public Optional<X509Certificate> certificate(String label) {
        return token.certificate(PivSlot.of(label));
    }

    /** The module shows the end of the card's GUID as its serial number. */
    @Override
    public TokenConfig address() {
        String guid = token.guid();
        token.close();
        TokenInfo shown =
                Cards.module(module).tokens().stream()
                        .filter(info -> !info.serial().isEmpty())
                        .filter(info -> guid.endsWith(info.serial().toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() ->
                                new KeyException(
                                        KeyException.Reason.TOKEN_MISSING,
                                        "the module " + module + " does not show the card",
                                        null));
        return new TokenConfig(module, shown.label(), Optional.of(shown.serial()));
    }

    @Override
    public void close() {
        pin.close();
        token.close();
    }

    /**
     * An enrolled card: the key so far goes from 9D to the next slot for old keys, or, on a card
     * that moves no keys, the new one is made there.
     */
    public static final class Renewing implements RenewableCard {
        private static final String PLACE = "place";

        private final PivToken token;
        private final Pin pin;
        private Optional<PivSlot> room = Optional.empty();

        /** The card is open for writing; it and the PIN stay the caller's. */
        public Renewing(PivToken token, Pin pin) {
            this.token = token;
            this.pin = pin;
        }

        @Override
        public Optional<X509Certificate> certificate(String label) {
            return label.equals(KeyLabel.ENCRYPTION)
                    ? PivEncryption.current(token).map(PivEncryption::certificate)
                    : token.certificate(PivSlot.of(label));
        }

        @Override
        public Signer signerSoFar(X509Certificate authentication) {
            PublicKey key = authentication.getPublicKey();
            return new PivSigner(token, PivSlot.AUTHENTICATION, PivRetirement.type(key), key, pin);
        }

        /** The place is noted first: until the certificate is there, the slot looks empty. */
        @Override
        public void keep(X509Certificate encryption, RenewalJournal journal) throws IOException {
            room = PivEncryption.current(token).map(PivEncryption::slot);
            PivRetirement retirement = new PivRetirement(token, pin);
            Optional<byte[]> noted = journal.get(PLACE);
            PivSlot place =
                    noted.isPresent()
                            ? PivSlot.RETIRED.get(
                                    Integer.parseInt(
                                            new String(noted.get(), StandardCharsets.US_ASCII)))
                            : retirement.place();
            journal.put(
                    PLACE,
                    Integer.toString(PivSlot.RETIRED.indexOf(place))
                            .getBytes(StandardCharsets.US_ASCII));
            room = Optional.of(retirement.makeRoom(encryption, place));
        }

        @Override
        public PublicKey generate(String label) {
            PivSlot slot = PivSlot.of(label);
            return token.generate(slot.equals(PivSlot.ENCRYPTION) ? room.orElse(slot) : slot, TYPE);
        }

        @Override
        public Signer signer(String label, PublicKey key) {
            return new PivSigner(token, PivSlot.of(label), TYPE, key, pin);
        }

        @Override
        public DecryptionKey decryptionKey(String label, PublicKey key) {
            PivSlot slot = new PivRetirement(token, pin).placeOf(key);
            return new PivAgreer(token, slot, TYPE, key, pin);
        }

        @Override
        public void install(String label, X509Certificate certificate) {
            if (label.equals(KeyLabel.ENCRYPTION)) {
                new PivRetirement(token, pin).install(certificate);
            } else {
                token.writeCertificate(PivSlot.of(label), certificate);
            }
        }
    }
}
