/**
 * Whether a module does what the project needs, shown by asking it: an agency points the run at its
 * own module.
 *
 * <p>Knows: what must hold of a token, how to see it from outside, throw-away objects. Must not
 * know: documents, profiles, the token's real keys unless it cannot make others. Main types: {@link
 * vn.antin.hsm.check.Conformance}, {@link vn.antin.hsm.check.ConformanceReport}, {@link
 * vn.antin.hsm.check.TokenUnderTest}.
 */
@NullMarked
package vn.antin.hsm.check;

import org.jspecify.annotations.NullMarked;
