package vn.antin.hsm.piv;

import java.security.PublicKey;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.Pin;

/** Agrees with an EC key on the card before its certificate is there. */
public final class PivAgreer implements KeyAgreer {
    private final PivToken token;
    private final PivSlot slot;
    private final KeyType type;
    private final PublicKey publicKey;
    private final Pin pin;

    /** An agreer with the key in a slot; the PIN stays the caller's. */
    public PivAgreer(PivToken token, PivSlot slot, KeyType type, PublicKey publicKey, Pin pin) {
        this.token = token;
        this.slot = slot;
        this.type = type;
        this.publicKey = publicKey;
        this.pin = pin;
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public SecretBytes agree(PublicKey other) {
        token.verify(pin);
        return token.agree(slot, type, PivKeys.point(other, type));
    }
}
