package vn.antin.crypto.bytes;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A SHA-256 value (FIPS 180-4), 32 bytes. Immutable; equality is by value.
 *
 * <p>Text form everywhere: 64 lower-case hexadecimal digits.
 */
public final class Digest implements Comparable<Digest> {
    /** Length in bytes. */
    public static final int LENGTH = 32;

    private final byte[] value;

    private Digest(byte[] value) {
        this.value = value;
    }

    /** Wraps a copy of 32 bytes. */
    public static Digest ofValue(byte[] value) {
        if (value.length != LENGTH) {
            throw new IllegalArgumentException("a SHA-256 value has 32 bytes, not " + value.length);
        }
        return new Digest(value.clone());
    }

    /** SHA-256 of the bytes. */
    public static Digest of(byte[] bytes) {
        return new Digest(newSha256().digest(bytes));
    }

    /**
     * Parses 64 lower-case hexadecimal digits.
     *
     * @throws IllegalArgumentException when it is anything else
     */
    public static Digest parse(String hex) {
        if (!isText(hex)) {
            throw new IllegalArgumentException("not a SHA-256 in 64 lower-case hexadecimal digits");
        }
        return new Digest(HexFormat.of().parseHex(hex));
    }

    /** Whether {@link #parse} accepts this text. */
    public static boolean isText(String hex) {
        return hex.length() == 2 * LENGTH
                && hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** A new SHA-256 from the JDK, the fastest here for bulk data. */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** A copy of the 32 bytes. */
    public byte[] toBytes() {
        return value.clone();
    }

    /** 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    @Override
    public int compareTo(Digest other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof Digest digest && Arrays.equals(value, digest.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return hex();
    }
}
