/**
 * Takes consignments in, carries them on, hands them out and collects the signatures for them.
 *
 * <p>Knows: the walk of a consignment, what must be durable when, what is sent to whom. Must not
 * know: SQL, HTTP, files, keys. Main types: {@link vn.antin.gateway.exchange.Store}, {@link
 * vn.antin.gateway.exchange.Tx}, {@link vn.antin.gateway.exchange.BlobStore}.
 */
@NullMarked
package vn.antin.gateway.exchange;

import org.jspecify.annotations.NullMarked;
