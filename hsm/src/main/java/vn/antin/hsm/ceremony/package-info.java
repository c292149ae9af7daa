/**
 * Making the keys of an agency inside its token as its custodians approved, with a record.
 *
 * <p>Knows: how each key of a gateway is made, what a custodian's card does. Must not know:
 * certificates, files, who may be a custodian. Main types: {@link
 * vn.antin.hsm.ceremony.GatewayCeremony}, {@link vn.antin.hsm.ceremony.CustodianCard}.
 */
@NullMarked
package vn.antin.hsm.ceremony;

import org.jspecify.annotations.NullMarked;
