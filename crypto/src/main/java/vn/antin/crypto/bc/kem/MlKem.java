package vn.antin.crypto.bc.kem;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import vn.antin.crypto.bc.BouncyCastle;
import vn.antin.crypto.bytes.SecretBytes;

/**
 * The parameter sets of ML-KEM (FIPS 203 8) that envelopes are made with. ML-KEM-512 is not one of
 * them: RFC 9936 gives it AES-128 key wrap.
 */
public enum MlKem {
    /** Category 3. */
    ML_KEM_768(
            "ML-KEM-768",
            NISTObjectIdentifiers.id_alg_ml_kem_768,
            MLKEMParameters.ml_kem_768,
            1184,
            1088),
    /** Category 5. */
    ML_KEM_1024(
            "ML-KEM-1024",
            NISTObjectIdentifiers.id_alg_ml_kem_1024,
            MLKEMParameters.ml_kem_1024,
            1568,
            1568);

    /** Length of the seed (d, z) that a private key is made from, in bytes (FIPS 203 7.1). */
    public static final int SEED_LENGTH = 64;

    private static final int MODULUS = 3329;

    private final String standardName;

    @SuppressWarnings("ImmutableEnumChecker") // an object identifier never changes
    private final ASN1ObjectIdentifier identifier;

    @SuppressWarnings("ImmutableEnumChecker") // constants
    private final MLKEMParameters parameters;

    private final int publicKeyLength;
    private final int ciphertextLength;

    MlKem(
            String standardName,
            ASN1ObjectIdentifier identifier,
            MLKEMParameters parameters,
            int publicKeyLength,
            int ciphertextLength) {
        this.standardName = standardName;
        this.identifier = identifier;
        this.parameters = parameters;
        this.publicKeyLength = publicKeyLength;
        this.ciphertextLength = ciphertextLength;
    }

    /** As in FIPS 203: {@code ML-KEM-768}. */
    public String standardName() {
        return standardName;
    }

    /** Length of a ciphertext in bytes. */
    public int ciphertextLength() {
        return ciphertextLength;
    }

    /** Without parameters (RFC 9935 3). */
    AlgorithmIdentifier algorithm() {
        return new AlgorithmIdentifier(identifier);
    }

    /** The parameter set of this key; empty when it is of another kind. */
    public static Optional<MlKem> of(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return encoded == null
                ? Optional.empty()
                : of(SubjectPublicKeyInfo.getInstance(encoded).getAlgorithm());
    }

    private static Optional<MlKem> of(AlgorithmIdentifier algorithm) {
        return Arrays.stream(values())
                .filter(each -> each.algorithm().equals(algorithm))
                .findFirst();
    }

    /**
     * Reads a SubjectPublicKeyInfo (RFC 9935 4), byte for byte, with the checks of FIPS 203 7.2:
     * its length, and every coefficient reduced.
     *
     * @throws IllegalArgumentException when it is not a key of one of these parameter sets
     */
    public static PublicKey parse(byte[] spki) {
        try {
            SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(spki);
            MlKem set =
                    of(info.getAlgorithm())
                            .orElseThrow(() -> new IllegalArgumentException("not an ML-KEM key"));
            byte[] key = info.getPublicKeyData().getOctets();
            if (key.length == set.publicKeyLength
                    && isReduced(key)
                    && Arrays.equals(info.getEncoded(ASN1Encoding.DER), spki)) {
                return jca(info);
            }
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("not an ML-KEM key", e);
        }
        throw new IllegalArgumentException("not a well-formed ML-KEM key");
    }

    /** Two coefficients of 12 bits in every three bytes, up to the 32 bytes of rho. */
    private static boolean isReduced(byte[] key) {
        for (int i = 0; i + 2 < key.length - 32; i += 3) {
            int low = (key[i] & 0xff) | (key[i + 1] & 0x0f) << 8;
            int high = (key[i + 1] & 0xff) >> 4 | (key[i + 2] & 0xff) << 4;
            if (low >= MODULUS || high >= MODULUS) {
                return false;
            }
        }
        return true;
    }

    private static PublicKey jca(SubjectPublicKeyInfo info) throws IOException {
        try {
            return KeyFactory.getInstance("ML-KEM", BouncyCastle.PROVIDER)
                    .generatePublic(new X509EncodedKeySpec(info.getEncoded(ASN1Encoding.DER)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an ML-KEM key", e);
        }
    }

    /**
     * A fresh shared secret and what carries it.
     *
     * @param secret of 32 bytes, to be closed by the caller
     * @param ciphertext for the holder of the private key
     */
    @SuppressWarnings("ArrayRecordComponent") // lives only while one envelope is sealed
    record Encapsulated(SecretBytes secret, byte[] ciphertext) {}

    /** Encapsulates (FIPS 203 7.2) to a key of this parameter set. */
    Encapsulated encapsulate(PublicKey key, SecureRandom random) {
        byte[] bytes =
                SubjectPublicKeyInfo.getInstance(key.getEncoded()).getPublicKeyData().getOctets();
        if (bytes.length != publicKeyLength || !isReduced(bytes)) {
            throw new IllegalArgumentException("not a well-formed ML-KEM key");
        }
        SecretWithEncapsulation made =
                new MLKEMGenerator(random)
                        .generateEncapsulated(new MLKEMPublicKeyParameters(parameters, bytes));
        return new Encapsulated(SecretBytes.owning(made.getSecret()), made.getEncapsulation());
    }

    /**
     * Decapsulates (FIPS 203 7.3).
     *
     * @param seed of 64 bytes
     * @throws IllegalArgumentException when a length is not that of this parameter set
     */
    SecretBytes decapsulate(byte[] seed, byte[] ciphertext) {
        if (ciphertext.length != ciphertextLength) {
            throw new IllegalArgumentException("not a ciphertext of " + standardName);
        }
        return SecretBytes.owning(new MLKEMExtractor(privateKey(seed)).extractSecret(ciphertext));
    }

    /** The public key that belongs to a seed (FIPS 203 7.1). */
    PublicKey publicKey(byte[] seed) {
        try {
            return jca(
                    new SubjectPublicKeyInfo(
                            algorithm(), privateKey(seed).getPublicKeyParameters().getEncoded()));
        } catch (IOException e) {
            throw new AssertionError("an object in memory has an encoding", e);
        }
    }

    private MLKEMPrivateKeyParameters privateKey(byte[] seed) {
        if (seed.length != SEED_LENGTH) {
            throw new IllegalArgumentException("a seed of ML-KEM has 64 bytes");
        }
        return new MLKEMPrivateKeyParameters(parameters, seed);
    }
}
