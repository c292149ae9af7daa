/** Tests of the room that uses Bouncy Castle, and what other tests need of it. */
@NullMarked
package vn.antin.crypto.bc;

import org.jspecify.annotations.NullMarked;
