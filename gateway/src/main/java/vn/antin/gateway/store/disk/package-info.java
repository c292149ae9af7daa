/**
 * Files: the folder and its lock, the database file and its migrations, blobs.
 *
 * <p>Knows: SQLite, fsync, rename, what a full disk looks like. Must not know: what the rows and
 * blobs mean. Main types: {@link vn.antin.gateway.store.disk.Database}, {@link
 * vn.antin.gateway.store.disk.DiskBlobStore}.
 */
@NullMarked
package vn.antin.gateway.store.disk;

import org.jspecify.annotations.NullMarked;
