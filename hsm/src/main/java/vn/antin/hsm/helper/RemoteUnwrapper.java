package vn.antin.hsm.helper;

import java.security.PublicKey;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.Unwrapper;

/** Unwraps by the helper. */
final class RemoteUnwrapper implements Unwrapper {
    private final HelperVault vault;
    private final Conversation.Finding key;
    private final PublicKey publicKey;

    RemoteUnwrapper(HelperVault vault, Conversation.Finding key, PublicKey publicKey) {
        this.vault = vault;
        this.key = key;
        this.publicKey = publicKey;
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public SecretBytes unwrap(byte[] encryptedKey) {
        return vault.use(
                key,
                publicKey,
                key.use().bytes(encryptedKey).frame(Frame.Kind.UNWRAP),
                in -> SecretBytes.owning(in.bytes()));
    }
}
