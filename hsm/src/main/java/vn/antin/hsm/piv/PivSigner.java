package vn.antin.hsm.piv;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.Pin;

/** Signs with a key on the card before its certificate is there; gives the PIN before each use. */
public final class PivSigner implements Signer {
    private final PivToken token;
    private final PivSlot slot;
    private final KeyType type;
    private final PublicKey publicKey;
    private final Pin pin;

    /** A signer with the EC key in a slot; the PIN stays the caller's. */
    public PivSigner(PivToken token, PivSlot slot, KeyType type, PublicKey publicKey, Pin pin) {
        this.token = token;
        this.slot = slot;
        this.type = type;
        this.publicKey = publicKey;
        this.pin = pin;
    }

    @Override
    public SignatureAlgorithm algorithm() {
        return SignatureAlgorithm.of(publicKey);
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        token.verify(pin);
        return token.compute(slot, type, 0x81, digest(message));
    }

    private byte[] digest(byte[] message) {
        try {
            return MessageDigest.getInstance(algorithm().digest()).digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has " + algorithm().digest(), e);
        }
    }
}
