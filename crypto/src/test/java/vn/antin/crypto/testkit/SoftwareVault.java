package vn.antin.crypto.testkit;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyVault;
import vn.antin.crypto.key.SecurityStrength;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.key.Unwrapper;

/**
 * Keys in memory, by label: what a token does, without a token. For tests only. Thread-safe.
 *
 * <p>Every key may do everything its type can; a token would refuse the wrong use.
 */
public final class SoftwareVault implements KeyVault {
    /** Key types that the project uses. */
    public enum KeyType {
        /** Elliptic curve P-256. */
        EC_P256,
        /** Elliptic curve P-384. */
        EC_P384,
        /** RSA, 2048 bits: not the project's own, but of cards that others made. */
        RSA_2048,
        /** RSA, 3072 bits. */
        RSA_3072,
        /** Edwards curve 25519, for logs. */
        ED25519
    }

    private final Map<String, KeyPair> keys = new ConcurrentHashMap<>();
    private final Map<String, X509Certificate> certificates = new ConcurrentHashMap<>();

    /** A vault without keys. */
    public SoftwareVault() {}

    /** Makes a P-256 key under this label, in place of any other, and returns this vault. */
    public SoftwareVault ecP256(String label) {
        return generate(label, KeyType.EC_P256);
    }

    /** Makes a P-384 key under this label. */
    public SoftwareVault ecP384(String label) {
        return generate(label, KeyType.EC_P384);
    }

    /** Makes an RSA key of 3072 bits under this label. */
    public SoftwareVault rsa3072(String label) {
        return generate(label, KeyType.RSA_3072);
    }

    /** Makes an Ed25519 key under this label. */
    public SoftwareVault ed25519(String label) {
        return generate(label, KeyType.ED25519);
    }

    /** Makes a key of this type under this label. */
    public SoftwareVault generate(String label, KeyType type) {
        return put(label, newKeyPair(type));
    }

    /** Takes a key pair. */
    public SoftwareVault put(String label, KeyPair pair) {
        keys.put(label, pair);
        return this;
    }

    /** Writes a certificate object. */
    public SoftwareVault put(String label, X509Certificate certificate) {
        certificates.put(label, certificate);
        return this;
    }

    /** A new key pair of the JDK. */
    public static KeyPair newKeyPair(KeyType type) {
        return switch (type) {
            case EC_P256 -> newKeyPair("EC", new ECGenParameterSpec("secp256r1"));
            case EC_P384 -> newKeyPair("EC", new ECGenParameterSpec("secp384r1"));
            case RSA_2048 ->
                    newKeyPair("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
            case RSA_3072 ->
                    newKeyPair("RSA", new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4));
            case ED25519 -> newKeyPair("Ed25519", null);
        };
    }

    private static KeyPair newKeyPair(String algorithm, @Nullable AlgorithmParameterSpec spec) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (spec != null) {
                generator.initialize(spec);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK makes such keys", e);
        }
    }

    /** The public key with this label. */
    public PublicKey publicKey(String label) {
        return pair(label).getPublic();
    }

    /** The private key itself, for tests that hand it to another program such as OpenSSL. */
    public PrivateKey dangerouslyPrivateKey(String label) {
        return pair(label).getPrivate();
    }

    private KeyPair pair(String label) {
        KeyPair pair = keys.get(label);
        if (pair == null) {
            throw new KeyException(
                    KeyException.Reason.NO_SUCH_KEY, "no key with the label " + label, null);
        }
        return pair;
    }

    @Override
    public Signer signer(String label) {
        return new SoftwareSigner(pair(label));
    }

    /** The decryption key with this label. */
    public DecryptionKey decryptionKey(String label) {
        return decryptionKey(pair(label));
    }

    @Override
    public Optional<DecryptionKey> decryptionKey(byte[] subjectKeyIdentifier) {
        return keys.values().stream()
                .filter(p -> !p.getPrivate().getAlgorithm().equals("EdDSA"))
                .filter(p -> Arrays.equals(KeyIdentifier.of(p.getPublic()), subjectKeyIdentifier))
                .map(SoftwareVault::decryptionKey)
                .findFirst();
    }

    private static DecryptionKey decryptionKey(KeyPair pair) {
        return pair.getPrivate().getAlgorithm().equals("RSA")
                ? new SoftwareUnwrapper(pair)
                : new SoftwareAgreer(pair);
    }

    @Override
    public Optional<X509Certificate> certificate(String label) {
        return Optional.ofNullable(certificates.get(label));
    }

    @Override
    public void close() {
        keys.clear();
    }

    private static KeyException failure(String doing, GeneralSecurityException cause) {
        return new KeyException(KeyException.Reason.BAD_INPUT, doing, cause);
    }

    private record SoftwareSigner(KeyPair pair) implements Signer {
        @Override
        public SignatureAlgorithm algorithm() {
            return SignatureAlgorithm.of(pair.getPublic(), SecurityStrength.BITS_112);
        }

        @Override
        public PublicKey publicKey() {
            return pair.getPublic();
        }

        @Override
        public byte[] sign(byte[] message) {
            try {
                Signature signature =
                        switch (algorithm()) {
                            case ECDSA_P256_SHA256 -> Signature.getInstance("SHA256withECDSA");
                            case ECDSA_P384_SHA384 -> Signature.getInstance("SHA384withECDSA");
                            case RSA_PSS_SHA256 -> pss();
                            case ED25519 -> Signature.getInstance("Ed25519");
                        };
                signature.initSign(pair.getPrivate());
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw failure("signing", e);
            }
        }

        private static Signature pss() throws GeneralSecurityException {
            Signature signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(
                    new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            return signature;
        }
    }

    private record SoftwareAgreer(KeyPair pair) implements KeyAgreer {
        @Override
        public PublicKey publicKey() {
            return pair.getPublic();
        }

        @Override
        public SecretBytes agree(PublicKey other) {
            try {
                KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
                agreement.init(pair.getPrivate());
                agreement.doPhase(other, true);
                return SecretBytes.owning(agreement.generateSecret());
            } catch (GeneralSecurityException e) {
                throw failure("agreeing on a key", e);
            }
        }
    }

    private record SoftwareUnwrapper(KeyPair pair) implements Unwrapper {
        @Override
        public PublicKey publicKey() {
            return pair.getPublic();
        }

        @Override
        public SecretBytes unwrap(byte[] encryptedKey) {
            try {
                Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
                cipher.init(
                        Cipher.DECRYPT_MODE,
                        pair.getPrivate(),
                        new OAEPParameterSpec(
                                "SHA-256",
                                "MGF1",
                                MGF1ParameterSpec.SHA256,
                                PSource.PSpecified.DEFAULT));
                return SecretBytes.owning(cipher.doFinal(encryptedKey));
            } catch (GeneralSecurityException e) {
                throw failure("unwrapping a key", e);
            }
        }
    }
}
