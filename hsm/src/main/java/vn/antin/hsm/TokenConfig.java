package vn.antin.hsm;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which token to use.
 *
 * @param module path of the PKCS#11 library
 * @param tokenLabel label given at initialisation
 * @param serial serial number, needed only when several tokens have the label
 */
public record TokenConfig(Path module, String tokenLabel, Optional<String> serial) {}
