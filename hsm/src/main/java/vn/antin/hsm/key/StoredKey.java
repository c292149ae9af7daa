package vn.antin.hsm.key;

import java.security.PublicKey;
import java.util.HexFormat;
import java.util.Optional;
import vn.antin.hsm.pkcs11.Template;
import vn.antin.hsm.token.ObjectName;

/**
 * A private key in a token, known by its public half.
 *
 * @param id CKA_ID in hexadecimal, empty when the key has none
 * @param alwaysAuthenticate it wants the PIN for every use
 */
public record StoredKey(String label, String id, PublicKey publicKey, boolean alwaysAuthenticate) {
    ObjectName name() {
        return new ObjectName(
                Template.PRIVATE_KEY,
                label.isEmpty() ? Optional.empty() : Optional.of(label),
                id.isEmpty() ? Optional.empty() : Optional.of(id));
    }

    static String hex(byte[] id) {
        return HexFormat.of().formatHex(id);
    }

    @Override
    public String toString() {
        return "key \"" + label + "\" (" + publicKey.getAlgorithm() + ")";
    }
}
