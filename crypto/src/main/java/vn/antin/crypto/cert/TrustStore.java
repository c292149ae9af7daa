package vn.antin.crypto.cert;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a party trusts: the authority of its own agency, and what that authority says about others.
 * Immutable.
 *
 * @param anchors certificates of the own authority, checked by hand when they were installed
 * @param intermediates cross certificates that the own authority issued over authorities of peers;
 *     others may be among them and are not followed
 * @param crls CRLs of the own authority and of every peer
 */
public record TrustStore(
        List<X509Certificate> anchors, List<X509Certificate> intermediates, List<X509CRL> crls) {
    /** Copies the lists. */
    public TrustStore {
        anchors = List.copyOf(anchors);
        intermediates = List.copyOf(intermediates);
        crls = List.copyOf(crls);
    }
}
