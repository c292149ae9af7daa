package vn.antin.hsm.provider;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.pkcs11.ModuleInfo;
import vn.antin.hsm.pkcs11.ModuleToken;

/**
 * What tells one cipher module from another: the words of CK_INFO and CK_TOKEN_INFO, and the bytes
 * of the library file. The words are the module's own and prove nothing without the bytes.
 * Immutable.
 *
 * @param manufacturer of the library (CK_INFO)
 * @param libraryVersion of the library (CK_INFO), for example 2.6
 * @param tokenManufacturer of the token (CK_TOKEN_INFO)
 * @param tokenModel of the token (CK_TOKEN_INFO)
 * @param firmware of the token (CK_TOKEN_INFO)
 * @param librarySha256 SHA-256 of the library file
 */
public record ModuleIdentity(
        String manufacturer,
        String libraryVersion,
        String tokenManufacturer,
        String tokenModel,
        String firmware,
        Digest librarySha256) {
    private static final int BUFFER = 1 << 16;

    /**
     * SHA-256 of a library file, as it lies there now.
     *
     * @throws KeyException TOKEN_MISSING when it cannot be read
     */
    public static Digest hash(Path library) {
        MessageDigest sha256 = Digest.newSha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(library)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
            }
        } catch (IOException e) {
            throw new KeyException(
                    KeyException.Reason.TOKEN_MISSING, "cannot read the library " + library, e);
        }
        return Digest.ofValue(sha256.digest());
    }

    /** What a module says of itself and of a token, with the hash of the library. */
    public static ModuleIdentity of(ModuleInfo library, ModuleToken token, Digest librarySha256) {
        return new ModuleIdentity(
                library.manufacturer(),
                library.version(),
                token.manufacturer(),
                token.model(),
                token.firmware(),
                librarySha256);
    }

    /** As shown to people: {@code SoftHSM project, SoftHSM v2, 2.6}. */
    public String display() {
        return tokenManufacturer + ", " + tokenModel + ", " + firmware;
    }

    /** The parts under the names that they have in the file of records, in its order. */
    public Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("manufacturer", manufacturer);
        parts.put("libraryVersion", libraryVersion);
        parts.put("tokenManufacturer", tokenManufacturer);
        parts.put("tokenModel", tokenModel);
        parts.put("firmware", firmware);
        parts.put("librarySha256", librarySha256.hex());
        return parts;
    }
}
