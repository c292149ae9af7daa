package vn.antin.policies.pack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import vn.antin.policies.rule.RulePack;

/**
 * Reads rule packs, those that are shipped and others. Whether a pack may be used, that is whose
 * signatures it bears, is not asked here. Thread-safe.
 */
public final class RulePacks {
    /** Largest file that is read, in bytes. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final List<String> SHIPPED = List.of("vn-2025", "vn-2018");

    private RulePacks() {}

    /** Names of the packs that are shipped, the current one first. */
    public static List<String> shippedIds() {
        return SHIPPED;
    }

    /**
     * A pack that is shipped. Read anew at each call: keep it.
     *
     * @throws IllegalArgumentException if none has this name
     */
    public static RulePack shipped(String id) {
        if (!SHIPPED.contains(id)) {
            throw new IllegalArgumentException("no rule pack of that name is shipped: " + id);
        }
        try (InputStream file = RulePacks.class.getResourceAsStream(id + ".yaml")) {
            if (file == null) {
                throw new AssertionError("the resource of rule pack " + id + " is missing");
            }
            return load(file);
        } catch (PackProblem | IOException e) {
            throw new AssertionError("the shipped rule pack " + id + " cannot be read", e);
        }
    }

    /**
     * Reads a pack to the end of the stream, which stays open.
     *
     * @throws PackProblem if it is not one; says where, what and how to mend it
     * @throws UncheckedIOException if the stream fails
     */
    public static RulePack load(InputStream yaml) throws PackProblem {
        try {
            return load(yaml.readNBytes(MAX_BYTES + 1));
        } catch (IOException e) {
            throw new UncheckedIOException("reading a rule pack", e);
        }
    }

    /**
     * Reads a pack.
     *
     * @throws PackProblem if it is not one; says where, what and how to mend it
     */
    public static RulePack load(byte[] yaml) throws PackProblem {
        return PackReader.read(yaml);
    }
}
