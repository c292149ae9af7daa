package vn.antin.crypto.bc.cms;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAParams;
import java.security.interfaces.DSAPublicKey;
import java.security.spec.DSAPublicKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.antin.crypto.bc.BouncyCastle;
import vn.antin.crypto.bc.structure.CmsOutline;
import vn.antin.crypto.bc.structure.CmsStructure;
import vn.antin.crypto.inspect.Inspector;

/**
 * The examples of RFC 4134: their signatures verify by a way that only this test has, our readers
 * find in them what the RFC says that they hold, and the program takes none of them, because DSA,
 * RSA-1024 and SHA-1 prove nothing any more.
 */
class Rfc4134Test {
    private static byte[] file(String name) throws IOException {
        try (InputStream in = Rfc4134Test.class.getResourceAsStream("rfc4134/" + name)) {
            byte[] bytes = in.readAllBytes();
            return name.endsWith(".eml") ? body(new String(bytes, US_ASCII)) : bytes;
        }
    }

    /** The last part of a mail, which is in base64. */
    private static byte[] body(String mail) {
        String unix = mail.replace("\r\n", "\n").strip();
        String part = unix.substring(unix.lastIndexOf("\n\nMII") + 2);
        int end = part.indexOf("\n\n");
        return Base64.getMimeDecoder().decode(end < 0 ? part : part.substring(0, end));
    }

    private static CmsStructure.Signed outline(String name) throws Exception {
        return (CmsStructure.Signed) CmsOutline.read(file(name));
    }

    private static X509Certificate certificate(String name) throws Exception {
        return certificate(file(name));
    }

    private static X509Certificate certificate(byte[] der) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER)
                        .generateCertificate(new ByteArrayInputStream(der));
    }

    /** Diane's certificate leaves the parameters of DSA to Carl's (RFC 3279 2.3.2). */
    private static PublicKey key(X509CertificateHolder holder) throws Exception {
        SubjectPublicKeyInfo info = holder.getSubjectPublicKeyInfo();
        if (info.getAlgorithm().getParameters() != null) {
            return certificate(holder.getEncoded()).getPublicKey();
        }
        DSAParams of = ((DSAPublicKey) certificate("CarlDSSSelf.cer").getPublicKey()).getParams();
        return KeyFactory.getInstance("DSA")
                .generatePublic(
                        new DSAPublicKeySpec(
                                ASN1Integer.getInstance(info.parsePublicKey()).getValue(),
                                of.getP(),
                                of.getQ(),
                                of.getG()));
    }

    /** RFC 5652 5.4, over the bytes as they stand: example 4.10 is not in DER. */
    private static boolean verifies(CMSSignedData data, SignerInformation signer, byte[] content)
            throws Exception {
        X509CertificateHolder holder =
                data.getCertificates().getMatches(null).stream()
                        .filter(each -> signer.getSID().match(each))
                        .findFirst()
                        .orElse(new X509CertificateHolder(file("CarlRSASelf.cer")));
        PublicKey key = key(holder);
        Signature verifier =
                Signature.getInstance("SHA1with" + key.getAlgorithm(), BouncyCastle.PROVIDER);
        verifier.initVerify(key);
        ASN1Set attributes = signer.toASN1Structure().getAuthenticatedAttributes();
        if (attributes == null) {
            verifier.update(content);
        } else {
            assertThat(signer.getSignedAttributes().get(Oids.MESSAGE_DIGEST).getAttributeValues())
                    .containsExactly(
                            new DEROctetString(MessageDigest.getInstance("SHA-1").digest(content)));
            verifier.update(attributes.getEncoded(ASN1Encoding.DL));
        }
        return verifier.verify(signer.getSignature());
    }

    private static CMSSignedData parsed(String name) throws Exception {
        return name.equals("4.3.bin") || name.equals("4.8.eml")
                ? new CMSSignedData(new CMSProcessableByteArray(content(name)), file(name))
                : new CMSSignedData(file(name));
    }

    private static byte[] content(String name) throws Exception {
        return name.equals("4.8.eml") || name.equals("4.9.eml")
                ? "\r\nThis is some sample content.".getBytes(US_ASCII)
                : file("ExContent.bin");
    }

    @ParameterizedTest
    @CsvSource({
        "4.1.bin, 1",
        "4.2.bin, 1",
        "4.3.bin, 1",
        "4.4.bin, 1",
        "4.5.bin, 1",
        "4.6.bin, 2",
        "4.7.bin, 1",
        "4.8.eml, 1",
        "4.9.eml, 1",
        "4.10.bin, 1"
    })
    void every_signature_verifies_over_the_sample_content(String name, int signers)
            throws Exception {
        CMSSignedData data = parsed(name);
        assertThat(data.getSignerInfos().getSigners()).hasSize(signers);
        for (SignerInformation signer : data.getSignerInfos()) {
            assertThat(verifies(data, signer, content(name))).as(name).isTrue();
        }
        assertThat((byte[]) data.getSignedContent().getContent()).isEqualTo(content(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4.1.bin",
                "4.2.bin",
                "4.3.bin",
                "4.4.bin",
                "4.5.bin",
                "4.6.bin",
                "4.7.bin",
                "4.8.eml",
                "4.9.eml",
                "4.10.bin",
                "4.11.bin"
            })
    void the_program_takes_none_of_them(String name) throws Exception {
        byte[] der = file(name);
        assertThatThrownBy(() -> CmsSignature.verified(der))
                .isInstanceOfSatisfying(
                        CmsException.class,
                        e -> assertThat(e.kind()).isEqualTo(CmsException.Kind.MALFORMED));
    }

    @Test
    void our_reader_finds_signers_certificates_and_content_as_the_rfc_says() throws Exception {
        CmsStructure.Signed basic = outline("4.1.bin");
        assertThat(basic.contentType()).isEqualTo("id-data");
        assertThat(basic.contentSize()).contains(28L);
        CmsStructure.Signer alice = basic.signers().getFirst();
        assertThat(alice.name()).contains("CarlDSS").endsWith(", c8");
        assertThat(alice.certificate()).contains(certificate("AliceDSSSignByCarlNoInherit.cer"));
        assertThat(outline("4.2.bin").signers().getFirst().certificate())
                .contains(certificate("AliceRSASignByCarl.cer"));
        assertThat(outline("4.3.bin").contentSize()).isEmpty();
        assertThat(outline("4.6.bin").signers()).hasSize(2);
        assertThat(outline("4.7.bin").signers().getFirst().isKeyIdentifier()).isTrue();
        CmsStructure.Signed certificates = outline("4.11.bin");
        assertThat(certificates.signers()).isEmpty();
        assertThat(certificates.certificates())
                .contains(
                        certificate("CarlDSSSelf.cer"),
                        certificate("AliceDSSSignByCarlNoInherit.cer"));
    }

    /** A content hint and Carl's countersignature. */
    @Test
    void our_reader_names_every_attribute_of_the_fancier_example() throws Exception {
        CmsStructure.Signer fancy = outline("4.4.bin").signers().getFirst();
        assertThat(fancy.signed()).containsExactly("contentType", "signingTime", "messageDigest");
        assertThat(fancy.unsigned()).hasSize(2).contains("countersignature");
    }

    @Test
    void the_countersignature_is_of_the_signature_above_it() throws Exception {
        CMSSignedData data = parsed("4.4.bin");
        SignerInformation diane = data.getSignerInfos().iterator().next();
        SignerInformation carl = diane.getCounterSignatures().iterator().next();
        assertThat(verifies(data, carl, diane.getSignature())).isTrue();
        assertThat(carl.getSignedAttributes().get(Oids.CONTENT_TYPE)).as("RFC 5652 11.4").isNull();
    }

    private static ASN1Encodable label() throws Exception {
        return parsed("4.10.bin")
                .getSignerInfos()
                .iterator()
                .next()
                .getSignedAttributes()
                .get(Oids.SECURITY_LABEL)
                .getAttrValues()
                .getObjectAt(0);
    }

    /** The label there is of another policy, which RFC 2634 3.1.2 lets nobody guess at. */
    @Test
    void the_label_of_another_policy_is_read_and_refused() throws Exception {
        ASN1Set label = ASN1Set.getInstance(label());
        assertThat(List.of(label.toArray()))
                .hasSize(4)
                .contains(new ASN1ObjectIdentifier("1.2.3.4.5.6.7.8"));
        assertThatThrownBy(() -> EssLabel.decode(label))
                .isInstanceOfSatisfying(
                        CmsException.class,
                        e -> assertThat(e.kind()).isEqualTo(CmsException.Kind.LABEL_UNKNOWN));
    }

    @Test
    void ber_is_refused_before_anything_reads_it() throws Exception {
        for (String name : List.of("3.1.bin", "4.5.bin")) {
            byte[] ber = file(name);
            assertThatThrownBy(() -> Der.read(ber))
                    .isInstanceOf(CmsException.class)
                    .hasMessageContaining("indefinite");
        }
        assertThat(ASN1Primitive.fromByteArray(file("3.1.bin"))).isNotNull();
    }

    @Test
    void an_old_envelope_is_described_and_not_opened() throws Exception {
        byte[] der = file("5.1.bin");
        CmsStructure.Enveloped structure = (CmsStructure.Enveloped) CmsOutline.read(der);
        assertThat(structure.kind()).isEqualTo("EnvelopedData");
        assertThat(structure.recipients().getFirst().name()).contains("CarlRSA");
        assertThatThrownBy(() -> CmsEnvelope.open(der, name -> Optional.empty()))
                .isInstanceOfSatisfying(
                        CmsException.class,
                        e -> assertThat(e.kind()).isEqualTo(CmsException.Kind.MALFORMED));
    }

    /** In a SET the elements stand by their tags (X.690 10.3); the label of 4.10 is not so. */
    @Test
    void a_label_in_another_order_is_no_der() throws Exception {
        byte[] der = file("4.10.bin");
        assertThatThrownBy(() -> CmsOutline.read(der)).hasMessageContaining("not in DER");
        assertThat(label().toASN1Primitive().getEncoded(ASN1Encoding.DL))
                .isNotEqualTo(label().toASN1Primitive().getEncoded(ASN1Encoding.DER));
    }

    @Test
    void inspecting_an_example_says_that_the_signature_is_not_of_our_kind() throws Exception {
        String described = Inspector.inspect(file("4.1.bin")).orElseThrow().toString();
        assertThat(described).contains("signature-foreign", "CarlDSS");
    }
}
