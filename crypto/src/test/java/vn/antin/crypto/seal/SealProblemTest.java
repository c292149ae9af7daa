package vn.antin.crypto.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.bc.cms.CmsEnvelope;
import vn.antin.crypto.bc.cms.CmsSigner;
import vn.antin.crypto.bc.cms.SignedFields;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.document.Documents;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.seal.OpenResult.Opened;
import vn.antin.crypto.seal.OpenResult.Refused;
import vn.antin.crypto.seal.SealProblem.Reason;
import vn.antin.crypto.testkit.TestAgency.Member;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;

/** Each reason to refuse, by a sender who does exactly one thing wrong. */
class SealProblemTest {
    private final Sealing world = new Sealing();
    private final Document document = Documents.full();

    private void assertOuterRefused(byte[] outer, Reason reason) {
        assertThatThrownBy(() -> world.outer(outer))
                .isInstanceOfSatisfying(
                        SealProblem.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private void assertRefused(byte[] envelope, Reason reason) throws SealProblem {
        byte[] outer = world.outerSignature(document, envelope);
        assertThat(world.open(outer, envelope))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.reason()).isEqualTo(reason));
    }

    private static SignedFields with(SignedFields f, SecurityLabel label) {
        return new SignedFields(
                f.signingTime(),
                label,
                f.contentIdentifier(),
                f.note(),
                f.receiptRequest(),
                f.originalDigest());
    }

    @Test
    void done_step_by_step_and_right_it_opens() throws SealProblem {
        byte[] envelope =
                world.envelope(world.inner(document.toMime(), world.innerFields(document)));
        assertThat(world.open(world.outerSignature(document, envelope), envelope))
                .isInstanceOf(Opened.class);
    }

    @Test
    void malformed_when_the_outer_signature_is_no_signature() {
        byte[] envelope = world.seal().envelope();
        assertOuterRefused(new byte[0], Reason.MALFORMED);
        assertOuterRefused("xin chào".getBytes(StandardCharsets.UTF_8), Reason.MALFORMED);
        assertOuterRefused(envelope, Reason.MALFORMED);
    }

    @Test
    void malformed_when_the_outer_signature_asks_for_a_receipt() {
        byte[] envelope = world.seal().envelope();
        SignedFields good =
                Sealing.outerFields(
                        document.card().label(), world.note(document, envelope).toBytes());
        SignedFields asking =
                new SignedFields(
                        good.signingTime(),
                        good.label(),
                        good.contentIdentifier(),
                        good.note(),
                        world.innerFields(document).receiptRequest(),
                        Optional.empty());
        assertOuterRefused(world.outerSignature(envelope, asking), Reason.MALFORMED);
    }

    @Test
    void malformed_when_the_content_is_no_document() throws SealProblem {
        byte[] inner =
                world.inner(
                        "không phải MIME".getBytes(StandardCharsets.UTF_8),
                        world.innerFields(document));
        assertRefused(world.envelope(inner), Reason.MALFORMED);
    }

    @Test
    void malformed_when_the_content_of_the_envelope_is_not_signed() throws SealProblem {
        assertRefused(world.envelope(document.toMime()), Reason.MALFORMED);
    }

    @Test
    void bad_signature_when_the_outer_signature_is_by_another_key() {
        byte[] outer = world.seal().outerSignature();
        byte[] changed = outer.clone();
        changed[changed.length - 1] ^= 1;
        assertOuterRefused(changed, Reason.BAD_SIGNATURE);
    }

    @Test
    void bad_signature_when_the_inner_signature_is_by_another_key() throws SealProblem {
        byte[] inner = world.inner(document.toMime(), world.innerFields(document));
        inner[inner.length - 1] ^= 1;
        assertRefused(world.envelope(inner), Reason.BAD_SIGNATURE);
    }

    @Test
    void certificate_when_the_sender_is_revoked_or_the_key_is_for_something_else() {
        Sealed sealed = world.seal();
        SignedFields fields = Sealing.outerFields(document.card().label(), sealed.note().toBytes());
        byte[] bySignatureKey =
                CmsSigner.detached(
                        sealed.envelope(),
                        world.sender.vault().signer(KeyLabel.SIGNATURE),
                        world.sender.signature(),
                        fields);
        assertThatThrownBy(() -> world.outer(bySignatureKey))
                .isInstanceOfSatisfying(
                        SealProblem.class,
                        e ->
                                assertThat(e.certificateProblem())
                                        .contains(CertificateProblem.Reason.WRONG_PROFILE));
        world.here.revoke(world.sender.authentication());
        assertThatThrownBy(() -> world.outer(sealed.outerSignature()))
                .isInstanceOfSatisfying(
                        SealProblem.class,
                        e ->
                                assertThat(e.certificateProblem())
                                        .contains(CertificateProblem.Reason.REVOKED));
    }

    @Test
    void certificate_when_the_author_is_revoked() throws SealProblem {
        Sealed sealed = world.seal();
        world.here.revoke(world.sender.signature());
        assertThat(world.open(sealed.outerSignature(), sealed.envelope()))
                .isInstanceOfSatisfying(
                        Refused.class,
                        r -> {
                            assertThat(r.reason()).isEqualTo(Reason.CERTIFICATE);
                            assertThat(r.detail()).contains("REVOKED");
                        });
    }

    @Test
    void label_mismatch_when_inner_and_outer_differ() throws SealProblem {
        byte[] inner =
                world.inner(
                        document.toMime(),
                        with(world.innerFields(document), SecurityLabel.of(Level.MAT)));
        assertRefused(world.envelope(inner), Reason.LABEL_MISMATCH);
    }

    @Test
    void label_mismatch_when_outer_and_note_differ() {
        byte[] envelope = world.seal().envelope();
        byte[] note = world.note(document, envelope).toBytes();
        assertOuterRefused(
                world.outerSignature(
                        envelope, Sealing.outerFields(SecurityLabel.of(Level.KHONG_MAT), note)),
                Reason.LABEL_MISMATCH);
    }

    @Test
    void label_mismatch_when_the_card_asks_for_more() throws SealProblem {
        Document secret = Documents.message(Level.TUYET_MAT, "tuyệt mật");
        Document open = Documents.message(Level.KHONG_MAT, "thường");
        SignedFields fields = with(world.innerFields(secret), open.card().label());
        byte[] envelope = world.envelope(world.inner(secret.toMime(), fields));
        assertThat(world.open(world.outerSignature(open, envelope), envelope))
                .isInstanceOfSatisfying(
                        Refused.class,
                        r -> assertThat(r.reason()).isEqualTo(Reason.LABEL_MISMATCH));
    }

    @Test
    void note_mismatch_when_the_note_is_of_another_consignment_or_envelope() {
        Sealed sealed = world.seal();
        ConsignmentNote note = sealed.note();
        ConsignmentNote other =
                new ConsignmentNote(
                        "00000000-0000-4000-8000-000000000000",
                        note.envelope(),
                        note.attachments(),
                        note.label(),
                        note.sender(),
                        note.recipients(),
                        note.sentAt(),
                        note.receiptDeadline(),
                        note.urgency(),
                        note.channels());
        assertOuterRefused(
                world.outerSignature(
                        sealed.envelope(), Sealing.outerFields(note.label(), other.toBytes())),
                Reason.NOTE_MISMATCH);
        byte[] longer = Arrays.copyOf(sealed.envelope(), sealed.envelope().length + 1);
        assertOuterRefused(
                world.outerSignature(longer, Sealing.outerFields(note.label(), note.toBytes())),
                Reason.NOTE_MISMATCH);
    }

    @Test
    void note_mismatch_when_the_inner_signature_is_reused_in_another_consignment()
            throws SealProblem {
        SignedFields fields = world.innerFields(document);
        byte[] identifier = fields.contentIdentifier().orElseThrow().clone();
        identifier[3] ^= 1;
        SignedFields replayed =
                new SignedFields(
                        fields.signingTime(),
                        fields.label(),
                        Optional.of(identifier),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        assertRefused(
                world.envelope(world.inner(document.toMime(), replayed)), Reason.NOTE_MISMATCH);
    }

    @Test
    void note_mismatch_when_the_note_names_other_attachments_than_the_card() throws SealProblem {
        Document other = Documents.full();
        byte[] envelope = world.envelope(world.inner(other.toMime(), world.innerFields(other)));
        ConsignmentNote note = world.note(document, envelope);
        List<BlobRef> changed = new ArrayList<>(note.attachments());
        changed.add(new BlobRef(vn.antin.crypto.bytes.Digest.of(new byte[] {9}), 9));
        ConsignmentNote more =
                new ConsignmentNote(
                        note.id(),
                        note.envelope(),
                        changed,
                        note.label(),
                        note.sender(),
                        note.recipients(),
                        note.sentAt(),
                        note.receiptDeadline(),
                        note.urgency(),
                        note.channels());
        byte[] outer =
                world.outerSignature(envelope, Sealing.outerFields(note.label(), more.toBytes()));
        assertThat(world.open(outer, envelope))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.reason()).isEqualTo(Reason.NOTE_MISMATCH));
    }

    @Test
    void digest_mismatch_when_the_envelope_is_another() throws SealProblem {
        Sealed sealed = world.seal();
        for (int at = 0; at < sealed.envelope().length; at += 31) {
            byte[] flipped = sealed.envelope().clone();
            flipped[at] ^= 1;
            assertThat(world.open(sealed.outerSignature(), flipped))
                    .isEqualTo(
                            new Refused(
                                    Reason.DIGEST_MISMATCH,
                                    "the envelope is not the one that was signed"));
        }
    }

    @Test
    void not_a_recipient_when_the_key_is_not_in_the_list() throws SealProblem {
        Sealed sealed = world.seal();
        Member stranger = world.there.officer("la", "Người lạ");
        assertThat(world.open(sealed.outerSignature(), sealed.envelope(), stranger.vault()))
                .isInstanceOfSatisfying(
                        Refused.class,
                        r -> assertThat(r.reason()).isEqualTo(Reason.NOT_A_RECIPIENT));
    }

    @Test
    void decryption_failed_when_a_signed_envelope_was_damaged_before() throws SealProblem {
        byte[] inner = world.inner(document.toMime(), world.innerFields(document));
        byte[] envelope = world.envelope(inner);
        envelope[envelope.length - 1] ^= 1;
        assertRefused(envelope, Reason.DECRYPTION_FAILED);
        byte[] content = world.envelope(inner);
        content[content.length - 100] ^= 1;
        assertRefused(content, Reason.DECRYPTION_FAILED);
    }

    @Test
    void sender_mismatch_when_somebody_forwards_the_signature_of_another() throws SealProblem {
        Member forwarder = world.here.officer("khac", "Người khác");
        byte[] inner = world.inner(document.toMime(), world.innerFields(document));
        byte[] envelope =
                CmsEnvelope.seal(inner, List.of(world.recipient.encryption()), Sealing.RANDOM);
        ConsignmentNote note = world.note(document, envelope);
        ConsignmentNote own =
                new ConsignmentNote(
                        note.id(),
                        note.envelope(),
                        note.attachments(),
                        note.label(),
                        forwarder.endpoint(),
                        note.recipients(),
                        note.sentAt(),
                        note.receiptDeadline(),
                        note.urgency(),
                        note.channels());
        byte[] outer =
                CmsSigner.detached(
                        envelope,
                        forwarder.vault().signer(KeyLabel.AUTHENTICATION),
                        forwarder.authentication(),
                        Sealing.outerFields(note.label(), own.toBytes()));
        assertThat(world.open(outer, envelope))
                .isInstanceOfSatisfying(
                        Refused.class,
                        r -> assertThat(r.reason()).isEqualTo(Reason.SENDER_MISMATCH));
        byte[] claimed =
                CmsSigner.detached(
                        envelope,
                        forwarder.vault().signer(KeyLabel.AUTHENTICATION),
                        forwarder.authentication(),
                        Sealing.outerFields(note.label(), note.toBytes()));
        assertOuterRefused(claimed, Reason.SENDER_MISMATCH);
    }

    @Test
    void too_big_when_larger_than_the_format_allows() throws SealProblem {
        assertOuterRefused(new byte[(2 << 20) + 1], Reason.TOO_BIG);
        Sealed sealed = world.seal();
        assertThat(world.open(sealed.outerSignature(), new byte[(16 << 20) + 1]))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.reason()).isEqualTo(Reason.TOO_BIG));
        assertThatThrownBy(() -> ConsignmentNote.parse(new byte[(1 << 20) + 1]))
                .isInstanceOfSatisfying(
                        SealProblem.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_BIG));
    }

    @Test
    void signing_time_when_times_are_in_the_future_or_do_not_follow() throws SealProblem {
        byte[] envelope = world.seal().envelope();
        byte[] note = world.note(document, envelope).toBytes();
        for (Duration shift : List.of(Duration.ofMinutes(6), Duration.ofMinutes(-6))) {
            assertOuterRefused(
                    world.outerSignature(
                            envelope,
                            at(Sealing.outerFields(document.card().label(), note), shift)),
                    Reason.SIGNING_TIME);
        }
        byte[] inner =
                world.inner(
                        document.toMime(), at(world.innerFields(document), Duration.ofSeconds(1)));
        assertRefused(world.envelope(inner), Reason.SIGNING_TIME);
    }

    private static SignedFields at(SignedFields f, Duration shift) {
        return new SignedFields(
                f.signingTime().plus(shift),
                f.label(),
                f.contentIdentifier(),
                f.note(),
                f.receiptRequest(),
                f.originalDigest());
    }

    @Test
    void an_envelope_of_the_largest_document_is_sealed_and_opened() throws SealProblem {
        byte[] mebibyte = new byte[Document.MAX_INLINE];
        Map<String, byte[]> inline = new java.util.LinkedHashMap<>();
        List<vn.antin.crypto.document.Attachment> attachments = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            inline.put("a" + i, mebibyte);
            attachments.add(Documents.inline("tệp " + i, "a/b", "a" + i, mebibyte));
        }
        Document large = new Document(Documents.smallCard(Level.MAT, attachments), "", inline);
        assertThat(world.opened(large).document().inline()).hasSize(13);
    }
}
