package vn.antin.crypto.seal;

import vn.antin.crypto.cert.EndpointId;

/** The name of an endpoint in a receipt request: {@code antin:H26.01/nva}, a GeneralName URI. */
public final class EndpointUri {
    private static final String SCHEME = "antin:";

    private EndpointUri() {}

    /** The URI of an endpoint. */
    public static String of(EndpointId endpoint) {
        return SCHEME + endpoint;
    }
}
