package vn.antin.hsm.piv;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import javax.crypto.KeyAgreement;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.Pin;

/**
 * Keeps an encryption key that is being replaced: moves it from 9D to a retired slot, where the
 * card's module finds it when an old document is opened. Not thread-safe; all methods throw {@link
 * KeyException}.
 */
public final class PivRetirement {
    private final PivToken token;
    private final Pin pin;

    /** On a card that is open for writing; the PIN stays the caller's. */
    public PivRetirement(PivToken token, Pin pin) {
        this.token = token;
        this.pin = pin;
    }

    /** The type of an EC key as the card knows it. */
    public static KeyType type(PublicKey key) {
        if (key instanceof ECPublicKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            if (bits == 256) {
                return KeyType.EC_P256;
            }
            if (bits == 384) {
                return KeyType.EC_P384;
            }
        }
        throw new KeyException(
                KeyException.Reason.UNSUPPORTED, "no EC key on P-256 or P-384", null);
    }

    /**
     * The next slot for an old key: the lowest without a certificate.
     *
     * @throws KeyException UNSUPPORTED when all are taken
     */
    public PivSlot place() {
        return PivSlot.RETIRED.stream()
                .filter(slot -> token.certificate(slot).isEmpty())
                .findFirst()
                .orElseThrow(() ->
                        new KeyException(
                                KeyException.Reason.UNSUPPORTED,
                                "all 20 slots for old keys are taken",
                                null));
    }

    /**
     * Brings key and certificate to a slot from {@link #place}; what an earlier attempt has done is
     * not done again. When it returns, the key was used in its new place.
     *
     * @throws KeyException UNSUPPORTED when the card cannot move keys: nothing was changed then;
     *     NO_SUCH_KEY when the key is in neither place
     */
    public void keep(X509Certificate old, PivSlot place) {
        PublicKey key = old.getPublicKey();
        if (!holds(place, key)) {
            if (!holds(PivSlot.ENCRYPTION, key)) {
                throw new KeyException(
                        KeyException.Reason.NO_SUCH_KEY,
                        "the card has no key that goes with its encryption certificate",
                        null);
            }
            token.move(PivSlot.ENCRYPTION, place);
            if (!holds(place, key)) {
                throw new KeyException(
                        KeyException.Reason.DEVICE_FAILURE,
                        "the card says that it moved the key, but it is not in " + place,
                        null);
            }
        }
        if (token.certificate(place).isEmpty()) {
            token.writeCertificate(place, old);
        }
        token.writeKeyHistory(PivSlot.RETIRED.indexOf(place) + 1);
    }

    /** Whether the private key in a slot is that of a public key: tried, not believed. */
    boolean holds(PivSlot slot, PublicKey key) {
        KeyType type = type(key);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(((ECPublicKey) key).getParams());
            KeyPair ours = generator.generateKeyPair();
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(ours.getPrivate());
            var unused = agreement.doPhase(key, true);
            byte[] expected = agreement.generateSecret();
            token.verify(pin);
            try (SecretBytes theirs =
                    token.agree(slot, type, PivKeys.point(ours.getPublic(), type))) {
                return theirs.use(bytes -> MessageDigest.isEqual(bytes, expected));
            }
        } catch (KeyException e) {
            if (e.reason() == KeyException.Reason.BAD_INPUT) {
                return false;
            }
            throw e;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has ECDH", e);
        }
    }
}
