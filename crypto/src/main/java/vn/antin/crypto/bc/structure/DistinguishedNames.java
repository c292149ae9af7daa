package vn.antin.crypto.bc.structure;

import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;

/** Distinguished names for people to read, all spelled in one way. Stateless. */
public final class DistinguishedNames {
    private DistinguishedNames() {}

    /** In the order of the encoding, with the short names of the attribute types. */
    public static String text(X500Principal name) {
        return text(X500Name.getInstance(name.getEncoded()));
    }

    static String text(X500Name name) {
        return name.toString();
    }
}
