package vn.antin.hsm;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyVault;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.key.KeyNames;
import vn.antin.hsm.key.StorageKey;
import vn.antin.hsm.key.StoredKey;
import vn.antin.hsm.key.TokenAgreer;
import vn.antin.hsm.key.TokenKeys;
import vn.antin.hsm.key.TokenSigner;
import vn.antin.hsm.key.TokenUnwrapper;
import vn.antin.hsm.pkcs11.ModuleOptions;
import vn.antin.hsm.pkcs11.ModuleToken;
import vn.antin.hsm.pkcs11.Pkcs11Module;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.provider.ModuleIdentity;
import vn.antin.hsm.token.Token;
import vn.antin.hsm.token.TokenAddress;
import vn.antin.hsm.token.TokenMonitor;
import vn.antin.hsm.token.TokenState;
import vn.antin.hsm.token.TokenStatus;

/**
 * The keys of one token (a card or an HSM) reached through PKCS#11. Thread-safe.
 *
 * <p>Logged in once, at opening. All methods throw {@link KeyException}; signers and decryption
 * keys stay usable until the vault is closed, through lost sessions and returning tokens.
 */
public final class TokenVault implements KeyVault {
    private final Token token;
    private final TokenKeys keys;
    private final TokenAdmin admin;
    private final boolean paddingInSoftware;
    private final boolean bareRsa;

    private TokenVault(Token token, TokenOptions options) {
        this.token = token;
        this.keys =
                new TokenKeys(
                        token,
                        options.names()
                                .orElseGet(() ->
                                        KeyNames.ofManufacturer(token.status().manufacturer())));
        this.admin =
                new VaultAdmin(
                        token, keys, !options.quirks().contains(TokenOptions.Quirk.FORGETS_LOCAL));
        this.paddingInSoftware =
                options.quirks().contains(TokenOptions.Quirk.OAEP_PADDING_IN_SOFTWARE);
        this.bareRsa = options.quirks().contains(TokenOptions.Quirk.PSS_PADDING_IN_SOFTWARE);
    }

    /** Opens with {@link TokenOptions#defaults()}. */
    public static TokenVault open(TokenConfig config, PinSource pins) {
        return open(config, pins, TokenOptions.defaults());
    }

    /**
     * Finds the token and logs in, with one PIN, once.
     *
     * @throws KeyException TOKEN_MISSING, PIN_WRONG (with the tries left when the token tells),
     *     PIN_LOCKED, PIN_NEEDED, DEVICE_FAILURE
     */
    public static TokenVault open(TokenConfig config, PinSource pins, TokenOptions options) {
        return open(config, pins, options, TokenMonitor.NONE);
    }

    /** The same, with somebody who counts. */
    public static TokenVault open(
            TokenConfig config, PinSource pins, TokenOptions options, TokenMonitor monitor) {
        var address =
                new TokenAddress(
                        config.module(), config.tokenLabel(), config.serial(), options.module());
        Token token =
                Token.connect(
                        address,
                        options.limits(),
                        (request, login) -> {
                            try (Pin pin = pins.pin(request)) {
                                pin.use(login);
                            }
                        },
                        monitor);
        return new TokenVault(token, options);
    }

    /** All tokens that a module shows, also those not initialised. Needs no PIN. */
    public static List<TokenInfo> tokens(Path module) {
        try (Pkcs11Module loaded = Pkcs11Module.acquire(module, ModuleOptions.PARALLEL)) {
            return loaded.tokens().stream().map(TokenVault::info).toList();
        }
    }

    private static TokenInfo info(ModuleToken token) {
        return new TokenInfo(
                token.label(),
                token.serial(),
                token.manufacturer(),
                token.model(),
                token.firmware(),
                token.initialized(),
                token.pinInitialized(),
                token.pinLocked());
    }

    /**
     * Initialises the first token of the module that is not initialised yet (SoftHSM always has
     * one), never one that is.
     *
     * @param label at most 32 bytes in UTF-8; must not be in use in this module
     * @return the serial number of the token
     * @throws KeyException TOKEN_MISSING when there is no free token, BAD_INPUT for the label
     */
    public static String initToken(Path module, String label, Pin securityOfficerPin, Pin pin) {
        try (Pkcs11Module loaded = Pkcs11Module.acquire(module, ModuleOptions.PARALLEL)) {
            synchronized (TokenVault.class) {
                refuseTaken(loaded, label);
                ModuleToken free =
                        loaded.tokens().stream()
                                .filter(token -> !token.initialized())
                                .findFirst()
                                .orElseThrow(() -> noFreeToken(loaded));
                securityOfficerPin.use(so -> loaded.initToken(free.slot(), so, label));
                ModuleToken fresh =
                        loaded.tokens().stream()
                                .filter(token -> token.label().equals(label))
                                .findFirst()
                                .orElseThrow(() -> noFreeToken(loaded));
                try (Pkcs11Session session = loaded.openSession(fresh.slot(), true)) {
                    securityOfficerPin.use(session::loginSecurityOfficer);
                    pin.use(session::initPin);
                    session.logout();
                }
                return fresh.serial();
            }
        }
    }

    private static void refuseTaken(Pkcs11Module module, String label) {
        if (module.tokens().stream().anyMatch(token -> token.label().equals(label))) {
            throw new KeyException(
                    KeyException.Reason.BAD_INPUT,
                    "the module has a token with label \"" + label + "\" already",
                    null);
        }
    }

    private static KeyException noFreeToken(Pkcs11Module module) {
        return new KeyException(
                KeyException.Reason.TOKEN_MISSING,
                module + " has no token that is not initialised yet",
                null);
    }

    /** The open token itself, for what is neither named nor made by the project (hsm.adopt). */
    public Token token() {
        return token;
    }

    /** Making, writing and destroying keys and certificates. */
    public TokenAdmin admin() {
        return admin;
    }

    /** What the token says of itself now. */
    public TokenStatus status() {
        return token.status();
    }

    /** The token and its pool of sessions now. */
    public TokenState state() {
        return token.state();
    }

    /** Sessions open in the module, with the one that keeps the login. */
    public int openSessions() {
        return token.openSessions();
    }

    /** What the module and the token say of themselves now, and the library's bytes. */
    public ModuleIdentity identity() {
        return token.identity();
    }

    /** What the module calls the slot: for a card, the name of its reader. */
    public String reader() {
        return token.slotDescription();
    }

    @Override
    public Signer signer(String label) {
        StoredKey key =
                keys.byLabel(label)
                        .orElseThrow(() ->
                                new KeyException(
                                        KeyException.Reason.NO_SUCH_KEY,
                                        "the token has no key with label \"" + label + "\"",
                                        null));
        return new TokenSigner(token, key, bareRsa);
    }

    @Override
    public Optional<DecryptionKey> decryptionKey(byte[] subjectKeyIdentifier) {
        return keys.bySubjectKeyIdentifier(subjectKeyIdentifier).flatMap(this::decryptionKey);
    }

    private Optional<DecryptionKey> decryptionKey(StoredKey key) {
        if (key.publicKey() instanceof ECPublicKey) {
            return Optional.of(new TokenAgreer(token, key));
        }
        if (key.publicKey() instanceof RSAPublicKey) {
            return Optional.of(new TokenUnwrapper(token, key, paddingInSoftware));
        }
        return Optional.empty();
    }

    @Override
    public Optional<X509Certificate> certificate(String label) {
        return keys.certificate(label);
    }

    /**
     * Wraps a secret under the AES key with this label (RFC 3394): 16 bytes or more, a multiple of
     * 8; the result is 8 bytes longer.
     */
    public byte[] wrap(String label, SecretBytes secret) {
        return new StorageKey(token, label).wrap(secret);
    }

    /**
     * Undoes {@link #wrap}; to be closed by the caller.
     *
     * @throws KeyException when it was not wrapped under this key, or was changed
     */
    public SecretBytes unwrap(String label, byte[] wrapped) {
        return new StorageKey(token, label).unwrap(wrapped);
    }

    /** Lets running calls end and gives the token back; see {@link Token#close}. */
    @Override
    public void close() {
        token.close();
    }
}
