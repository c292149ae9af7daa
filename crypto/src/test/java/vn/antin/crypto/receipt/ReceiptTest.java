package vn.antin.crypto.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.bc.cms.CmsSigner;
import vn.antin.crypto.bc.cms.OddSigner;
import vn.antin.crypto.bc.cms.ReceiptContent;
import vn.antin.crypto.bc.cms.SignedFields;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.receipt.ReceiptProblem.Reason;
import vn.antin.crypto.seal.OpenResult.Opened;
import vn.antin.crypto.seal.ReceiptExpectation;
import vn.antin.crypto.seal.Sealed;
import vn.antin.crypto.seal.Sealing;
import vn.antin.crypto.testkit.SoftwareVault.KeyType;
import vn.antin.crypto.testkit.TestAgency.Member;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;

class ReceiptTest {
    private Sealing world = new Sealing();
    private Sealed sealed = world.seal();
    private Opened opened = open();
    private CmsSignature original = original();

    private Opened open() {
        try {
            return (Opened) world.open(sealed.outerSignature(), sealed.envelope());
        } catch (vn.antin.crypto.seal.SealProblem e) {
            throw new AssertionError(e);
        }
    }

    private CmsSignature original() {
        try {
            return CmsSignature.verified(opened.innerSignedData());
        } catch (vn.antin.crypto.bc.cms.CmsException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] receipt() {
        return SignedReceipt.create(
                opened, Sealing.key(world.recipient, KeyLabel.SIGNATURE), Sealing.AT);
    }

    private VerifiedReceipt check(byte[] receipt) throws ReceiptProblem {
        return ReceiptCheck.check(
                sealed.expectation(), receipt, world.here.trustStore(), Sealing.AT);
    }

    private void assertRefused(byte[] receipt, Reason reason) {
        assertThatThrownBy(() -> check(receipt))
                .isInstanceOfSatisfying(
                        ReceiptProblem.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private SignedFields fields(byte[] originalDigest) {
        return new SignedFields(
                Sealing.AT,
                opened.label(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(originalDigest));
    }

    private ReceiptContent content() {
        return new ReceiptContent(
                original.contentType(),
                sealed.expectation().contentIdentifier(),
                original.signatureValue());
    }

    private byte[] signed(ReceiptContent content, SignedFields fields) {
        return signed(world.recipient, content, fields);
    }

    private static byte[] signed(Member member, ReceiptContent content, SignedFields fields) {
        return CmsSigner.receipt(
                content, member.vault().signer(KeyLabel.SIGNATURE), member.signature(), fields);
    }

    @Test
    void a_receipt_of_the_one_who_was_asked_is_accepted() throws ReceiptProblem {
        byte[] receipt = receipt();
        VerifiedReceipt verified = check(receipt);
        assertThat(verified.signer().endpoint()).isEqualTo(world.recipient.endpoint());
        assertThat(verified.consignment()).isEqualTo(Sealing.ID);
        assertThat(verified.label()).isEqualTo(opened.label());
        assertThat(verified.at()).isEqualTo(Sealing.AT);
        assertThat(verified.bytes()).isEqualTo(receipt);
        assertThat(verified.checkedByOriginator()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"EC_P256", "EC_P384", "RSA_3072"})
    void every_type_of_signature_key_makes_receipts(KeyType type) throws Exception {
        world = new Sealing(type, type);
        sealed = world.seal();
        opened = open();
        assertThat(check(receipt()).signer().endpoint()).isEqualTo(world.recipient.endpoint());
    }

    @Test
    void a_gateway_checks_what_it_can_see() throws ReceiptProblem {
        VerifiedReceipt verified =
                ReceiptCheck.signatureOnly(receipt(), world.there.trustStore(), Sealing.AT);
        assertThat(verified.consignment()).isEqualTo(Sealing.ID);
        assertThat(verified.signer().endpoint()).isEqualTo(world.recipient.endpoint());
        assertThat(verified.checkedByOriginator()).isFalse();
    }

    @Test
    void the_sender_is_not_asked_for_a_receipt() {
        assertThat(SignedReceipt.isAskedFrom(opened, world.recipient.endpoint())).isTrue();
        assertThat(SignedReceipt.isAskedFrom(opened, world.sender.endpoint())).isFalse();
        assertThatThrownBy(() ->
                        SignedReceipt.create(
                                opened, Sealing.key(world.sender, KeyLabel.SIGNATURE), Sealing.AT))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_receipt_for_another_document_is_refused() {
        Sealed other = world.seal();
        ReceiptContent wrong =
                new ReceiptContent(
                        original.contentType(),
                        other.expectation().contentIdentifier(),
                        original.signatureValue());
        assertRefused(signed(wrong, fields(original.attributesDigest())), Reason.WRONG_IDENTIFIER);
        ReceiptContent foreign =
                new ReceiptContent(
                        original.contentType(), new byte[] {1, 2, 3}, original.signatureValue());
        assertRefused(
                signed(foreign, fields(original.attributesDigest())), Reason.WRONG_IDENTIFIER);
    }

    @Test
    void a_receipt_with_another_signature_value_is_refused() {
        byte[] value = original.signatureValue();
        value[value.length - 1] ^= 1;
        ReceiptContent wrong =
                new ReceiptContent(
                        original.contentType(), sealed.expectation().contentIdentifier(), value);
        assertRefused(
                signed(wrong, fields(original.attributesDigest())), Reason.WRONG_SIGNATURE_VALUE);
    }

    @Test
    void a_receipt_with_another_digest_of_the_attributes_is_refused() {
        byte[] digest = original.attributesDigest();
        digest[0] ^= 1;
        assertRefused(signed(content(), fields(digest)), Reason.WRONG_ATTRIBUTES_DIGEST);
    }

    @Test
    void a_receipt_by_somebody_who_was_not_asked_is_refused() {
        Member other = world.there.officer("khac", "Người khác");
        assertRefused(
                signed(other, content(), fields(original.attributesDigest())),
                Reason.UNEXPECTED_SIGNER);
    }

    @Test
    void a_receipt_for_a_receipt_is_refused() {
        ReceiptContent wrong =
                new ReceiptContent(
                        "1.2.840.113549.1.9.16.1.1",
                        sealed.expectation().contentIdentifier(),
                        original.signatureValue());
        assertRefused(
                signed(wrong, fields(original.attributesDigest())), Reason.WRONG_CONTENT_TYPE);
    }

    @Test
    void a_receipt_with_another_label_is_refused() {
        SignedFields other =
                new SignedFields(
                        Sealing.AT,
                        SecurityLabel.of(Level.TOI_MAT),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(original.attributesDigest()));
        assertRefused(signed(content(), other), Reason.LABEL_MISMATCH);
    }

    @Test
    void a_receipt_without_a_label_is_refused() {
        byte[] unlabelled =
                OddSigner.receipt(
                        content(),
                        world.recipient.vault().signer(KeyLabel.SIGNATURE),
                        world.recipient.signature(),
                        Sealing.AT,
                        null,
                        fields(original.attributesDigest()));
        assertRefused(unlabelled, Reason.LABEL_MISSING);
    }

    @Test
    void a_receipt_without_the_digest_of_the_attributes_is_refused() {
        SignedFields without =
                new SignedFields(
                        Sealing.AT,
                        opened.label(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        assertRefused(signed(content(), without), Reason.MALFORMED);
    }

    @Test
    void a_receipt_from_the_future_is_refused() {
        SignedFields future =
                new SignedFields(
                        Sealing.AT.plus(Duration.ofMinutes(6)),
                        opened.label(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(original.attributesDigest()));
        assertRefused(signed(content(), future), Reason.SIGNING_TIME);
    }

    @Test
    void a_receipt_with_the_wrong_key_is_refused() {
        byte[] byAuthentication =
                CmsSigner.receipt(
                        content(),
                        world.recipient.vault().signer(KeyLabel.AUTHENTICATION),
                        world.recipient.authentication(),
                        fields(original.attributesDigest()));
        assertThatThrownBy(() -> check(byAuthentication))
                .isInstanceOfSatisfying(
                        ReceiptProblem.class,
                        e ->
                                assertThat(e.certificateProblem())
                                        .contains(CertificateProblem.Reason.WRONG_PROFILE));
    }

    @Test
    void a_receipt_by_a_revoked_key_is_refused() {
        world.there.revoke(world.recipient.signature());
        assertRefused(receipt(), Reason.CERTIFICATE);
    }

    @Test
    void a_signed_document_is_no_receipt() {
        assertRefused(opened.innerSignedData(), Reason.MALFORMED);
    }

    @Test
    void a_receipt_of_more_than_64_kib_is_refused_unread() {
        assertRefused(new byte[(64 << 10) + 1], Reason.TOO_BIG);
    }

    @Test
    void a_flipped_byte_anywhere_in_a_receipt_is_refused() {
        byte[] receipt = receipt();
        for (int i = 0; i < receipt.length; i++) {
            byte[] flipped = receipt.clone();
            flipped[i] ^= 1;
            assertThatThrownBy(() -> check(flipped))
                    .as("byte %d", i)
                    .isInstanceOf(ReceiptProblem.class);
        }
    }

    @Test
    void a_receipt_is_checked_against_the_kept_expectation_alone() throws ReceiptProblem {
        ReceiptExpectation kept = ReceiptExpectation.fromJson(sealed.expectation().toJson());
        assertThat(
                        ReceiptCheck.check(kept, receipt(), world.here.trustStore(), Sealing.AT)
                                .consignment())
                .isEqualTo(Sealing.ID);
        assertThat(List.of(kept)).containsExactly(sealed.expectation());
    }
}
