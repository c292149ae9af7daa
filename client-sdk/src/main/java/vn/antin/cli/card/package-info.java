/**
 * Cards at the keyboard: opening one, enrolling its holder, looking after it.
 *
 * <p>Knows: {@code hsm}, PIN files, what a custodian must be told. Must not know: mail, registers,
 * the other commands. Main types: {@link vn.antin.cli.card.CardAccounts}, {@link
 * vn.antin.cli.card.EnrolCommand}, {@link vn.antin.cli.card.CardCommand}.
 */
@NullMarked
package vn.antin.cli.card;

import org.jspecify.annotations.NullMarked;
