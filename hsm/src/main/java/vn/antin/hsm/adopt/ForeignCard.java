package vn.antin.hsm.adopt;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import vn.antin.crypto.cert.KeyRules;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.PublicKeys;
import vn.antin.crypto.key.SecurityStrength;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.Pin;
import vn.antin.hsm.PinSource;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.key.KeyNames;
import vn.antin.hsm.key.TokenKeys;
import vn.antin.hsm.key.TokenSigner;
import vn.antin.hsm.key.TokenUnwrapper;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.token.Token;
import vn.antin.hsm.token.TokenAddress;
import vn.antin.hsm.token.TokenMonitor;
import vn.antin.hsm.token.TokenStatus;

/** A card that others made, in this process, with sessions that cannot write. Thread-safe. */
public final class ForeignCard implements AdoptableCard {
    private final Token token;
    private final TokenKeys keys;

    /** One that is open. */
    public ForeignCard(Token token) {
        this.token = token;
        this.keys = new TokenKeys(token, KeyNames.LABELS);
    }

    /**
     * Finds the card and logs in, with one PIN, once.
     *
     * @throws KeyException TOKEN_MISSING, PIN_WRONG (with the tries left when the token tells),
     *     PIN_LOCKED, PIN_NEEDED, DEVICE_FAILURE
     */
    public static ForeignCard open(TokenConfig config, PinSource pins) {
        TokenOptions options = TokenOptions.card();
        return new ForeignCard(
                Token.connect(
                        new TokenAddress(
                                config.module(),
                                config.tokenLabel(),
                                config.serial(),
                                options.module()),
                        options.limits(),
                        (request, login) -> {
                            try (Pin pin = pins.pin(request)) {
                                pin.use(login);
                            }
                        },
                        TokenMonitor.NONE));
    }

    @Override
    public TokenStatus status() {
        return token.status();
    }

    @Override
    public List<X509Certificate> certificates() {
        return keys.certificates();
    }

    @Override
    public List<ForeignKey> keys() {
        List<X509Certificate> all = certificates();
        return keys.all().stream()
                .filter(key -> KeyRules.isAtLeast(key.publicKey(), SecurityStrength.BITS_112))
                .map(key ->
                        new ForeignKey(
                                key,
                                all.stream()
                                        .filter(c -> c.getPublicKey().equals(key.publicKey()))
                                        .toList()))
                .toList();
    }

    @Override
    public Abilities probe(ForeignKey key) {
        return new Abilities(signing(key), decrypts(key));
    }

    private Abilities.Signing signing(ForeignKey key) {
        boolean rsa = key.publicKey() instanceof RSAPublicKey;
        if ((!rsa || token.lists(Mechanism.RSA_PSS_SHA256)) && signs(key, false)) {
            return Abilities.Signing.IN_CARD;
        }
        return rsa && token.lists(Mechanism.RSA_RAW) && signs(key, true)
                ? Abilities.Signing.PADDING_IN_SOFTWARE
                : Abilities.Signing.NONE;
    }

    private boolean signs(ForeignKey key, boolean bareRsa) {
        byte[] message = new byte[64];
        new SecureRandom().nextBytes(message);
        try {
            byte[] signature = new TokenSigner(token, key.stored(), bareRsa).sign(message);
            return PublicKeys.verifies(
                    key.publicKey(), SecurityStrength.BITS_112, message, signature);
        } catch (KeyException e) {
            return switch (e.reason()) {
                case BAD_INPUT, UNSUPPORTED, DEVICE_FAILURE -> false;
                case NO_SUCH_KEY, TOKEN_MISSING, PIN_WRONG, PIN_LOCKED, PIN_NEEDED, BUSY -> throw e;
            };
        }
    }

    private boolean decrypts(ForeignKey key) {
        return key.publicKey() instanceof RSAPublicKey
                && KeyRules.isStrong(key.publicKey())
                && !key.stored().alwaysAuthenticate()
                && new TokenUnwrapper(token, key.stored(), false).works();
    }

    @Override
    public Signer signer(ForeignKey key, Abilities abilities) {
        return new TokenSigner(
                token, key.stored(), abilities.signing() == Abilities.Signing.PADDING_IN_SOFTWARE);
    }

    @Override
    public DecryptionKey decryptionKey(ForeignKey key) {
        return new TokenUnwrapper(token, key.stored(), false);
    }

    @Override
    public void close() {
        token.close();
    }
}
