/**
 * The append-only log of evidence: growing it, signing checkpoints, serving it to anyone.
 *
 * <p>Knows: entries, hashes, checkpoints. Must not know: SQL, HTTP, what an entry commits to. Main
 * types: {@link vn.antin.gateway.tlog.TreeHead}, {@link vn.antin.gateway.tlog.Sequencer}, {@link
 * vn.antin.gateway.tlog.PublicLog}.
 */
@NullMarked
package vn.antin.gateway.tlog;

import org.jspecify.annotations.NullMarked;
