package vn.antin.hsm.helper;

import java.security.PublicKey;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.Unwrapper;

/** Unwraps by the helper. */
final class RemoteUnwrapper implements Unwrapper {
    private final HelperVault vault;
    private final byte[] identifier;
    private final PublicKey publicKey;

    RemoteUnwrapper(HelperVault vault, byte[] identifier, PublicKey publicKey) {
        this.vault = vault;
        this.identifier = identifier;
        this.publicKey = publicKey;
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public SecretBytes unwrap(byte[] encryptedKey) {
        return vault.call(
                new Content.Writer().bytes(identifier).bytes(encryptedKey).frame(Frame.Kind.UNWRAP),
                in -> SecretBytes.owning(in.bytes()));
    }
}
