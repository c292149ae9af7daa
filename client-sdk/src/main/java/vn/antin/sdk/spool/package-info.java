/**
 * What a client must not forget: numbers given, consignments on their way, what it expects back.
 *
 * <p>Knows: files that survive a crash at any point, and in which order they appear. Must not know:
 * gateways, keys, plaintext (none is ever written here). Main types: {@link
 * vn.antin.sdk.spool.Spool}, {@link vn.antin.sdk.spool.Outgoing}, {@link
 * vn.antin.sdk.spool.Incoming}.
 */
@NullMarked
package vn.antin.sdk.spool;

import org.jspecify.annotations.NullMarked;
