/** The walk of one document through real processes, tokens and files. */
@NullMarked
package vn.antin.testbed.world;

import org.jspecify.annotations.NullMarked;
