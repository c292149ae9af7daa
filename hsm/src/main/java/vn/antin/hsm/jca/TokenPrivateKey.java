package vn.antin.hsm.jca;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.ECParameterSpec;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.key.Signer;

/**
 * Stands for a private key inside a token: it can be asked for a signature, but has no content and
 * no encoding.
 *
 * <p>It shows what JSSE must know to choose a signature scheme (curve, modulus), but is none of the
 * JDK's private key interfaces, so that no other provider takes it for its own.
 */
public abstract class TokenPrivateKey implements PrivateKey {
    private static final long serialVersionUID = 1L;

    private final transient Signer signer;

    TokenPrivateKey(Signer signer) {
        this.signer = signer;
    }

    /** The private half as JSSE wants to see it. */
    static TokenPrivateKey of(Signer signer) {
        PublicKey half = signer.publicKey();
        if (half instanceof ECKey ec) {
            return new Ec(signer, ec.getParams());
        }
        if (half instanceof RSAKey rsa) {
            return new Rsa(signer, rsa.getModulus());
        }
        return new Plain(signer);
    }

    Signer signer() {
        return signer;
    }

    @Override
    public String getAlgorithm() {
        return signer.publicKey().getAlgorithm();
    }

    /** None: the key does not leave its token. */
    @Override
    public @Nullable String getFormat() {
        return null;
    }

    /** None: the key does not leave its token. */
    @Override
    public byte @Nullable [] getEncoded() {
        return null;
    }

    @SuppressWarnings("UnusedVariable")
    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("a key in a token");
    }

    @Override
    public String toString() {
        return "private key in a token (" + getAlgorithm() + ")";
    }

    private static final class Ec extends TokenPrivateKey implements ECKey {
        private static final long serialVersionUID = 1L;

        private final transient ECParameterSpec params;

        Ec(Signer signer, ECParameterSpec params) {
            super(signer);
            this.params = params;
        }

        @Override
        public ECParameterSpec getParams() {
            return params;
        }
    }

    private static final class Rsa extends TokenPrivateKey implements RSAKey {
        private static final long serialVersionUID = 1L;

        private final BigInteger modulus;

        Rsa(Signer signer, BigInteger modulus) {
            super(signer);
            this.modulus = modulus;
        }

        @Override
        public BigInteger getModulus() {
            return modulus;
        }
    }

    private static final class Plain extends TokenPrivateKey {
        private static final long serialVersionUID = 1L;

        Plain(Signer signer) {
            super(signer);
        }
    }
}
