package vn.antin.hsm.token;

import java.nio.file.Path;
import java.util.Optional;
import vn.antin.hsm.pkcs11.ModuleOptions;

/**
 * Which token of which module. Slot numbers are no address: they change between runs.
 *
 * @param options how the module is started and called
 */
public record TokenAddress(
        Path module, String label, Optional<String> serial, ModuleOptions options) {}
