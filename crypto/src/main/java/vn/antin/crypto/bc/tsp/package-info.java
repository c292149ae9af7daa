/**
 * Time-stamps (RFC 3161): asking for one, giving one, checking one.
 *
 * <p>Knows: the forms of RFC 3161 and RFC 5816. Must not know: whom to trust, networks, clocks.
 *
 * <p>Main types: {@link vn.antin.crypto.bc.tsp.TimeStamp}, {@link
 * vn.antin.crypto.bc.tsp.TimeStampAuthority}, {@link vn.antin.crypto.bc.tsp.TimeStampQuery}.
 */
@NullMarked
package vn.antin.crypto.bc.tsp;

import org.jspecify.annotations.NullMarked;
