/**
 * JSON objects as values, and their canonical form (RFC 8785), the form that is signed.
 *
 * <p>Knows: objects, lists, strings, whole numbers, booleans. Must not know: what an object means.
 * Fractions and null are refused on purpose: no format of the project needs them, and without them
 * the canonical form is simple enough to check by eye. Main type: {@link
 * vn.antin.crypto.json.JsonObject}.
 */
@NullMarked
package vn.antin.crypto.json;

import org.jspecify.annotations.NullMarked;
