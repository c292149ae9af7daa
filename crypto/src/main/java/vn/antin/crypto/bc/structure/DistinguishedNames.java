package vn.antin.crypto.bc.structure;

import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;

/** Distinguished names for people to read, all spelled in one way. Stateless. */
public final class DistinguishedNames {
    private DistinguishedNames() {}

    /**
     * In the order of the encoding, with the short names of the attribute types; as the JDK writes
     * it when a text in it is broken.
     */
    public static String text(X500Principal name) {
        try {
            return text(X500Name.getInstance(name.getEncoded()));
        } catch (IllegalArgumentException e) {
            return name.getName();
        }
    }

    static String text(X500Name name) {
        return name.toString();
    }
}
