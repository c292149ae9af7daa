package vn.antin.policies.rule;

import java.util.regex.Pattern;

/**
 * Colours of a level's badge on the screen. Printed marks are always red; this is not their colour.
 *
 * @param fill background as {@code #RRGGBB}
 * @param text letters as {@code #RRGGBB}; at least 4.5:1 against the fill (WCAG 2.2, 1.4.3)
 */
public record Badge(String fill, String text) {
    private static final Pattern COLOUR = Pattern.compile("#[0-9A-F]{6}");
    private static final double READABLE = 4.5;

    /**
     * @throws RuleConflict if a colour is not of that form or the two cannot be told apart
     */
    public Badge {
        if (!COLOUR.matcher(fill).matches() || !COLOUR.matcher(text).matches()) {
            throw new RuleConflict(
                    "màu viết dạng #RRGGBB bằng chữ hoa",
                    "a colour is written #RRGGBB in capitals");
        }
        if (contrast(fill, text) < READABLE) {
            throw new RuleConflict(
                    "chữ " + text + " trên nền " + fill + " có độ tương phản dưới 4,5:1",
                    "letters " + text + " on " + fill + " have less contrast than 4.5:1");
        }
    }

    private static double contrast(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String colour) {
        return 0.2126 * channel(colour, 1)
                + 0.7152 * channel(colour, 3)
                + 0.0722 * channel(colour, 5);
    }

    private static double channel(String colour, int at) {
        double value = Integer.parseInt(colour.substring(at, at + 2), 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
