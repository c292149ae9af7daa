/**
 * Two real gateways in one process, with software keys, real HTTPS and real files.
 *
 * <p>Knows: every part of the gateway and the client. Must not know: tokens. Main type: {@link
 * vn.antin.gateway.world.World}.
 */
@NullMarked
package vn.antin.gateway.world;

import org.jspecify.annotations.NullMarked;
