package vn.antin.hsm.survey;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.antin.hsm.pkcs11.MechanismInfo;

/**
 * Names of mechanisms: those of the standard, and those that vendors define, from a data file.
 * Immutable.
 *
 * <p>The file is UTF-8 with one {@code 0xNNNNNNNN = NAME} a line; empty lines and lines that begin
 * with # are skipped. Numbers are those of vendors (CKM_VENDOR_DEFINED, 0x80000000 and up), each
 * once: the names of the standard cannot be changed.
 */
public final class MechanismNames {
    private static final Pattern LINE =
            Pattern.compile("0[xX]([0-9a-fA-F]{1,8})\\s*=\\s*([A-Za-z0-9_.+-]{1,64})");
    private static final long FIRST = 0x8000_0000L;
    private static final int MAX_LINES = 10_000;

    private final Map<Long, String> vendors;

    private MechanismNames(Map<Long, String> vendors) {
        this.vendors = Map.copyOf(vendors);
    }

    /** The shipped names. */
    public static MechanismNames shipped() {
        try (InputStream file =
                MechanismNames.class.getResourceAsStream("vendor-mechanisms.properties")) {
            if (file == null) {
                throw new AssertionError("vendor-mechanisms.properties is not in the jar");
            }
            return new MechanismNames(parse(file.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * With the names of a file of somebody's own, which win.
     *
     * @throws IllegalArgumentException naming the line that is not as it must be
     */
    public MechanismNames with(byte[] utf8) {
        var more = new HashMap<Long, String>(vendors);
        more.putAll(parse(utf8));
        return new MechanismNames(more);
    }

    private static Map<Long, String> parse(byte[] utf8) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
        var names = new HashMap<Long, String>();
        int number = 0;
        for (String line : text.split("\n", MAX_LINES)) {
            number++;
            String content = line.strip();
            if (content.isEmpty() || content.startsWith("#")) {
                continue;
            }
            Matcher match = LINE.matcher(content);
            if (!match.matches()) {
                throw new IllegalArgumentException(
                        "line " + number + ": not \"0x80000001 = NAME\"");
            }
            long code = Long.parseLong(match.group(1), 16);
            if (code < FIRST) {
                throw new IllegalArgumentException(
                        "line " + number + ": vendors' mechanisms begin at 0x80000000");
            }
            if (names.put(code, match.group(2)) != null) {
                throw new IllegalArgumentException("line " + number + ": the number stands twice");
            }
        }
        return names;
    }

    /** The name, or the number in hexadecimal. */
    public String name(MechanismInfo mechanism) {
        return mechanism
                .standardName()
                .orElseGet(() ->
                        vendors.getOrDefault(
                                mechanism.code(),
                                String.format(Locale.ROOT, "0x%08X", mechanism.code())));
    }
}
