package vn.antin.crypto.bc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.NoSuchProviderException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import vn.antin.crypto.key.Signer;

/**
 * Writes certificates (RFC 5280 4) and CRLs (RFC 5280 5) signed by a key that stays in its token.
 *
 * <p>Decides nothing: who may get which certificate is settled by the caller. Thread-safe.
 */
public final class CertificateBuilding {
    private static final String[] KEY_USAGES = {
        "digitalSignature",
        "nonRepudiation",
        "keyEncipherment",
        "dataEncipherment",
        "keyAgreement",
        "keyCertSign",
        "cRLSign"
    };

    private CertificateBuilding() {}

    /**
     * Everything in a certificate but its signature.
     *
     * @param serial positive, at most 20 bytes
     * @param issuer DER of the issuer's name
     * @param subject DER of the subject's name
     * @param key the subject's public key
     * @param subjectKeyIdentifier of {@code key}
     * @param authorityKeyIdentifier of the signing key
     * @param from start of validity, cut to seconds
     * @param to end of validity, cut to seconds, itself still valid
     * @param caPathLength present makes it a certification authority with that path length
     * @param keyUsage names as in RFC 5280 4.2.1.3; critical
     * @param extendedKeyUsage object identifiers; empty leaves the extension out
     * @param extendedKeyUsageCritical as RFC 3161 2.3 wants for time stamping
     * @param policies certificate policies
     * @param tlsNames dNSNames and iPAddresses; empty leaves the extension out
     * @param permittedName DER of the name below which subjects must lie (critical name constraint)
     */
    @SuppressWarnings("ArrayRecordComponent") // lives only from the call to the signature
    public record Content(
            BigInteger serial,
            byte[] issuer,
            byte[] subject,
            PublicKey key,
            byte[] subjectKeyIdentifier,
            byte[] authorityKeyIdentifier,
            Instant from,
            Instant to,
            OptionalInt caPathLength,
            List<String> keyUsage,
            List<String> extendedKeyUsage,
            boolean extendedKeyUsageCritical,
            List<String> policies,
            List<TlsName> tlsNames,
            Optional<byte[]> permittedName) {}

    /** A name of a TLS server: a host name, or an address when {@code address} is present. */
    public record TlsName(String name, Optional<InetAddress> address) {}

    /**
     * One line of a CRL.
     *
     * @param reason CRLReason number of RFC 5280 5.3.1; 0 is left out of the entry
     */
    public record RevokedEntry(BigInteger serial, Instant at, int reason) {}

    /** The certificate, signed. */
    public static X509Certificate certificate(Content content, Signer signer) {
        return certificate(content, new TokenContentSigner(signer));
    }

    static X509Certificate certificate(Content content, ContentSigner signer) {
        try {
            X509v3CertificateBuilder builder =
                    new X509v3CertificateBuilder(
                            X500Name.getInstance(content.issuer()),
                            content.serial(),
                            date(content.from()),
                            date(content.to()),
                            X500Name.getInstance(content.subject()),
                            SubjectPublicKeyInfo.getInstance(content.key().getEncoded()));
            addExtensions(builder, content);
            byte[] der = builder.build(signer).getEncoded();
            return (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(der));
        } catch (IOException | CertificateException e) {
            throw new IllegalArgumentException("no certificate can be made of this content", e);
        }
    }

    private static void addExtensions(X509v3CertificateBuilder builder, Content content)
            throws IOException {
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new SubjectKeyIdentifier(content.subjectKeyIdentifier()));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(content.authorityKeyIdentifier()));
        if (content.caPathLength().isPresent()) {
            builder.addExtension(
                    Extension.basicConstraints,
                    true,
                    new BasicConstraints(content.caPathLength().getAsInt()));
        }
        builder.addExtension(Extension.keyUsage, true, keyUsage(content.keyUsage()));
        if (!content.extendedKeyUsage().isEmpty()) {
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    content.extendedKeyUsageCritical(),
                    new ExtendedKeyUsage(
                            content.extendedKeyUsage().stream()
                                    .map(oid ->
                                            KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)))
                                    .toArray(KeyPurposeId[]::new)));
        }
        builder.addExtension(
                Extension.certificatePolicies,
                false,
                new CertificatePolicies(
                        content.policies().stream()
                                .map(oid -> new PolicyInformation(new ASN1ObjectIdentifier(oid)))
                                .toArray(PolicyInformation[]::new)));
        if (!content.tlsNames().isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(
                            content.tlsNames().stream()
                                    .map(CertificateBuilding::generalName)
                                    .toArray(GeneralName[]::new)));
        }
        if (content.permittedName().isPresent()) {
            GeneralSubtree permitted =
                    new GeneralSubtree(
                            new GeneralName(X500Name.getInstance(content.permittedName().get())));
            builder.addExtension(
                    Extension.nameConstraints,
                    true,
                    new NameConstraints(new GeneralSubtree[] {permitted}, null));
        }
    }

    private static KeyUsage keyUsage(List<String> names) {
        int bits = 0;
        for (String name : names) {
            bits |= usageBit(name);
        }
        return new KeyUsage(bits);
    }

    private static int usageBit(String name) {
        for (int i = 0; i < KEY_USAGES.length; i++) {
            if (KEY_USAGES[i].equals(name)) {
                return 1 << (7 - i);
            }
        }
        throw new IllegalArgumentException("no such key usage: " + name);
    }

    private static GeneralName generalName(TlsName name) {
        return name.address().isPresent()
                ? new GeneralName(
                        GeneralName.iPAddress,
                        name.address().get().getHostAddress().toLowerCase(Locale.ROOT))
                : new GeneralName(GeneralName.dNSName, name.name());
    }

    /** A complete CRL with a number and the authority key identifier, signed. */
    public static X509CRL crl(
            byte[] issuer,
            byte[] authorityKeyIdentifier,
            BigInteger number,
            List<RevokedEntry> revoked,
            Instant thisUpdate,
            Instant nextUpdate,
            Signer signer) {
        try {
            X509v2CRLBuilder builder =
                    new X509v2CRLBuilder(X500Name.getInstance(issuer), date(thisUpdate));
            builder.setNextUpdate(date(nextUpdate));
            for (RevokedEntry entry : revoked) {
                builder.addCRLEntry(entry.serial(), date(entry.at()), entry.reason());
            }
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(authorityKeyIdentifier));
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
            byte[] der = builder.build(new TokenContentSigner(signer)).getEncoded();
            return (X509CRL) factory().generateCRL(new ByteArrayInputStream(der));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("no CRL can be made of this content", e);
        }
    }

    private static Date date(Instant instant) {
        return Date.from(instant.truncatedTo(ChronoUnit.SECONDS));
    }

    /** The JDK's own certificate factory, whatever other providers are registered. */
    static CertificateFactory factory() throws CertificateException {
        try {
            return CertificateFactory.getInstance("X.509", "SUN");
        } catch (NoSuchProviderException e) {
            throw new AssertionError("every JDK has the provider SUN", e);
        }
    }
}
