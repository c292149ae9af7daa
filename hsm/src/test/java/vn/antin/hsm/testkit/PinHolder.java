package vn.antin.hsm.testkit;

import java.nio.file.Path;
import java.util.Optional;
import vn.antin.hsm.PinSource;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenVault;

/** A program that logs in with the PIN of a file, signs, and tells what of the PIN it still has. */
public final class PinHolder {
    private PinHolder() {}

    /** Arguments: module, label of the token, label of the key, PIN file, the masked PIN. */
    public static void main(String[] arguments) throws Exception {
        try (TokenVault vault =
                TokenVault.open(
                        new TokenConfig(Path.of(arguments[0]), arguments[1], Optional.empty()),
                        PinSource.fromFile(Path.of(arguments[3])))) {
            int length = vault.signer(arguments[2]).sign(new byte[1]).length;
            System.gc();
            System.out.println("signed " + (length > 0));
            OwnMemory.find(arguments[4]).forEach(System.out::println);
        }
    }
}
