/**
 * The append-only log: tree hashes, signed checkpoints, proofs, tiles (RFC 6962, C2SP).
 *
 * <p>Knows: how entries hash to a root and how a root is signed. Must not know: what an entry
 * means, where hashes and entries are stored. Main types: {@link vn.antin.crypto.tlog.MerkleTree},
 * {@link vn.antin.crypto.tlog.SignedCheckpoint}, {@link vn.antin.crypto.tlog.LogProof}, {@link
 * vn.antin.crypto.tlog.Tiles}.
 */
@NullMarked
package vn.antin.crypto.tlog;

import org.jspecify.annotations.NullMarked;
