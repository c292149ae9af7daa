/**
 * Reads the outline of any CMS structure, also of those that the project would refuse.
 *
 * <p>Knows: ASN.1, CMS and names of algorithms. Must not know: what the project accepts; nothing
 * here decides anything.
 *
 * <p>Main types: {@link vn.antin.crypto.bc.structure.CmsStructure}.
 */
@NullMarked
package vn.antin.crypto.bc.structure;

import org.jspecify.annotations.NullMarked;
