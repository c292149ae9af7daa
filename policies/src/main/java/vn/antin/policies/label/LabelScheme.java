package vn.antin.policies.label;

/**
 * Object identifiers of the project's label policy and attributes.
 *
 * <p>The root is in the 2.25 arc (ITU-T X.667), made from one UUID, so that no registration is
 * needed. An identifier that has been published here is never given another meaning.
 */
public final class LabelScheme {
    private static final String ROOT = "2.25.266378992024555949293819632972089315780";

    private LabelScheme() {}

    /** Root of every identifier of the project. */
    public static String root() {
        return ROOT;
    }

    /** ESS security-policy-identifier of the Vietnamese state-secret levels. */
    public static String policy() {
        return ROOT + ".1.1";
    }

    /** Arc of the handling categories; a flag is this plus {@link HandlingFlag#number()}. */
    public static String handlingArc() {
        return ROOT + ".1.2";
    }

    /** CMS signed attribute that holds the consignment note (an OCTET STRING of canonical JSON). */
    public static String consignmentNoteAttribute() {
        return ROOT + ".2.1";
    }
}
