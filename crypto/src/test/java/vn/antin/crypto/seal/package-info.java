/** Tests of the seal room. */
@NullMarked
package vn.antin.crypto.seal;

import org.jspecify.annotations.NullMarked;
