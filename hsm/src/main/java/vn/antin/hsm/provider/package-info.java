/**
 * Which cipher modules are approved for which levels, until when, and whether the module at hand is
 * one of them (Law on Cipher 05/2011/QH13, art. 11.2).
 *
 * <p>Knows: the records of a data file, what a module says of itself, the bytes of its library.
 * Must not know: rules, documents, keys, PINs, clocks. Main types: {@link
 * vn.antin.hsm.provider.ProviderRecords}, {@link vn.antin.hsm.provider.ModuleApproval}.
 */
@NullMarked
package vn.antin.hsm.provider;

import org.jspecify.annotations.NullMarked;
