/**
 * The files of a document on this machine: names that are safe, several worked on at once.
 *
 * <p>Knows: names, threads. Must not know: keys, gateways, the spool. Main types: {@link
 * vn.antin.sdk.files.FileNames}, {@link vn.antin.sdk.files.Together}.
 */
@NullMarked
package vn.antin.sdk.files;

import org.jspecify.annotations.NullMarked;
