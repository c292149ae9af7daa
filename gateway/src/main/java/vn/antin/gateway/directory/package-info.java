/**
 * Who takes part: endpoints of this agency, peers and what is known of their endpoints.
 *
 * <p>Knows: endpoints, roles, clearances, devices, peers. Must not know: how they are stored, what
 * is sent. Main types: {@link vn.antin.gateway.directory.Directory}, {@link
 * vn.antin.gateway.directory.EndpointRecord}, {@link vn.antin.gateway.directory.PeerRecord}.
 */
@NullMarked
package vn.antin.gateway.directory;

import org.jspecify.annotations.NullMarked;
