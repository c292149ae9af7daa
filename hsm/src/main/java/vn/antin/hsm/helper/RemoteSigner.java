package vn.antin.hsm.helper;

import java.security.PublicKey;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.SecurityStrength;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.key.Signer;

/** Signs by the helper. */
record RemoteSigner(HelperVault vault, Conversation.Finding key, PublicKey publicKey)
        implements Signer {
    @Override
    public SignatureAlgorithm algorithm() {
        return SignatureAlgorithm.of(publicKey, SecurityStrength.BITS_112);
    }

    @Override
    public byte[] sign(byte[] message) {
        if (message.length > 8 << 20) {
            throw new KeyException(
                    KeyException.Reason.BAD_INPUT, "too long to be signed at once", null);
        }
        return vault.use(
                key,
                publicKey,
                key.use().bytes(message).frame(Frame.Kind.SIGN),
                Content.Reader::bytes);
    }
}
