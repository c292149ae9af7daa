package vn.antin.hsm.jca;

import java.io.ByteArrayOutputStream;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.key.Signer;

/**
 * Signs with the {@link Signer} of a {@link TokenPrivateKey}; cannot verify. One use, one thread,
 * as every {@link java.security.Signature}.
 */
public abstract class TokenSignature extends SignatureSpi {
    private final SignatureAlgorithm algorithm;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private @Nullable Signer signer;

    TokenSignature(SignatureAlgorithm algorithm) {
        this.algorithm = algorithm;
    }

    /** ECDSA on P-256 with SHA-256. */
    public static final class EcdsaP256 extends TokenSignature {
        /** For the provider. */
        public EcdsaP256() {
            super(SignatureAlgorithm.ECDSA_P256_SHA256);
        }
    }

    /** ECDSA on P-384 with SHA-384. */
    public static final class EcdsaP384 extends TokenSignature {
        /** For the provider. */
        public EcdsaP384() {
            super(SignatureAlgorithm.ECDSA_P384_SHA384);
        }
    }

    /** RSASSA-PSS with SHA-256 only. */
    public static final class RsaPss extends TokenSignature {
        /** For the provider. */
        public RsaPss() {
            super(SignatureAlgorithm.RSA_PSS_SHA256);
        }

        @Override
        protected void engineSetParameter(AlgorithmParameterSpec params)
                throws InvalidAlgorithmParameterException {
            // Refusing the others makes JSSE try its next scheme.
            if (!(params instanceof PSSParameterSpec pss)
                    || !pss.getDigestAlgorithm().equals("SHA-256")
                    || !(pss.getMGFParameters() instanceof MGF1ParameterSpec mgf)
                    || !mgf.getDigestAlgorithm().equals("SHA-256")
                    || pss.getSaltLength() != 32) {
                throw new InvalidAlgorithmParameterException(
                        "only SHA-256, MGF1 with SHA-256 and 32 bytes of salt");
            }
        }
    }

    /** Ed25519. */
    public static final class Ed25519 extends TokenSignature {
        /** For the provider. */
        public Ed25519() {
            super(SignatureAlgorithm.ED25519);
        }
    }

    @Override
    protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
        if (!(privateKey instanceof TokenPrivateKey key) || key.signer().algorithm() != algorithm) {
            throw new InvalidKeyException("not a key in a token for " + algorithm);
        }
        signer = key.signer();
        message.reset();
    }

    @Override
    protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
        throw new InvalidKeyException("this provider does not verify");
    }

    @Override
    protected void engineUpdate(byte b) {
        message.write(b);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int from, int length) {
        message.write(bytes, from, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        Signer chosen = signer;
        if (chosen == null) {
            throw new SignatureException("not initialised");
        }
        try {
            return chosen.sign(message.toByteArray());
        } catch (KeyException e) {
            throw new SignatureException("the token did not sign", e);
        } finally {
            message.reset();
        }
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
        throw new SignatureException("this provider does not verify");
    }

    @Override
    protected void engineSetParameter(AlgorithmParameterSpec params)
            throws InvalidAlgorithmParameterException {
        throw new InvalidAlgorithmParameterException("no parameters");
    }

    @Override
    protected @Nullable AlgorithmParameters engineGetParameters() {
        return null;
    }

    @Deprecated
    @Override
    protected void engineSetParameter(String name, Object value) {
        throw new InvalidParameterException("no parameters");
    }

    @Deprecated
    @Override
    protected Object engineGetParameter(String name) {
        throw new InvalidParameterException("no parameters");
    }
}
