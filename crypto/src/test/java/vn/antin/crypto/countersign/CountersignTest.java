package vn.antin.crypto.countersign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.crypto.bc.BouncyCastle;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.bc.cms.CmsSigner;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.countersign.CountersignatureProblem.Reason;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.document.Documents;
import vn.antin.crypto.document.Mutations;
import vn.antin.crypto.inspect.Inspector;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.receipt.ReceiptCheck;
import vn.antin.crypto.receipt.SignedReceipt;
import vn.antin.crypto.seal.OpenResult.Opened;
import vn.antin.crypto.seal.OpenResult.Refused;
import vn.antin.crypto.seal.SealProblem;
import vn.antin.crypto.seal.Sealed;
import vn.antin.crypto.seal.Sealer;
import vn.antin.crypto.seal.Sealing;
import vn.antin.crypto.testkit.SoftwareVault.KeyType;
import vn.antin.crypto.testkit.TestAgency.Member;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;

/** The agency's signature over its officer's, and an approver's: made, believed, refused. */
class CountersignTest {
    private static final Instant AT = Sealing.AT;

    private final Sealing world = new Sealing();
    private final Document document = Documents.full();
    private final Member gateway = world.here.gateway();
    private final Member chief = world.here.officer("giamdoc", "Lê Văn C");

    private byte[] signed() {
        return world.inner(document.toMime(), world.innerFields(document));
    }

    private byte[] byAgency(byte[] bare) throws CountersignatureProblem {
        return Countersigning.byAgency(
                bare, seal(gateway), certificate(gateway), world.here.trustStore(), AT);
    }

    private static Signer seal(Member member) {
        return member.vault().signer(KeyLabel.SEAL);
    }

    private static X509Certificate certificate(Member member) {
        return member.certificate(KeyLabel.SEAL);
    }

    /** What a clerk's program does with the gateway at the other end of the wire. */
    private byte[] sealed(byte[] signed) {
        try {
            return Countersigning.rejoined(
                    signed, byAgency(Countersigning.withoutDocument(signed)));
        } catch (CountersignatureProblem e) {
            throw new AssertionError(e);
        }
    }

    private byte[] approved(byte[] signed) {
        try {
            return Countersigning.byApprover(
                    signed,
                    chief.vault().signer(KeyLabel.SIGNATURE),
                    chief.signature(),
                    world.here.trustStore(),
                    AT);
        } catch (CountersignatureProblem e) {
            throw new AssertionError(e);
        }
    }

    private Object open(byte[] inner) throws SealProblem {
        byte[] envelope = world.envelope(inner);
        return world.open(world.outerSignature(document, envelope), envelope);
    }

    private void assertRefused(byte[] inner, SealProblem.Reason reason) throws SealProblem {
        assertThat(open(inner))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.reason()).isEqualTo(reason));
    }

    private byte[] odd(
            Member by, String label, SecurityLabel marked, Commitment commitment, Instant at)
            throws CmsException {
        return CmsSigner.countersigned(
                signed(), by.vault().signer(label), by.certificate(label), at, marked, commitment);
    }

    @Test
    void the_recipient_learns_of_the_agency_and_of_the_approver() throws Exception {
        Sealed sealed =
                Sealer.seal(
                        world.request(document, world.recipient)
                                .countersignedBy(this::approved)
                                .countersignedBy(this::sealed));
        Opened opened = (Opened) world.open(sealed.outerSignature(), sealed.envelope());
        List<Countersignature> all = opened.signed().countersignatures();
        assertThat(all)
                .extracting(Countersignature::commitment)
                .containsExactlyInAnyOrder(
                        Commitment.PROOF_OF_APPROVAL, Commitment.PROOF_OF_ORIGIN);
        assertThat(all)
                .extracting(each -> each.signer().endpoint().toString())
                .containsExactlyInAnyOrder("H26.01/giamdoc", "H26.01/gw");
        assertThat(all).allMatch(each -> each.at().equals(AT));
        assertThat(opened.document().toMime()).isEqualTo(document.toMime());
        assertThat(Inspector.inspect(opened.innerSignedData()).orElseThrow().toString())
                .contains("COUNTERSIGNATURE", "proofOfOrigin", "proofOfApproval");
        // The receipt is for the author's signature, whoever countersigned it.
        byte[] receipt =
                SignedReceipt.create(opened, Sealing.key(world.recipient, KeyLabel.SIGNATURE), AT);
        assertThat(
                        ReceiptCheck.check(
                                        sealed.expectation(), receipt, world.here.trustStore(), AT)
                                .signer()
                                .endpoint())
                .isEqualTo(world.recipient.endpoint());
    }

    @Test
    void the_gateway_is_given_no_content_and_refuses_some() throws Exception {
        byte[] signed = signed();
        byte[] bare = Countersigning.withoutDocument(signed);
        assertThat(bare).hasSizeLessThan(signed.length - document.toMime().length + 100);
        assertThat(new String(bare, UTF_8)).doesNotContain(document.card().id());
        assertThatThrownBy(() -> byAgency(signed))
                .isInstanceOfSatisfying(
                        CountersignatureProblem.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
    }

    @Test
    void the_gateway_countersigns_only_officers_of_its_agency_whose_certificates_hold()
            throws Exception {
        byte[] bare = Countersigning.withoutDocument(signed());
        Member other = world.there.gateway();
        assertThatThrownBy(() ->
                        Countersigning.byAgency(
                                bare,
                                seal(other),
                                certificate(other),
                                world.there.trustStore(),
                                AT))
                .isInstanceOfSatisfying(
                        CountersignatureProblem.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.SIGNER));
        world.here.revoke(world.sender.signature());
        assertThatThrownBy(() -> byAgency(bare))
                .isInstanceOfSatisfying(
                        CountersignatureProblem.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.CERTIFICATE));
    }

    @Test
    void an_outer_signature_or_a_receipt_is_not_countersigned() throws Exception {
        Sealed sealed = world.seal(document);
        assertThatThrownBy(() -> byAgency(sealed.outerSignature()))
                .isInstanceOf(CountersignatureProblem.class);
        Opened opened = (Opened) world.open(sealed.outerSignature(), sealed.envelope());
        byte[] receipt =
                SignedReceipt.create(opened, Sealing.key(world.recipient, KeyLabel.SIGNATURE), AT);
        assertThatThrownBy(() -> Countersigning.withoutDocument(receipt))
                .isInstanceOf(CountersignatureProblem.class);
    }

    /** Without the document nobody can compare the digest; that it is one at all can be seen. */
    @Test
    void a_message_digest_of_another_length_is_none() throws Exception {
        SignedData data =
                SignedData.getInstance(
                        ContentInfo.getInstance(Countersigning.withoutDocument(signed()))
                                .getContent());
        SignerInfo info = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
        for (int length : new int[] {0, 8, 20, 31, 33, 64}) {
            ASN1EncodableVector attributes = new ASN1EncodableVector();
            for (ASN1Encodable each : info.getAuthenticatedAttributes()) {
                Attribute attribute = Attribute.getInstance(each);
                attributes.add(
                        attribute.getAttrType().equals(CMSAttributes.messageDigest)
                                ? new Attribute(
                                        CMSAttributes.messageDigest,
                                        new DERSet(new DEROctetString(new byte[length])))
                                : attribute);
            }
            DERSet set = new DERSet(attributes);
            SignerInfo other =
                    new SignerInfo(
                            info.getSID(),
                            info.getDigestAlgorithm(),
                            set,
                            info.getDigestEncryptionAlgorithm(),
                            new DEROctetString(
                                    world.sender
                                            .vault()
                                            .signer(KeyLabel.SIGNATURE)
                                            .sign(set.getEncoded("DER"))),
                            null);
            refused(
                    new ContentInfo(
                                    CMSObjectIdentifiers.signedData,
                                    new SignedData(
                                            data.getDigestAlgorithms(),
                                            data.getEncapContentInfo(),
                                            data.getCertificates(),
                                            null,
                                            new DERSet(other)))
                            .getEncoded("DER"));
        }
    }

    @Test
    void what_comes_back_for_another_signature_is_not_taken() throws Exception {
        byte[] signed = signed();
        byte[] other = byAgency(Countersigning.withoutDocument(signed()));
        assertThatThrownBy(() -> Countersigning.rejoined(signed, other))
                .isInstanceOf(CountersignatureProblem.class);
        byte[] bare = Countersigning.withoutDocument(signed);
        assertThatThrownBy(() -> Countersigning.rejoined(signed, bare))
                .isInstanceOfSatisfying(
                        CountersignatureProblem.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
    }

    @Test
    void the_seal_of_another_agency_is_refused() throws Exception {
        assertRefused(
                odd(
                        world.there.gateway(),
                        KeyLabel.SEAL,
                        document.card().label(),
                        Commitment.PROOF_OF_ORIGIN,
                        AT),
                SealProblem.Reason.SENDER_MISMATCH);
    }

    @Test
    void nobody_approves_of_himself() throws Exception {
        assertRefused(
                odd(
                        world.sender,
                        KeyLabel.SIGNATURE,
                        document.card().label(),
                        Commitment.PROOF_OF_APPROVAL,
                        AT),
                SealProblem.Reason.SENDER_MISMATCH);
    }

    @Test
    void a_person_does_not_seal_and_the_seal_does_not_approve() throws Exception {
        assertRefused(
                odd(
                        chief,
                        KeyLabel.SIGNATURE,
                        document.card().label(),
                        Commitment.PROOF_OF_ORIGIN,
                        AT),
                SealProblem.Reason.CERTIFICATE);
        assertRefused(
                odd(
                        gateway,
                        KeyLabel.SEAL,
                        document.card().label(),
                        Commitment.PROOF_OF_APPROVAL,
                        AT),
                SealProblem.Reason.CERTIFICATE);
    }

    @Test
    void a_countersignature_that_claims_something_else_is_refused() throws Exception {
        assertRefused(
                odd(
                        chief,
                        KeyLabel.SIGNATURE,
                        document.card().label(),
                        Commitment.PROOF_OF_CREATION,
                        AT),
                SealProblem.Reason.MALFORMED);
    }

    @Test
    void another_label_on_top_is_refused() throws Exception {
        assertRefused(
                odd(
                        gateway,
                        KeyLabel.SEAL,
                        SecurityLabel.of(Level.KHONG_MAT),
                        Commitment.PROOF_OF_ORIGIN,
                        AT),
                SealProblem.Reason.LABEL_MISMATCH);
    }

    @Test
    void one_from_before_the_signature_or_after_the_sealing_is_refused() throws Exception {
        for (long minutes : new long[] {-6, 6}) {
            assertRefused(
                    odd(
                            gateway,
                            KeyLabel.SEAL,
                            document.card().label(),
                            Commitment.PROOF_OF_ORIGIN,
                            AT.plus(Duration.ofMinutes(minutes))),
                    SealProblem.Reason.SIGNING_TIME);
        }
    }

    @Test
    void twice_the_same_is_refused() throws Exception {
        assertThatThrownBy(() -> sealed(sealed(signed())))
                .hasCauseInstanceOf(CountersignatureProblem.class);
        byte[] twice =
                CmsSigner.countersigned(
                        sealed(signed()),
                        seal(gateway),
                        certificate(gateway),
                        AT.plusSeconds(1),
                        document.card().label(),
                        Commitment.PROOF_OF_ORIGIN);
        assertRefused(twice, SealProblem.Reason.SENDER_MISMATCH);
    }

    /** One key: the agency's seal revoked is noticed like the author's. */
    @Test
    void a_revoked_seal_is_refused() throws Exception {
        byte[] inner = sealed(signed());
        world.here.revoke(certificate(gateway));
        assertRefused(inner, SealProblem.Reason.CERTIFICATE);
    }

    @Test
    void an_outer_signature_may_not_be_countersigned() throws Exception {
        byte[] outer =
                CmsSigner.countersigned(
                        world.seal(document).outerSignature(),
                        seal(gateway),
                        certificate(gateway),
                        AT,
                        document.card().label(),
                        Commitment.PROOF_OF_ORIGIN);
        assertThatThrownBy(() -> world.outer(outer))
                .isInstanceOfSatisfying(
                        SealProblem.class,
                        e -> assertThat(e.reason()).isEqualTo(SealProblem.Reason.MALFORMED));
    }

    @Test
    void a_countersignature_is_no_signature() throws Exception {
        byte[] inner = sealed(signed());
        CMSSignedData data = new CMSSignedData(inner);
        SignerInformation counter =
                data.getSignerInfos().iterator().next().getCounterSignatures().iterator().next();
        CMSSignedData alone =
                CMSSignedData.replaceSigners(
                        data, new org.bouncycastle.cms.SignerInformationStore(counter));
        assertThatThrownBy(() -> CmsSignature.verified(alone.getEncoded("DER")))
                .isInstanceOf(CmsException.class);
        assertThat(
                        counter.getSignedAttributes()
                                .get(org.bouncycastle.asn1.cms.CMSAttributes.contentType))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"EC_P256", "EC_P384", "RSA_3072"})
    void openssl_accepts_the_countersigned_and_checks_the_countersignature(
            KeyType type, @TempDir Path dir) throws Exception {
        Member head = world.here.officer("cuctruong", "Phạm D", type);
        byte[] inner =
                Countersigning.byApprover(
                        sealed(signed()),
                        head.vault().signer(KeyLabel.SIGNATURE),
                        head.signature(),
                        world.here.trustStore(),
                        AT);
        Files.write(dir.resolve("inner.p7m"), inner);
        Files.writeString(dir.resolve("ca.pem"), Certificates.pem(world.here.ca()));
        run(
                dir,
                "openssl",
                "cms",
                "-verify",
                "-binary",
                "-inform",
                "DER",
                "-in",
                "inner.p7m",
                "-CAfile",
                "ca.pem",
                "-attime",
                Long.toString(AT.getEpochSecond()),
                "-out",
                "document.eml");
        assertThat(Files.readAllBytes(dir.resolve("document.eml"))).isEqualTo(document.toMime());
        SignerInformation author = new CMSSignedData(inner).getSignerInfos().iterator().next();
        int checked = 0;
        for (SignerInformation each : author.getCounterSignatures()) {
            X509Certificate by = signerOf(each, head);
            // An implementation of RFC 5652 11.4 that is not ours ...
            assertThat(
                            each.verify(
                                    new JcaSimpleSignerInfoVerifierBuilder()
                                            .setProvider(BouncyCastle.PROVIDER)
                                            .build(by)))
                    .isTrue();
            // ... and OpenSSL over the very bytes, where it can without parameters.
            if (by.getPublicKey().getAlgorithm().equals("EC")) {
                SignerInfo info = each.toASN1Structure();
                Files.write(
                        dir.resolve("attributes"),
                        info.getAuthenticatedAttributes().getEncoded("DER"));
                Files.write(dir.resolve("value"), info.getEncryptedDigest().getOctets());
                Files.writeString(dir.resolve("by.pem"), Certificates.pem(by));
                run(dir, "sh", "-c", "openssl x509 -in by.pem -noout -pubkey > by.pub");
                String digest =
                        by.equals(head.signature()) && type == KeyType.EC_P384
                                ? "-sha384"
                                : "-sha256";
                run(
                        dir,
                        "openssl",
                        "dgst",
                        digest,
                        "-verify",
                        "by.pub",
                        "-signature",
                        "value",
                        "attributes");
            }
            checked++;
        }
        assertThat(checked).isEqualTo(2);
    }

    private X509Certificate signerOf(SignerInformation signer, Member head) throws Exception {
        X509Certificate seal = certificate(gateway);
        return signer.getSID().getSerialNumber().equals(seal.getSerialNumber())
                ? seal
                : head.signature();
    }

    private static void run(Path dir, String... command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .directory(dir.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }

    @FuzzTest
    void no_bytes_break_the_gateway(byte[] bytes) {
        refused(bytes);
    }

    @Test
    void what_was_changed_on_the_way_is_refused_or_the_same() throws Exception {
        byte[] bare = Countersigning.withoutDocument(sealed(signed()));
        CmsSignature good = CmsSignature.onDocument(bare);
        Random random = new Random(21);
        for (int i = 0; i < 2000; i++) {
            byte[] changed = Mutations.mutate(bare, random);
            try {
                CmsSignature read = CmsSignature.onDocument(changed);
                assertThat(read.signatureValue()).isEqualTo(good.signatureValue());
                assertThat(read.countersigners()).hasSameSizeAs(good.countersigners());
                assertThat(changed).isEqualTo(bare);
            } catch (CmsException e) {
                assertThat(e.kind())
                        .isIn(
                                CmsException.Kind.MALFORMED,
                                CmsException.Kind.BAD_SIGNATURE,
                                CmsException.Kind.TOO_BIG);
            }
        }
    }

    private void refused(byte[] bytes) {
        assertThatThrownBy(() -> byAgency(bytes)).isInstanceOf(CountersignatureProblem.class);
    }
}
