/**
 * Everything durable: the only room with SQL.
 *
 * <p>Knows: tables, transactions, grouping of commits, the check of what is stored. Must not know:
 * HTTP, policy, what to do next. Main types: {@link vn.antin.gateway.store.SqliteStore}, {@link
 * vn.antin.gateway.store.Fsck}.
 */
@NullMarked
package vn.antin.gateway.store;

import org.jspecify.annotations.NullMarked;
