/**
 * What every command has in common: the options that all take, the profile, the open account.
 *
 * <p>Knows: in which order a command comes to its account. Must not know: tokens (an account comes
 * from {@link vn.antin.cli.run.Accounts}), what a command does. Main types: {@link
 * vn.antin.cli.run.Context}, {@link vn.antin.cli.run.AccountCommand}.
 */
@NullMarked
package vn.antin.cli.run;

import org.jspecify.annotations.NullMarked;
