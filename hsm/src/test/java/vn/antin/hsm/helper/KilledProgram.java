package vn.antin.hsm.helper;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import vn.antin.hsm.Pin;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenOptions;

/** A program that opens a token whose module never comes up. Arguments: module, configuration. */
final class KilledProgram {
    private KilledProgram() {}

    public static void main(String[] arguments) {
        HelperVault.open(
                        new TokenConfig(Path.of(arguments[0]), "none", Optional.empty()),
                        unused -> Pin.owning(new char[0]),
                        TokenOptions.defaults(),
                        HelperOptions.defaults().with(Map.of("SOFTHSM2_CONF", arguments[1])))
                .close();
    }
}
