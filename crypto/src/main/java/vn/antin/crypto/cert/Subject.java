package vn.antin.crypto.cert;

import java.security.cert.CertificateParsingException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bc.DirectoryName;
import vn.antin.crypto.bc.DirectoryName.Attribute;

/**
 * The name in a certificate: C=VN, organizationIdentifier, O, [OU], CN, [UID], in this order.
 *
 * <p>Names of agencies, units and persons are in Vietnamese, in Unicode NFC, without control,
 * formatting or unassigned characters, so that none hides or turns what is shown. Immutable.
 *
 * @param organization the agency's code, organizationIdentifier (X.520, 2.5.4.97)
 * @param organizationName the agency's name, at most 64 characters (RFC 5280 A.1) as are the others
 * @param unit the unit's name
 * @param commonName name of the person, system or authority
 * @param endpointName second part of the {@link EndpointId}, UID (RFC 4519 2.39); absent in an
 *     authority
 */
public record Subject(
        OrganizationId organization,
        String organizationName,
        Optional<String> unit,
        String commonName,
        Optional<String> endpointName) {
    private static final String COUNTRY = "2.5.4.6";
    private static final String ORGANIZATION_IDENTIFIER = "2.5.4.97";
    private static final String ORGANIZATION = "2.5.4.10";
    private static final String UNIT = "2.5.4.11";
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String USER_ID = "0.9.2342.19200300.100.1.1";
    private static final int MAX_LENGTH = 64;

    /** In Vietnamese only, as all names in certificates are. */
    private static final String EXERCISE = " (dùng thử)";

    /**
     * Checks the texts.
     *
     * @throws IllegalArgumentException when one of them may not stand in a certificate
     */
    public Subject {
        checkText("organization name", organizationName);
        unit.ifPresent(text -> checkText("unit", text));
        checkText("common name", commonName);
        endpointName.ifPresent(name -> new EndpointId(organization, name).name());
    }

    /** Subject of a certification authority. */
    public static Subject ofAuthority(
            OrganizationId organization, String organizationName, String commonName) {
        return new Subject(
                organization, organizationName, Optional.empty(), commonName, Optional.empty());
    }

    /**
     * The same authority as that of an exercise. Its name says so, and with it every certificate
     * and revocation list that it issues.
     */
    public Subject asExercise() {
        return new Subject(
                organization, organizationName, unit, commonName + EXERCISE, endpointName);
    }

    /** Whether it is the authority of an exercise. */
    public boolean isExercise() {
        return endpointName.isEmpty() && commonName.endsWith(EXERCISE);
    }

    /** The endpoint named; empty for an authority. */
    public Optional<EndpointId> endpoint() {
        return endpointName.map(name -> new EndpointId(organization, name));
    }

    /** DER of the distinguished name. */
    byte[] toDer() {
        List<Attribute> attributes = new ArrayList<>(organizationPrefix());
        attributes.add(new Attribute(ORGANIZATION, organizationName));
        unit.ifPresent(text -> attributes.add(new Attribute(UNIT, text)));
        attributes.add(new Attribute(COMMON_NAME, commonName));
        endpointName.ifPresent(text -> attributes.add(new Attribute(USER_ID, text)));
        return new DirectoryName(attributes).toDer();
    }

    /** DER of the beginning that all names of this organization share, for name constraints. */
    byte[] organizationPrefixDer() {
        return new DirectoryName(organizationPrefix()).toDer();
    }

    private List<Attribute> organizationPrefix() {
        return List.of(
                new Attribute(COUNTRY, "VN"),
                new Attribute(ORGANIZATION_IDENTIFIER, organization.value()));
    }

    /** Reads the one encoding that {@link #toDer()} writes. */
    static Subject parse(byte[] der) throws CertificateProblem {
        try {
            List<Attribute> attributes = new ArrayList<>(DirectoryName.parse(der).attributes());
            if (!take(attributes, COUNTRY).equals(Optional.of("VN"))) {
                throw malformed("the subject is not of country VN", null);
            }
            Subject subject =
                    new Subject(
                            OrganizationId.parse(required(attributes, ORGANIZATION_IDENTIFIER)),
                            required(attributes, ORGANIZATION),
                            take(attributes, UNIT),
                            required(attributes, COMMON_NAME),
                            take(attributes, USER_ID));
            if (!attributes.isEmpty()) {
                throw malformed("the subject has an attribute too many or out of order", null);
            }
            return subject;
        } catch (CertificateParsingException | IllegalArgumentException e) {
            throw malformed("the subject cannot be read", e);
        }
    }

    private static String required(List<Attribute> attributes, String type)
            throws CertificateProblem {
        return take(attributes, type)
                .orElseThrow(() -> malformed("the subject lacks attribute " + type, null));
    }

    private static Optional<String> take(List<Attribute> attributes, String type) {
        if (attributes.isEmpty() || !attributes.get(0).type().equals(type)) {
            return Optional.empty();
        }
        return Optional.of(attributes.remove(0).value());
    }

    private static CertificateProblem malformed(
            String message, @org.jspecify.annotations.Nullable Exception cause) {
        return new CertificateProblem(CertificateProblem.Reason.MALFORMED, message, cause);
    }

    private static void checkText(String what, String text) {
        int length = text.codePointCount(0, text.length());
        if (length == 0 || length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    what + " must have 1 to " + MAX_LENGTH + " characters");
        }
        if (!text.equals(text.strip()) || !Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            throw new IllegalArgumentException(
                    what + " must be in Unicode NFC without space around it");
        }
        if (!text.codePoints().allMatch(Subject::isShown)) {
            throw new IllegalArgumentException(what + " has a character that is not shown");
        }
    }

    private static boolean isShown(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> true;
        };
    }
}
