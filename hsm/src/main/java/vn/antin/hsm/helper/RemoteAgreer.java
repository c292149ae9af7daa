package vn.antin.hsm.helper;

import java.security.PublicKey;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.KeyAgreer;

/** Agrees by the helper. */
final class RemoteAgreer implements KeyAgreer {
    private final HelperVault vault;
    private final Conversation.Finding key;
    private final PublicKey publicKey;

    RemoteAgreer(HelperVault vault, Conversation.Finding key, PublicKey publicKey) {
        this.vault = vault;
        this.key = key;
        this.publicKey = publicKey;
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public SecretBytes agree(PublicKey other) {
        Content.Writer out = key.use();
        Codec.publicKey(out, other);
        return vault.use(
                key, publicKey, out.frame(Frame.Kind.AGREE), in -> SecretBytes.owning(in.bytes()));
    }
}
