/**
 * The one place that uses Bouncy Castle: building and reading certificates, requests and CMS.
 *
 * <p>Knows: ASN.1 and the provider. Must not know: what the project's other rooms mean by a
 * certificate or a document; its public methods take and return JDK and {@code crypto.key} types.
 * Main types: {@link vn.antin.crypto.bc.CertificateBuilding}, {@link
 * vn.antin.crypto.bc.CertificateReading}, {@link vn.antin.crypto.bc.RequestCoding}.
 */
@NullMarked
package vn.antin.crypto.bc;

import org.jspecify.annotations.NullMarked;
