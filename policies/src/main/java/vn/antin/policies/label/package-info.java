/**
 * Secrecy levels, handling flags and the label that every signature carries.
 *
 * <p>Knows: names, codes and the object identifiers of the label. Must not know: rules, people,
 * bytes, keys. Main type: {@link vn.antin.policies.label.SecurityLabel}.
 */
@NullMarked
package vn.antin.policies.label;

import org.jspecify.annotations.NullMarked;
