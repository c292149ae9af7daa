package vn.antin.crypto.bc;

import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.AsymmetricBlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;

/**
 * RSASSA-PSS (RFC 8017 8.1; SHA-256, MGF1 with SHA-256, 32 bytes of salt) with a key in a device
 * that only does the bare RSA operation: Bouncy Castle encodes, the device computes. Thread-safe.
 */
public final class RawRsaPss {
    private static final int SALT = 32;

    private RawRsaPss() {}

    /**
     * The signature.
     *
     * @param key public half of the key
     * @param operation RSASP1: takes and gives as many bytes as the modulus has
     */
    public static byte[] sign(
            RSAPublicKey key,
            UnaryOperator<byte[]> operation,
            byte[] message,
            SecureRandom random) {
        RSAKeyParameters half =
                new RSAKeyParameters(false, key.getModulus(), key.getPublicExponent());
        PSSSigner signer =
                new PSSSigner(
                        new Device(operation, (key.getModulus().bitLength() + 7) / 8),
                        SHA256Digest.newInstance(),
                        SALT);
        signer.init(true, new ParametersWithRandom(half, random));
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalArgumentException("the key is too short for RSASSA-PSS", e);
        }
    }

    /** The bare operation, as Bouncy Castle calls it. */
    private record Device(UnaryOperator<byte[]> operation, int length)
            implements AsymmetricBlockCipher {
        @Override
        public void init(boolean encrypting, CipherParameters parameters) {
            // The key is in the device.
        }

        @Override
        public int getInputBlockSize() {
            return length;
        }

        @Override
        public int getOutputBlockSize() {
            return length;
        }

        @Override
        public byte[] processBlock(byte[] in, int from, int size) {
            byte[] block = new byte[length];
            System.arraycopy(in, from, block, length - size, size);
            byte[] made = operation.apply(block);
            Arrays.fill(block, (byte) 0);
            if (made.length > length) {
                throw new IllegalStateException("the device gave too many bytes");
            }
            // Some devices leave leading zeros out.
            byte[] whole = new byte[length];
            System.arraycopy(made, 0, whole, length - made.length, made.length);
            return whole;
        }
    }
}
