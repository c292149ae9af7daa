package vn.antin.hsm.piv;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.Pin;

/**
 * Keeps an encryption key that is being replaced, where the card's module finds it when an old
 * document is opened: moves it from 9D to a slot for old keys, or, when the card cannot move keys,
 * leaves it and makes the new one in such a slot. Not thread-safe; all methods throw {@link
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
     * Makes room for a new key beside the one so far; what an earlier attempt has done is not done
     * again.
     *
     * @param place a slot from {@link #place}, for the old key or the new one
     * @return the slot in which the new key is to be made
     * @throws KeyException UNSUPPORTED when the card neither moves keys nor makes them in slots for
     *     old ones: nothing was changed then; NO_SUCH_KEY when the old key is not on the card
     */
    public PivSlot makeRoom(X509Certificate old, PivSlot place) {
        if (isKeptElsewhere(old, place)) {
            return tried(place, type(old.getPublicKey()));
        }
        try {
            move(old, place);
            return PivSlot.ENCRYPTION;
        } catch (KeyException e) {
            if (e.reason() != KeyException.Reason.UNSUPPORTED) {
                throw e;
            }
            return tried(place, type(old.getPublicKey()));
        }
    }

    /** Whether it was itself made in a slot for old keys. */
    private boolean isKeptElsewhere(X509Certificate old, PivSlot place) {
        for (PivSlot slot : PivSlot.RETIRED.subList(0, token.keyHistory())) {
            if (!slot.equals(place)
                    && token.certificate(slot).filter(old::equals).isPresent()
                    && holds(slot, old.getPublicKey())) {
                return true;
            }
        }
        return false;
    }

    /** Makes a key in a slot for old keys to see whether the card does that. */
    private PivSlot tried(PivSlot place, KeyType type) {
        PublicKey made;
        try {
            made = token.generate(place, type);
        } catch (KeyException e) {
            if (e.reason() == KeyException.Reason.BAD_INPUT
                    || e.reason() == KeyException.Reason.UNSUPPORTED) {
                throw new KeyException(
                        KeyException.Reason.UNSUPPORTED,
                        "the card neither moves keys nor makes them in slots for old keys",
                        e);
            }
            throw e;
        }
        if (!holds(place, made)) {
            throw new KeyException(
                    KeyException.Reason.UNSUPPORTED,
                    "the card does not use the key in " + place,
                    null);
        }
        return place;
    }

    /**
     * Where the new key is: 9D, or the slot for old keys that has its certificate or, so far, none.
     *
     * @throws KeyException NO_SUCH_KEY
     */
    public PivSlot placeOf(PublicKey fresh) {
        for (PivSlot slot : PivSlot.RETIRED) {
            Optional<X509Certificate> certificate = token.certificate(slot);
            boolean fits = certificate.filter(c -> !c.getPublicKey().equals(fresh)).isEmpty();
            if (fits && holds(slot, fresh)) {
                return slot;
            }
            if (certificate.isEmpty()) {
                break;
            }
        }
        if (holds(PivSlot.ENCRYPTION, fresh)) {
            return PivSlot.ENCRYPTION;
        }
        throw new KeyException(
                KeyException.Reason.NO_SUCH_KEY, "the card does not have the new key", null);
    }

    /** Writes the certificate of the new key, which makes it the one in use. */
    public void install(X509Certificate fresh) {
        PivSlot slot = placeOf(fresh.getPublicKey());
        token.writeCertificate(slot, fresh);
        if (!slot.equals(PivSlot.ENCRYPTION)) {
            token.writeKeyHistory(PivSlot.RETIRED.indexOf(slot) + 1);
        }
    }

    private void move(X509Certificate old, PivSlot place) {
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
