package vn.antin.hsm;

import java.security.PublicKey;
import java.util.HexFormat;
import vn.antin.crypto.cert.KeyIdentifier;

/** A key pair that was just made and checked. */
public record KeyPairInfo(String label, KeyType type, KeyUse use, PublicKey publicKey) {
    /** Its CKA_ID, 20 bytes: the subject key identifier of its future certificate. */
    public byte[] id() {
        return KeyIdentifier.of(publicKey);
    }

    @Override
    public String toString() {
        return label + " " + type + " " + use + " " + HexFormat.of().formatHex(id());
    }
}
