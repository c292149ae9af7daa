package vn.antin.hsm.key;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import vn.antin.crypto.bc.RawRsaPss;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.SecurityStrength;
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
    private final boolean bareRsa;

    /**
     * A signer with this key.
     *
     * @throws KeyException UNSUPPORTED when the project does not sign with keys of this kind
     */
    public TokenSigner(Token token, StoredKey key) {
        this(token, key, false);
    }

    /**
     * The same for a token that may not know RSASSA-PSS.
     *
     * @param bareRsa whether RSA signatures are padded in software and the token does the bare
     *     operation
     */
    public TokenSigner(Token token, StoredKey key, boolean bareRsa) {
        this.token = token;
        this.bareRsa = bareRsa;
        this.key = key;
        try {
            // Which keys of 112 bits may sign is for their certificates to say.
            this.algorithm = SignatureAlgorithm.of(key.publicKey(), SecurityStrength.BITS_112);
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
            case RSA_PSS_SHA256 -> pss(message);
            case ED25519 -> raw(Mechanism.EDDSA, message);
        };
    }

    private byte[] pss(byte[] message) {
        if (bareRsa && key.publicKey() instanceof RSAPublicKey half) {
            return RawRsaPss.sign(
                    half, block -> raw(Mechanism.RSA_RAW, block), message, new SecureRandom());
        }
        return raw(Mechanism.RSA_PSS_SHA256, digest(message));
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
