package vn.antin.crypto.cert;

import java.util.regex.Pattern;

/**
 * Identifier of an agency: a code of Decision 20/2020/QĐ-TTg, for example {@code H26.01}.
 *
 * <p>Groups run from the highest level to the lowest. Only ASCII letters and digits are taken, so
 * no two identifiers look alike but differ. Immutable.
 *
 * @param value level-1 code (a letter A to Y and two digits), then groups of capitals and digits
 *     after dots; at most 35 characters
 */
public record OrganizationId(String value) implements Comparable<OrganizationId> {
    /** Most characters that the decision allows. */
    public static final int MAX_LENGTH = 35;

    private static final Pattern TEXT = Pattern.compile("[A-Y][0-9]{2}(?:\\.[0-9A-Z]+)*");

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException when {@code value} is no such code
     */
    public OrganizationId {
        if (value.length() > MAX_LENGTH || !TEXT.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "not an organization identifier of Decision 20/2020, such as H26.01");
        }
    }

    /**
     * The identifier in this text.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static OrganizationId parse(String text) {
        return new OrganizationId(text);
    }

    @Override
    public int compareTo(OrganizationId other) {
        return value.compareTo(other.value);
    }

    /** The code itself. */
    @Override
    public String toString() {
        return value;
    }
}
