package vn.antin.crypto.kem;

import java.security.PublicKey;
import vn.antin.crypto.bc.kem.MlKem;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.KeyIdentifier;

/**
 * A KEM key that its endpoint has stated. Only {@link KemStatement#verified} makes one, so nothing
 * is sealed for a key that nobody vouched for. Immutable.
 */
public final class EndpointKemKey {
    private final EndpointId endpoint;
    private final PublicKey key;

    EndpointKemKey(EndpointId endpoint, PublicKey key) {
        this.endpoint = endpoint;
        this.key = key;
    }

    /** Whose. */
    public EndpointId endpoint() {
        return endpoint;
    }

    /** The public key. */
    public PublicKey key() {
        return key;
    }

    /** Its key identifier, by which envelopes name it. */
    public byte[] identifier() {
        return KeyIdentifier.of(key);
    }

    /** Name of its parameter set: {@code ML-KEM-768}. */
    public String algorithm() {
        return MlKem.of(key).map(MlKem::standardName).orElseThrow();
    }

    /** The endpoint and the parameter set. */
    @Override
    public String toString() {
        return "EndpointKemKey[" + endpoint + ", " + algorithm() + "]";
    }
}
