package vn.antin.hsm.piv;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * The encryption key in use and where it is: the one with the newest certificate. That is 9D, or a
 * slot for old keys when the card had no way to move the key of 9D there and the new one was made
 * in it.
 *
 * @param slot its place
 * @param certificate its certificate
 */
public record PivEncryption(PivSlot slot, X509Certificate certificate) {
    /** What a card has; empty when it has no certificate in any of the places. */
    public static Optional<PivEncryption> current(PivToken token) {
        Optional<PivEncryption> newest = at(token, PivSlot.ENCRYPTION);
        for (PivSlot slot : PivSlot.RETIRED.subList(0, token.keyHistory())) {
            Optional<PivEncryption> other = at(token, slot);
            if (other.isPresent() && (newest.isEmpty() || other.get().isNewer(newest.get()))) {
                newest = other;
            }
        }
        return newest;
    }

    private static Optional<PivEncryption> at(PivToken token, PivSlot slot) {
        return token.certificate(slot).map(found -> new PivEncryption(slot, found));
    }

    private boolean isNewer(PivEncryption other) {
        return certificate
                .getNotBefore()
                .toInstant()
                .isAfter(other.certificate.getNotBefore().toInstant());
    }
}
