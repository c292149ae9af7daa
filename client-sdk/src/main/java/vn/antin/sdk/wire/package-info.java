/**
 * The messages between clients and gateways, and between gateways: both sides share this package.
 *
 * <p>Knows: paths, header names, media types, the JSON of each message, the problem codes. Must not
 * know: sockets, files, keys, how a request is answered. Main types: {@link vn.antin.sdk.wire.Api},
 * {@link vn.antin.sdk.wire.Problem}.
 */
@NullMarked
package vn.antin.sdk.wire;

import org.jspecify.annotations.NullMarked;
