/** Tests of the document room. */
@NullMarked
package vn.antin.crypto.document;

import org.jspecify.annotations.NullMarked;
