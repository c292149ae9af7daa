/**
 * Sealing and opening: sign, encrypt, sign (RFC 2634 1.1), and the consignment note that gateways
 * route by.
 *
 * <p>Knows: documents, certificate paths, labels, the order of the checks. Must not know: tokens,
 * transport, storage, ASN.1, rules about who may send what. Main types: {@link
 * vn.antin.crypto.seal.Sealer}, {@link vn.antin.crypto.seal.OuterSignature}, {@link
 * vn.antin.crypto.seal.Opener}.
 */
@NullMarked
package vn.antin.crypto.seal;

import org.jspecify.annotations.NullMarked;
