/** The virtual card in its reader, by the tools that people use with real cards. */
@NullMarked
package vn.antin.testbed.card;

import org.jspecify.annotations.NullMarked;
