/**
 * Says what a file of the project is made of: who signed what, for whom, with what. Needs no key.
 *
 * <p>Knows: every format of docs/formats. Must not know: whom to trust, languages (names of facts
 * are codes, which the command line puts into words), files.
 *
 * <p>Main types: {@link vn.antin.crypto.inspect.Inspector}, {@link vn.antin.crypto.inspect.Part}.
 */
@NullMarked
package vn.antin.crypto.inspect;

import org.jspecify.annotations.NullMarked;
