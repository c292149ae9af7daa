/**
 * The officer's commands: send, see what came, open, sign for it, follow it.
 *
 * <p>Knows: which questions a person has about a consignment. Must not know: tokens, how sealing
 * and checking is done. Main types: {@link vn.antin.cli.mail.SendCommand}, {@link
 * vn.antin.cli.mail.OpenCommand}, {@link vn.antin.cli.mail.StatusCommand}.
 */
@NullMarked
package vn.antin.cli.mail;

import org.jspecify.annotations.NullMarked;
