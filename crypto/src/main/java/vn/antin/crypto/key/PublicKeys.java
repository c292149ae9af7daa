package vn.antin.crypto.key;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Public keys as they stand in files, and what they verify. Thread-safe. */
public final class PublicKeys {
    /** No key of the project needs more. */
    private static final int MAX_LENGTH = 2048;

    private static final List<String> KINDS = List.of("EC", "Ed25519", "RSA");

    private PublicKeys() {}

    /**
     * Reads a SubjectPublicKeyInfo (RFC 5280 4.1.2.7), byte for byte.
     *
     * @throws IllegalArgumentException when it is none of EC, Ed25519 or RSA
     */
    public static PublicKey parse(byte[] spki) {
        for (String kind : spki.length <= MAX_LENGTH ? KINDS : List.<String>of()) {
            Optional<PublicKey> key = parse(kind, spki);
            if (key.isPresent() && Arrays.equals(key.get().getEncoded(), spki)) {
                return key.get();
            }
        }
        throw new IllegalArgumentException("not a public key of EC, Ed25519 or RSA");
    }

    private static Optional<PublicKey> parse(String kind, byte[] spki) {
        try {
            return Optional.of(
                    KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(spki)));
        } catch (GeneralSecurityException e) {
            return Optional.empty(); // a key of another kind
        }
    }

    /**
     * Whether this is the key's signature over the message, made as {@link SignatureAlgorithm} says
     * for keys of its kind. A key that the project does not sign with verifies nothing.
     */
    public static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
        return verifies(key, SecurityStrength.BITS_128, message, signature);
    }

    /** The same for keys that are at least so strong. */
    public static boolean verifies(
            PublicKey key, SecurityStrength least, byte[] message, byte[] signature) {
        try {
            SignatureAlgorithm algorithm = SignatureAlgorithm.of(key, least);
            if (key instanceof ECKey && !isDer(signature)) {
                return false;
            }
            Signature verifier = verifier(algorithm);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Whether it is the DER of two positive integers of up to 384 bits (RFC 3279 2.2.3). The JDK
     * takes a negative number for the positive one that its bits spell.
     */
    private static boolean isDer(byte[] signature) {
        return signature.length > 2
                && signature[0] == 0x30
                && signature[1] == signature.length - 2
                && afterInteger(signature, afterInteger(signature, 2)) == signature.length;
    }

    /** Where the integer at this place ends, or -1. */
    private static int afterInteger(byte[] der, int at) {
        if (at < 0 || der.length - at < 3 || der[at] != 2) {
            return -1;
        }
        int length = der[at + 1];
        int first = at + 2;
        boolean fits = length > 0 && length <= der.length - first;
        boolean shortest = fits && (length == 1 || der[first] != 0 || der[first + 1] < 0);
        return shortest && der[first] >= 0 ? first + length : -1;
    }

    private static Signature verifier(SignatureAlgorithm algorithm)
            throws GeneralSecurityException {
        return switch (algorithm) {
            case ECDSA_P256_SHA256 -> Signature.getInstance("SHA256withECDSA");
            case ECDSA_P384_SHA384 -> Signature.getInstance("SHA384withECDSA");
            case RSA_PSS_SHA256 -> {
                Signature pss = Signature.getInstance("RSASSA-PSS");
                pss.setParameter(
                        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                yield pss;
            }
            case ED25519 -> Signature.getInstance("Ed25519");
        };
    }
}
