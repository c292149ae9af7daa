package vn.antin.policies.pack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The shipped files as text, to be spoiled. */
final class PackFiles {
    private PackFiles() {}

    static String text(String id) {
        try (InputStream file = RulePacks.class.getResourceAsStream(id + ".yaml")) {
            if (file == null) {
                throw new AssertionError(id);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
