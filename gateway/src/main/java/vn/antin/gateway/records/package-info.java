/**
 * The registers of state-secret documents that the law asks for.
 *
 * <p>Knows: register names, columns, numbering within a year. Must not know: SQL, HTTP, content of
 * documents. Main types: {@link vn.antin.gateway.records.Registers}, {@link
 * vn.antin.gateway.records.RegisterRow}.
 */
@NullMarked
package vn.antin.gateway.records;

import org.jspecify.annotations.NullMarked;
