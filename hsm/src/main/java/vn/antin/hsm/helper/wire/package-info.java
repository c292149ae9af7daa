/**
 * What a program and its token helper say to each other, as bytes.
 *
 * <p>Knows: the form of frames, and how values of {@code hsm} are written in them. Must not know:
 * who says what when, processes, tokens. Main types: {@link vn.antin.hsm.helper.wire.Frame}, {@link
 * vn.antin.hsm.helper.wire.Content}, {@link vn.antin.hsm.helper.wire.Codec}.
 */
@NullMarked
package vn.antin.hsm.helper.wire;

import org.jspecify.annotations.NullMarked;
