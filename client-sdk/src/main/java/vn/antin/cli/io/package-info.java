/**
 * What the command line says and reads: both languages, tables, progress, JSON, errors.
 *
 * <p>Knows: the words for every error of the rooms below, and the terminal. Must not know: tokens,
 * profiles, which command runs. Main types: {@link vn.antin.cli.io.Terminal}, {@link
 * vn.antin.cli.io.Messages}, {@link vn.antin.cli.io.Errors}, {@link vn.antin.cli.io.Table}.
 */
@NullMarked
package vn.antin.cli.io;

import org.jspecify.annotations.NullMarked;
