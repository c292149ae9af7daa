/**
 * Making the keys of an agency inside its token, with a record for the file.
 *
 * <p>Knows: which keys a gateway has, what a record must show. Must not know: certificates, who may
 * hold a ceremony. Main types: {@link vn.antin.hsm.ceremony.GatewayCeremony}, {@link
 * vn.antin.hsm.ceremony.Transcript}.
 */
@NullMarked
package vn.antin.hsm.ceremony;

import org.jspecify.annotations.NullMarked;
