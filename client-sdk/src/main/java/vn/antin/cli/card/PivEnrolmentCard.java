package vn.antin.cli.card;

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
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.piv.PivAgreer;
import vn.antin.hsm.piv.PivSigner;
import vn.antin.hsm.piv.PivSlot;
import vn.antin.hsm.piv.PivToken;

/**
 * A PIV card, whose PKCS#11 module makes no keys: enrolled by the card's own commands. A key that
 * has no certificate yet cannot be seen on the card, so an attempt that broke off makes new ones.
 */
final class PivEnrolmentCard implements EnrolmentCard {
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

    static PivSlot slot(String label) {
        return switch (label) {
            case KeyLabel.SIGNATURE -> PivSlot.SIGNATURE;
            case KeyLabel.AUTHENTICATION -> PivSlot.AUTHENTICATION;
            case KeyLabel.ENCRYPTION -> PivSlot.ENCRYPTION;
            default -> throw new IllegalArgumentException("no slot for " + label);
        };
    }

    @Override
    public void generate(String label) {
        made.put(label, token.generate(slot(label), TYPE));
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
        return new PivSigner(token, slot(label), TYPE, key(label), pin);
    }

    @Override
    public DecryptionKey decryptionKey(String label) {
        return new PivAgreer(token, slot(label), TYPE, key(label), pin);
    }

    @Override
    public void writeCertificate(String label, X509Certificate certificate) {
        token.writeCertificate(slot(label), certificate);
    }

    @Override
    public Optional<X509Certificate> certificate(String label) {
        return token.certificate(slot(label));
    }

    /** The module shows the end of the card's GUID as its serial number. */
    @Override
    public TokenConfig address() {
        String guid = token.guid();
        token.close();
        TokenInfo shown =
                TokenVault.tokens(module).stream()
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
}
