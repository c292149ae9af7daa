package vn.antin.hsm.pkcs11;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xipki.pkcs11.wrapper.PKCS11Constants;

/**
 * What a token says of a mechanism (CK_MECHANISM_INFO). A snapshot; not to be trusted alone: tokens
 * list what they do only in part.
 *
 * @param code its number (CKM)
 * @param minKey shortest key; bits for RSA and EC, bytes for most secret keys; 0 when it has none
 * @param maxKey longest key
 * @param flags CKF bits of the mechanism
 */
public record MechanismInfo(long code, long minKey, long maxKey, long flags) {
    private static final long VENDOR_DEFINED = 0x8000_0000L;

    /** What a mechanism may be used for. */
    public enum Use {
        /** The token's hardware does it. */
        HW(0x1),
        /** C_Encrypt. */
        ENCRYPT(0x100),
        /** C_Decrypt. */
        DECRYPT(0x200),
        /** C_Digest. */
        DIGEST(0x400),
        /** C_Sign. */
        SIGN(0x800),
        /** C_SignRecover. */
        SIGN_RECOVER(0x1000),
        /** C_Verify. */
        VERIFY(0x2000),
        /** C_VerifyRecover. */
        VERIFY_RECOVER(0x4000),
        /** C_GenerateKey. */
        GENERATE(0x8000),
        /** C_GenerateKeyPair. */
        GENERATE_KEY_PAIR(0x10000),
        /** C_WrapKey. */
        WRAP(0x20000),
        /** C_UnwrapKey. */
        UNWRAP(0x40000),
        /** C_DeriveKey. */
        DERIVE(0x80000);

        private final long flag;

        Use(long flag) {
            this.flag = flag;
        }
    }

    /** Whether the flag of this use is set. */
    public boolean can(Use use) {
        return (flags & use.flag) != 0;
    }

    /** All uses whose flag is set. */
    public List<Use> uses() {
        var all = new ArrayList<Use>();
        for (Use each : Use.values()) {
            if (can(each)) {
                all.add(each);
            }
        }
        return all;
    }

    /** Whether the number is out of the range that vendors define. */
    public boolean vendorDefined() {
        return (code & VENDOR_DEFINED) != 0;
    }

    /** The name in the standard, "CKM_..."; vendors' mechanisms have none there. */
    public Optional<String> standardName() {
        if (vendorDefined()) {
            return Optional.empty();
        }
        return Optional.ofNullable(PKCS11Constants.ckmCodeToName(code))
                .filter(name -> name.startsWith("CKM_"));
    }
}
