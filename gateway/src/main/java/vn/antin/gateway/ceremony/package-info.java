/**
 * Ceremonies that are held while the gateway is stopped, and come into its log when it starts.
 *
 * <p>Knows: signed records, the folder that they lie in. Must not know: the store behind the log,
 * tokens. Main type: {@link vn.antin.gateway.ceremony.CeremonyInbox}.
 */
@NullMarked
package vn.antin.gateway.ceremony;

import org.jspecify.annotations.NullMarked;
