/**
 * Checking and describing files offline: no profile, no card, no gateway.
 *
 * <p>Knows: how to say which part of a proof was changed. Must not know: profiles, connections.
 * Main types: {@link vn.antin.cli.check.VerifyCommand}, {@link vn.antin.cli.check.InspectCommand},
 * {@link vn.antin.cli.check.VerifyDocumentCommand}.
 */
@NullMarked
package vn.antin.cli.check;

import org.jspecify.annotations.NullMarked;
