package vn.antin.crypto.cert;

import java.util.regex.Pattern;

/**
 * Identifier of a person, system or gateway of an agency, for example {@code H26.01/nva}.
 *
 * <p>Stands in certificates as organizationIdentifier and UID. Only ASCII is taken, so no two
 * identifiers look alike but differ. Immutable.
 *
 * @param organization the agency
 * @param name 1 to 64 of {@code a-z 0-9 . -}, the first a letter or digit
 */
public record EndpointId(OrganizationId organization, String name)
        implements Comparable<EndpointId> {
    /** Name of the gateway of every agency. */
    public static final String GATEWAY_NAME = "gw";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");

    /**
     * Checks the form of the name.
     *
     * @throws IllegalArgumentException when it is not of that form
     */
    public EndpointId {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not an endpoint name, such as nva");
        }
    }

    /**
     * Reads {@code ORGANIZATION/name}.
     *
     * @throws IllegalArgumentException when it is anything else
     */
    public static EndpointId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not an endpoint identifier, such as H26.01/nva");
        }
        return new EndpointId(
                OrganizationId.parse(text.substring(0, slash)), text.substring(slash + 1));
    }

    /** The gateway of an agency. */
    public static EndpointId gatewayOf(OrganizationId organization) {
        return new EndpointId(organization, GATEWAY_NAME);
    }

    /** Whether this is the gateway of its agency. */
    public boolean isGateway() {
        return name.equals(GATEWAY_NAME);
    }

    @Override
    public int compareTo(EndpointId other) {
        int byOrganization = organization.compareTo(other.organization);
        return byOrganization != 0 ? byOrganization : name.compareTo(other.name);
    }

    /** {@code ORGANIZATION/name}. */
    @Override
    public String toString() {
        return organization + "/" + name;
    }
}
