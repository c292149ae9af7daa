package vn.antin.crypto.bc;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;
import vn.antin.crypto.key.Signer;

/**
 * Bouncy Castle's door to a private key that stays in its token.
 *
 * <p>Collects what is to be signed (signed attributes or a certificate body, both small) and has
 * the {@link Signer} sign it when asked for the signature. For one signature by one thread; the
 * signer's own errors ({@code KeyException}) pass through.
 */
public final class TokenContentSigner implements ContentSigner {
    private final Signer signer;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream(1024);

    /** For one signature with this key. */
    public TokenContentSigner(Signer signer) {
        this.signer = signer;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return BouncyCastle.identifier(signer.algorithm());
    }

    @Override
    public OutputStream getOutputStream() {
        return content;
    }

    @Override
    public byte[] getSignature() {
        return signer.sign(content.toByteArray());
    }
}
