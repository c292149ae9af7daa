/**
 * A small world of two agencies on one machine, made of the program's own commands and processes.
 *
 * <p>Knows: the commands a person would type, folders, ports. Must not know: the inside of any
 * module. Main type: {@link vn.antin.testbed.world.World}.
 */
@NullMarked
package vn.antin.testbed.world;

import org.jspecify.annotations.NullMarked;
