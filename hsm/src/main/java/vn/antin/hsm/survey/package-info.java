/**
 * What a module and its tokens say of themselves, and what that means for the project.
 *
 * <p>Knows: mechanisms, limits, flags, what the project needs, habits of known modules. Must not
 * know: PINs, keys, what a token does when it is asked (that is {@code hsm.check}). Main types:
 * {@link vn.antin.hsm.survey.Survey}, {@link vn.antin.hsm.survey.Finding}.
 */
@NullMarked
package vn.antin.hsm.survey;

import org.jspecify.annotations.NullMarked;
