package vn.antin.hsm;

import vn.antin.crypto.key.KeyLabel;

/** What a private key may do: one thing. */
public enum KeyUse {
    /** Sign. */
    SIGN,
    /** Open envelopes: derive with EC, decrypt with RSA. */
    DECRYPT;

    /** The use that goes with a label: keys called "encryption..." decrypt, all others sign. */
    public static KeyUse of(String label) {
        return label.equals(KeyLabel.ENCRYPTION) || label.startsWith(KeyLabel.ENCRYPTION + "-")
                ? DECRYPT
                : SIGN;
    }
}
