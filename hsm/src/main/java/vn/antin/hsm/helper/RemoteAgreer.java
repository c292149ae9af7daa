package vn.antin.hsm.helper;

import java.security.PublicKey;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.KeyAgreer;

/** Agrees by the helper. */
final class RemoteAgreer implements KeyAgreer {
    private final HelperVault vault;
    private final byte[] identifier;
    private final PublicKey publicKey;

    RemoteAgreer(HelperVault vault, byte[] identifier, PublicKey publicKey) {
        this.vault = vault;
        this.identifier = identifier;
        this.publicKey = publicKey;
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public SecretBytes agree(PublicKey other) {
        var out = new Content.Writer().bytes(identifier);
        Codec.publicKey(out, other);
        return vault.call(out.frame(Frame.Kind.AGREE), in -> SecretBytes.owning(in.bytes()));
    }
}
