package vn.antin.testbed.card.piv;

import java.util.Optional;
import java.util.stream.Stream;

/** Algorithms of the card's key pairs (SP 800-78-4 table 6-2; SP 800-78-5 for RSA-3072). */
public enum KeyAlgorithm {
    /** RSA with 2048 bits. */
    RSA_2048(0x07, 2048, ""),
    /** RSA with 3072 bits. */
    RSA_3072(0x05, 3072, ""),
    /** ECDSA and ECDH on P-256. */
    P_256(0x11, 256, "secp256r1"),
    /** ECDSA and ECDH on P-384. */
    P_384(0x14, 384, "secp384r1");

    private final int id;
    private final int bits;
    private final String curve;

    KeyAlgorithm(int id, int bits, String curve) {
        this.id = id;
        this.bits = bits;
        this.curve = curve;
    }

    /** The algorithm with this identifier. */
    static Optional<KeyAlgorithm> of(int id) {
        return Stream.of(values()).filter(one -> one.id == id).findFirst();
    }

    /** The algorithm identifier, 0x11 for example. */
    public int id() {
        return id;
    }

    /** Bits of the modulus or of the field. */
    int bits() {
        return bits;
    }

    /** Bytes of the modulus or of the field. */
    int bytes() {
        return bits / 8;
    }

    boolean rsa() {
        return curve.isEmpty();
    }

    /** Name of the curve. */
    String curve() {
        return curve;
    }

    /** Name for the JDK's key factories. */
    String family() {
        return rsa() ? "RSA" : "EC";
    }
}
