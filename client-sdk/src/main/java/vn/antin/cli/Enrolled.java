package vn.antin.cli;

import java.security.cert.X509Certificate;
import vn.antin.crypto.cert.EndpointId;

/**
 * Who was enrolled.
 *
 * @param endpoint the new endpoint
 * @param signature certificate of the signature key, for the days between which it counts
 */
record Enrolled(EndpointId endpoint, X509Certificate signature) {}
