package vn.antin.policies.label.xml;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an XML SPIF (Open XML SPIF, xmlspif.org) says of the policy that it describes. Nothing is
 * verified. Immutable.
 *
 * @param policy name of the policy
 * @param id its object identifier
 * @param version of the file, as its maker counts
 * @param created when it was made, as it stands there; may be empty
 * @param levels names with their numbers, lowest first as in the file
 * @param marks names of the categories
 */
public record SpifSummary(
        String policy,
        String id,
        String version,
        String created,
        List<String> levels,
        List<String> marks) {
    private static final String NAMESPACE = "http://www.xmlspif.org/spif";
    private static final int MOST = 256;
    private static final int LONGEST = 400;

    /** Keeps its own copies. */
    public SpifSummary {
        levels = List.copyOf(levels);
        marks = List.copyOf(marks);
    }

    /**
     * Reads a file of at most 256 KiB.
     *
     * @throws LabelProblem when it is no XML SPIF, or has more than 256 levels or marks, or names
     *     of more than 400 characters
     */
    public static SpifSummary read(byte[] file) throws LabelProblem {
        XmlElement root = XmlElement.parse(file);
        if (!root.is(NAMESPACE, "SPIF")) {
            throw odd("no SPIF");
        }
        XmlElement policy =
                children(Stream.of(root), "securityPolicyId")
                        .findFirst()
                        .orElseThrow(() -> odd("no policy"));
        var summary =
                new SpifSummary(
                        attribute(policy, "name"),
                        attribute(policy, "id"),
                        attribute(root, "version"),
                        attribute(root, "creationDate"),
                        children(
                                        children(Stream.of(root), "securityClassifications"),
                                        "securityClassification")
                                .limit(MOST + 1L)
                                .map(level ->
                                        attribute(level, "name")
                                                + " ("
                                                + attribute(level, "lacv")
                                                + ")")
                                .toList(),
                        children(
                                        children(
                                                children(
                                                        children(
                                                                Stream.of(root),
                                                                "securityCategoryTagSets"),
                                                        "securityCategoryTagSet"),
                                                "securityCategoryTag"),
                                        "tagCategory")
                                .limit(MOST + 1L)
                                .map(mark -> attribute(mark, "name"))
                                .toList());
        summary.requireBounds();
        return summary;
    }

    private void requireBounds() throws LabelProblem {
        boolean shown =
                Stream.of(Stream.of(policy, id, version, created), levels.stream(), marks.stream())
                        .flatMap(each -> each)
                        .allMatch(text -> text.length() <= LONGEST);
        if (!shown || levels.size() > MOST || marks.size() > MOST) {
            throw odd("too much of something");
        }
    }

    private static Stream<XmlElement> children(Stream<XmlElement> in, String name) {
        return in.flatMap(each -> each.children().stream())
                .filter(each -> each.is(NAMESPACE, name));
    }

    private static String attribute(XmlElement in, String name) {
        return in.attribute(name).orElse("");
    }

    private static LabelProblem odd(String what) {
        return new LabelProblem(LabelProblem.Reason.NOT_XML, what);
    }
}
