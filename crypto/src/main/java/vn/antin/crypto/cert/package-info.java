/**
 * Who a certificate names, who vouches for it, and whether that holds at a given time.
 *
 * <p>Knows: names, certificate profiles, issuing, paths, revocation. Must not know: networks,
 * files, the clock, ASN.1 libraries. Main types: {@link vn.antin.crypto.cert.CertificatePath},
 * {@link vn.antin.crypto.cert.VerifiedIdentity}, {@link vn.antin.crypto.cert.CertificateIssuer}.
 */
@NullMarked
package vn.antin.crypto.cert;

import org.jspecify.annotations.NullMarked;
