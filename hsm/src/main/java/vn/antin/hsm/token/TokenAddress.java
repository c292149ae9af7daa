package vn.antin.hsm.token;

import java.nio.file.Path;
import java.util.Optional;
import vn.antin.hsm.pkcs11.ModuleOptions;
import vn.antin.hsm.pkcs11.ModuleToken;

/**
 * Which token of which module. Slot numbers are no address: they change between runs.
 *
 * @param options how the module is started and called
 */
public record TokenAddress(
        Path module, String label, Optional<String> serial, ModuleOptions options) {
    /**
     * Whether it is this token: the one with the serial number, or with the label when no number is
     * given. A card's module makes its label of the holder's name and cuts it, so a label says less
     * than a number.
     */
    public boolean names(ModuleToken token) {
        return serial.map(token.serial()::equals).orElseGet(() -> token.label().equals(label));
    }
}
