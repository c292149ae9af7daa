package vn.antin.hsm.selftest;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import vn.antin.crypto.key.SignatureAlgorithm;

/** The other side of every test: the cryptography of the JDK. */
public final class Software {
    private Software() {}

    /** Whether a signature, encoded as {@link SignatureAlgorithm} says, is right. */
    public static boolean verifies(
            SignatureAlgorithm algorithm, PublicKey key, byte[] message, byte[] signature) {
        return switch (algorithm) {
            case ECDSA_P256_SHA256 -> verifies("SHA256withECDSA", key, message, signature);
            case ECDSA_P384_SHA384 -> verifies("SHA384withECDSA", key, message, signature);
            case ED25519 -> verifies("Ed25519", key, message, signature);
            case RSA_PSS_SHA256 -> verifiesPss("SHA-256", "SHA-256", 32, key, message, signature);
        };
    }

    /** Like {@link #verifies}, with r and s of an ECDSA signature side by side. */
    public static boolean verifiesPlain(
            SignatureAlgorithm algorithm, PublicKey key, byte[] message, byte[] signature) {
        return switch (algorithm) {
            case ECDSA_P256_SHA256 ->
                    verifies("SHA256withECDSAinP1363Format", key, message, signature);
            case ECDSA_P384_SHA384 ->
                    verifies("SHA384withECDSAinP1363Format", key, message, signature);
            default -> verifies(algorithm, key, message, signature);
        };
    }

    private static boolean verifies(
            String algorithm, PublicKey key, byte[] message, byte[] signature) {
        try {
            return verify(Signature.getInstance(algorithm), key, message, signature);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + algorithm, e);
        }
    }

    /** Whether an RSASSA-PSS signature with these hash functions and salt length is right. */
    public static boolean verifiesPss(
            String hash, String mgf, int salt, PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature pss = Signature.getInstance("RSASSA-PSS");
            pss.setParameter(
                    new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(mgf), salt, 1));
            return verify(pss, key, message, signature);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has RSASSA-PSS with " + hash, e);
        }
    }

    private static boolean verify(
            Signature verifier, PublicKey key, byte[] message, byte[] signature)
            throws GeneralSecurityException {
        try {
            verifier.initVerify(key);
        } catch (InvalidKeyException e) {
            return false;
        }
        verifier.update(message);
        try {
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false;
        }
    }

    /** A fresh EC key pair on the curve of the other key. */
    public static KeyPair pairFor(ECPublicKey other) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(other.getParams());
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has the curves of the project", e);
        }
    }

    /**
     * The shared secret Z of ECDH, as long as the field.
     *
     * @throws IllegalArgumentException when the keys do not fit
     */
    public static byte[] ecdh(PrivateKey own, PublicKey other) {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(own);
            Object unused = agreement.doPhase(other, true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the keys do not fit", e);
        }
    }

    /** RSAES-OAEP with one hash function for digest and MGF1; an empty label is none. */
    public static byte[] oaep(String hash, byte[] label, PublicKey key, byte[] secret) {
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    key,
                    new OAEPParameterSpec(
                            hash,
                            "MGF1",
                            new MGF1ParameterSpec(hash),
                            new PSource.PSpecified(label)));
            return cipher.doFinal(secret);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK encrypts with RSA-OAEP", e);
        }
    }
}
