/**
 * The HTTPS API of {@code sdk.wire}: TLS, who is calling, and one handler per path.
 *
 * <p>Knows: Undertow, HTTP, the wire records, and which core call answers which path. Must not
 * know: SQL, tokens, policy. Main types: {@link vn.antin.gateway.api.ApiServer}, {@link
 * vn.antin.gateway.api.Problems}, the only map from errors to HTTP.
 */
@NullMarked
package vn.antin.gateway.api;

import org.jspecify.annotations.NullMarked;
