/**
 * The command line {@code antin}: what officers, registry clerks and key custodians type.
 *
 * <p>Knows: how the rooms below are put together, and the cards (the only place in this module).
 * Must not know: what a command does, how sealing and checking is done. Main types: {@link
 * vn.antin.cli.Main}, {@link vn.antin.cli.CardAccounts}, {@link vn.antin.cli.EnrolCommand}.
 */
@NullMarked
package vn.antin.cli;

import org.jspecify.annotations.NullMarked;
