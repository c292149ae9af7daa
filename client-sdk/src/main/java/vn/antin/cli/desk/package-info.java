/**
 * Commands that look things up or keep order: registers, directory, peers, log, suspension.
 *
 * <p>Knows: what a registry clerk and a key custodian ask a gateway for. Must not know: tokens,
 * documents. Main types: {@link vn.antin.cli.desk.RegistersCommand}, {@link
 * vn.antin.cli.desk.PeerCommand}, {@link vn.antin.cli.desk.LogCommand}.
 */
@NullMarked
package vn.antin.cli.desk;

import org.jspecify.annotations.NullMarked;
