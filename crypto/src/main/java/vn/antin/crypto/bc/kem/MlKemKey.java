package vn.antin.crypto.bc.kem;

import java.io.IOException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.Decapsulator;
import vn.antin.crypto.key.KeyException;

/**
 * A private ML-KEM key in memory: its seed, from which each use makes the key anew, so that closing
 * wipes it. Thread-safe.
 */
public final class MlKemKey implements Decapsulator, AutoCloseable {
    private final MlKem set;
    private final SecretBytes seed;
    private final PublicKey publicKey;

    private MlKemKey(MlKem set, SecretBytes seed) {
        this.set = set;
        this.seed = seed;
        this.publicKey = seed.use(set::publicKey);
    }

    /** A new key. */
    public static MlKemKey generate(MlKem set, SecureRandom random) {
        byte[] seed = new byte[MlKem.SEED_LENGTH];
        random.nextBytes(seed);
        return new MlKemKey(set, SecretBytes.owning(seed));
    }

    /**
     * The key of a seed (d, z).
     *
     * @throws IllegalArgumentException when it has not 64 bytes
     */
    public static MlKemKey ofSeed(MlKem set, byte[] seed) {
        return new MlKemKey(set, SecretBytes.owning(seed.clone()));
    }

    /**
     * Reads {@link #toPkcs8}.
     *
     * @throws IllegalArgumentException when it is anything else
     */
    public static MlKemKey parse(byte[] pkcs8) {
        try {
            PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
            Optional<MlKem> set =
                    Arrays.stream(MlKem.values())
                            .filter(each -> each.algorithm().equals(info.getPrivateKeyAlgorithm()))
                            .findFirst();
            ASN1TaggedObject choice =
                    ASN1TaggedObject.getInstance(
                            ASN1Primitive.fromByteArray(info.getPrivateKey().getOctets()));
            if (set.isPresent() && choice.hasContextTag(0)) {
                MlKemKey key =
                        new MlKemKey(
                                set.get(),
                                SecretBytes.owning(
                                        ASN1OctetString.getInstance(choice, false).getOctets()));
                if (key.toPkcs8().use(bytes -> Arrays.equals(bytes, pkcs8))) {
                    return key;
                }
                key.close();
            }
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("not a private ML-KEM key", e);
        }
        throw new IllegalArgumentException("not a private ML-KEM key as its seed");
    }

    /** PKCS #8 with the seed alone (RFC 9935 6), in DER; to be closed by the caller. */
    public SecretBytes toPkcs8() {
        return seed.use(bytes -> {
            try {
                return SecretBytes.owning(
                        new PrivateKeyInfo(
                                        set.algorithm(),
                                        new DERTaggedObject(false, 0, new DEROctetString(bytes)))
                                .getEncoded(ASN1Encoding.DER));
            } catch (IOException e) {
                throw new AssertionError("an object in memory has an encoding", e);
            }
        });
    }

    /** Its parameter set. */
    public MlKem set() {
        return set;
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public SecretBytes decapsulate(byte[] ciphertext) {
        try {
            return seed.use(bytes -> set.decapsulate(bytes, ciphertext));
        } catch (IllegalArgumentException e) {
            throw new KeyException(
                    KeyException.Reason.BAD_INPUT, "the ciphertext has another length", e);
        }
    }

    /** Wipes the seed. */
    @Override
    public void close() {
        seed.close();
    }

    /** The parameter set. */
    @Override
    public String toString() {
        return "MlKemKey[" + set.standardName() + "]";
    }
}
