package vn.antin.hsm.adopt;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import vn.antin.hsm.key.StoredKey;

/**
 * A private key on a card that others made, with the certificates on the card for it. Immutable.
 */
public final class ForeignKey {
    private final StoredKey key;
    private final List<X509Certificate> certificates;

    /** With the certificates for it. */
    public ForeignKey(StoredKey key, List<X509Certificate> certificates) {
        this.key = key;
        this.certificates = List.copyOf(certificates);
    }

    /** CKA_LABEL; may be empty, and several keys may have the same. */
    public String label() {
        return key.label();
    }

    /** CKA_ID in hexadecimal; may be empty. */
    public String id() {
        return key.id();
    }

    /** The public half. */
    public PublicKey publicKey() {
        return key.publicKey();
    }

    /** The certificates with this public key, in the card's order. */
    public List<X509Certificate> certificates() {
        return certificates;
    }

    /** The key itself. */
    public StoredKey stored() {
        return key;
    }
}
