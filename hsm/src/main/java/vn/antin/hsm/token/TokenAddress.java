package vn.antin.hsm.token;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which token of which module. Slot numbers are no address: they change between runs.
 *
 * @param initArguments what the module wants at start, if anything
 */
public record TokenAddress(
        Path module, String label, Optional<String> serial, Optional<String> initArguments) {}
