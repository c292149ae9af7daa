/**
 * Checks that need no gateway's word: receipts offline, and a log by its own tiles.
 *
 * <p>Knows: which parts a proof has and which of them was changed. Must not know: connections,
 * profiles, the terminal. Main types: {@link vn.antin.sdk.verify.ReceiptVerifier}, {@link
 * vn.antin.sdk.verify.LogMonitor}.
 */
@NullMarked
package vn.antin.sdk.verify;

import org.jspecify.annotations.NullMarked;
