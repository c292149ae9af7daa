package vn.antin.crypto.cert;

import java.math.BigInteger;
import java.time.Instant;

/**
 * One revoked certificate of an issuer. Immutable.
 *
 * @param serial its serial number
 * @param at since when it does not hold
 * @param reason why
 */
public record Revoked(BigInteger serial, Instant at, RevocationReason reason) {}
