package vn.antin.hsm.key;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.token.Operation;
import vn.antin.hsm.token.Token;

/** Signs in the token; the message is hashed here, because not every token can. Thread-safe. */
public final class TokenSigner implements Signer {
    private final Token token;
    private final StoredKey key;
    private final SignatureAlgorithm algorithm;

    /**
     * A signer with this key.
     *
     * @throws KeyException UNSUPPORTED when the project does not sign with keys of this kind
     */
    public TokenSigner(Token token, StoredKey key) {
        this.token = token;
        this.key = key;
        try {
            this.algorithm = SignatureAlgorithm.of(key.publicKey());
        } catch (IllegalArgumentException e) {
            throw new KeyException(KeyException.Reason.UNSUPPORTED, key + " does not sign", e);
        }
    }

    @Override
    public SignatureAlgorithm algorithm() {
        return algorithm;
    }

    @Override
    public PublicKey publicKey() {
        return key.publicKey();
    }

    @Override
    public byte[] sign(byte[] message) {
        return switch (algorithm) {
            case ECDSA_P256_SHA256 -> Der.ecdsa(raw(Mechanism.ECDSA, digest(message)), 32);
            case ECDSA_P384_SHA384 -> Der.ecdsa(raw(Mechanism.ECDSA, digest(message)), 48);
            case RSA_PSS_SHA256 -> raw(Mechanism.RSA_PSS_SHA256, digest(message));
            case ED25519 -> raw(Mechanism.EDDSA, message);
        };
    }

    private byte[] digest(byte[] message) {
        try {
            return MessageDigest.getInstance(algorithm.digest()).digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has " + algorithm.digest(), e);
        }
    }

    private byte[] raw(Mechanism mechanism, byte[] data) {
        return token.call(
                Operation.SIGN,
                lease -> {
                    long handle = lease.existing(key.name());
                    return EachUse.of(
                            token,
                            lease,
                            key,
                            () -> lease.session().sign(mechanism, handle, data),
                            pin -> lease.session().signAuthenticated(mechanism, handle, data, pin));
                });
    }

    @Override
    public String toString() {
        return "signer with " + key;
    }
}
