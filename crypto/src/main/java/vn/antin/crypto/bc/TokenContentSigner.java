package vn.antin.crypto.bc;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.key.Signer;

/**
 * Bouncy Castle's door to a private key that stays in its token.
 *
 * <p>Collects what is to be signed (signed attributes or a certificate body, both small) and has
 * the {@link Signer} sign it when asked for the signature. For one signature by one thread; the
 * signer's own errors ({@code KeyException}) pass through.
 */
final class TokenContentSigner implements ContentSigner {
    private final Signer signer;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream(1024);

    TokenContentSigner(Signer signer) {
        this.signer = signer;
    }

    /**
     * The algorithm identifier of signatures: RFC 5758 3.2 for ECDSA, RFC 4055 3.1 for RSASSA-PSS
     * with all parameters written out, RFC 8410 3 for Ed25519.
     */
    static AlgorithmIdentifier identifier(SignatureAlgorithm algorithm) {
        return new DefaultSignatureAlgorithmIdentifierFinder().find(algorithm.bouncyCastleName());
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return identifier(signer.algorithm());
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
