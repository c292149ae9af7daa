/** The rules of SP 800-73-4 that the card keeps, command by command. */
@NullMarked
package vn.antin.testbed.card.piv;

import org.jspecify.annotations.NullMarked;
