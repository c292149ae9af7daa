package vn.antin.hsm.helper;

import java.security.PublicKey;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.SecurityStrength;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.key.Unwrapper;
import vn.antin.hsm.helper.wire.Codec;
import vn.antin.hsm.helper.wire.Content;
import vn.antin.hsm.helper.wire.Frame;

/** Keys that are used by the helper. */
final class RemoteKeys {
    private RemoteKeys() {}

    /** Signs by the helper. */
    record Signing(HelperVault vault, Conversation.Finding key, PublicKey publicKey)
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

    /** Agrees by the helper. */
    static final class Agreeing implements KeyAgreer {
        private final HelperVault vault;
        private final Conversation.Finding key;
        private final PublicKey publicKey;

        Agreeing(HelperVault vault, Conversation.Finding key, PublicKey publicKey) {
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
                    key,
                    publicKey,
                    out.frame(Frame.Kind.AGREE),
                    in -> SecretBytes.owning(in.bytes()));
        }
    }

    /** Unwraps by the helper. */
    static final class Unwrapping implements Unwrapper {
        private final HelperVault vault;
        private final Conversation.Finding key;
        private final PublicKey publicKey;

        Unwrapping(HelperVault vault, Conversation.Finding key, PublicKey publicKey) {
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
}
