package vn.antin.hsm.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Unwrapper;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.token.Operation;
import vn.antin.hsm.token.Token;

/**
 * RSA-OAEP with SHA-256 in the token. Thread-safe.
 *
 * <p>Mechanism information is not to be trusted here (SoftHSM lists OAEP and does SHA-1 only), so
 * the first use decrypts a known secret. When the token cannot, the bare RSA operation with the
 * padding taken off in software is used, if the configuration permits that. A key that wants the
 * PIN for every use is not tried, since that would ask a person: with it, what the configuration
 * permits is used.
 */
public final class TokenUnwrapper implements Unwrapper {
    private static final byte[] PROBE =
            "antin self-test of RSA-OAEP.....".getBytes(StandardCharsets.US_ASCII);

    private final Token token;
    private final StoredKey key;
    private final RSAPublicKey ownHalf;
    private final boolean rawPermitted;
    private volatile @Nullable Mechanism chosen;

    /**
     * An unwrapper with this RSA key.
     *
     * @param rawPermitted whether the padding may be taken off in software
     */
    public TokenUnwrapper(Token token, StoredKey key, boolean rawPermitted) {
        if (!(key.publicKey() instanceof RSAPublicKey rsa)) {
            throw new IllegalArgumentException(key + " does not unwrap");
        }
        this.token = token;
        this.key = key;
        this.ownHalf = rsa;
        this.rawPermitted = rawPermitted;
    }

    @Override
    public PublicKey publicKey() {
        return ownHalf;
    }

    @Override
    public SecretBytes unwrap(byte[] encryptedKey) {
        if (encryptedKey.length != modulusBytes()) {
            throw new KeyException(
                    KeyException.Reason.BAD_INPUT, "the encrypted key has another length", null);
        }
        return decrypt(mechanism(), encryptedKey);
    }

    /** Whether a known secret comes back: a round trip, not what the mechanism list says. */
    public boolean works() {
        try {
            Mechanism unused = mechanism();
            return true;
        } catch (KeyException e) {
            if (e.reason() == KeyException.Reason.UNSUPPORTED) {
                return false;
            }
            throw e;
        }
    }

    private Mechanism mechanism() {
        Mechanism known = chosen;
        if (known == null) {
            known = choose();
            chosen = known;
        }
        return known;
    }

    private Mechanism choose() {
        if (key.alwaysAuthenticate()) {
            return rawPermitted && token.lists(Mechanism.RSA_RAW)
                    ? Mechanism.RSA_RAW
                    : Mechanism.RSA_OAEP_SHA256;
        }
        byte[] probe = encrypt();
        if (token.lists(Mechanism.RSA_OAEP_SHA256) && works(Mechanism.RSA_OAEP_SHA256, probe)) {
            return Mechanism.RSA_OAEP_SHA256;
        }
        if (rawPermitted && token.lists(Mechanism.RSA_RAW) && works(Mechanism.RSA_RAW, probe)) {
            return Mechanism.RSA_RAW;
        }
        throw new KeyException(
                KeyException.Reason.UNSUPPORTED,
                "the token cannot do RSA-OAEP with SHA-256"
                        + (rawPermitted ? "" : "; taking the padding off in software is not on"),
                null);
    }

    private boolean works(Mechanism mechanism, byte[] probe) {
        try (SecretBytes secret = decrypt(mechanism, probe)) {
            return secret.use(bytes -> MessageDigest.isEqual(bytes, PROBE));
        } catch (KeyException e) {
            if (e.reason() == KeyException.Reason.BAD_INPUT
                    || e.reason() == KeyException.Reason.UNSUPPORTED
                    || e.reason() == KeyException.Reason.DEVICE_FAILURE) {
                return false;
            }
            throw e;
        }
    }

    private byte[] encrypt() {
        try {
            Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
            oaep.init(
                    Cipher.ENCRYPT_MODE,
                    ownHalf,
                    new OAEPParameterSpec(
                            "SHA-256",
                            "MGF1",
                            MGF1ParameterSpec.SHA256,
                            PSource.PSpecified.DEFAULT));
            return oaep.doFinal(PROBE);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK encrypts with RSA-OAEP", e);
        }
    }

    private SecretBytes decrypt(Mechanism mechanism, byte[] encrypted) {
        byte[] plain =
                token.call(
                        Operation.DECRYPT,
                        lease -> {
                            long handle = lease.existing(key.name());
                            return EachUse.of(
                                    token,
                                    lease,
                                    key,
                                    () -> lease.session().decrypt(mechanism, handle, encrypted),
                                    pin ->
                                            lease.session()
                                                    .decryptAuthenticated(
                                                            mechanism, handle, encrypted, pin));
                        });
        if (mechanism != Mechanism.RSA_RAW) {
            return SecretBytes.owning(plain);
        }
        if (plain.length > modulusBytes()) {
            throw new KeyException(
                    KeyException.Reason.DEVICE_FAILURE, "the token gave too many bytes", null);
        }
        // Some modules leave leading zeros out.
        var encoded = new byte[modulusBytes()];
        System.arraycopy(plain, 0, encoded, encoded.length - plain.length, plain.length);
        Arrays.fill(plain, (byte) 0);
        return OaepPadding.remove(encoded);
    }

    private int modulusBytes() {
        return (ownHalf.getModulus().bitLength() + 7) / 8;
    }

    @Override
    public String toString() {
        return "unwrapping with " + key;
    }
}
