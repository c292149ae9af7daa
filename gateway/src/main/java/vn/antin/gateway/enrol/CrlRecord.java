package vn.antin.gateway.enrol;

import java.math.BigInteger;
import java.security.cert.X509CRL;
import java.time.Instant;

/**
 * One revocation list of this agency's CA. Immutable.
 *
 * @param number its CRL number (RFC 5280 5.2.3), greater than every earlier one
 * @param crl the signed list
 * @param thisUpdate from when
 * @param nextUpdate until when
 */
public record CrlRecord(BigInteger number, X509CRL crl, Instant thisUpdate, Instant nextUpdate) {}
