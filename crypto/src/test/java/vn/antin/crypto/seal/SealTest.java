package vn.antin.crypto.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.document.Documents;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.seal.OpenResult.Opened;
import vn.antin.crypto.testkit.SoftwareVault.KeyType;
import vn.antin.crypto.testkit.TestAgency.Member;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;

class SealTest {
    @ParameterizedTest
    @CsvSource({
        "EC_P256, EC_P256",
        "EC_P256, EC_P384",
        "EC_P256, RSA_3072",
        "EC_P384, EC_P256",
        "EC_P384, EC_P384",
        "RSA_3072, EC_P384",
        "RSA_3072, RSA_3072"
    })
    void a_document_survives_sealing_and_opening(KeyType senderKeys, KeyType recipientKeys)
            throws SealProblem {
        Sealing world = new Sealing(senderKeys, recipientKeys);
        Document document = Documents.full();
        Sealed sealed = world.seal(document);
        VerifiedConsignment outer = world.outer(sealed.outerSignature());
        assertThat(outer.note()).isEqualTo(sealed.note());
        assertThat(outer.sender().endpoint()).isEqualTo(world.sender.endpoint());
        assertThat(outer.signingTime()).isEqualTo(Sealing.AT);
        Opened opened = (Opened) world.open(sealed.outerSignature(), sealed.envelope());
        assertThat(opened.document().toMime()).isEqualTo(document.toMime());
        assertThat(opened.author().endpoint()).isEqualTo(world.sender.endpoint());
        assertThat(opened.author().commonName()).isEqualTo("Nguyễn Văn A");
        assertThat(opened.label()).isEqualTo(document.card().label());
        assertThat(opened.signedAt()).isEqualTo(Sealing.AT);
        assertThat(opened.receiptRequested()).isTrue();
    }

    @Test
    void every_recipient_of_a_mixed_list_and_the_sender_can_open() throws SealProblem {
        Sealing world = new Sealing();
        List<Member> members = new ArrayList<>();
        members.add(world.there.officer("m1", "Một", KeyType.EC_P256));
        members.add(world.there.officer("m2", "Hai", KeyType.EC_P384));
        members.add(world.there.officer("m3", "Ba", KeyType.RSA_3072));
        members.add(world.here.officer("m4", "Bốn", KeyType.EC_P384));
        Document document = Documents.message(Level.TUYET_MAT, "gặp lúc 5 giờ");
        Sealed sealed = Sealer.seal(world.request(document, members.toArray(new Member[0])));
        members.add(world.sender);
        for (Member member : members) {
            OpenResult result =
                    world.open(sealed.outerSignature(), sealed.envelope(), member.vault());
            assertThat(((Opened) result).document().text()).isEqualTo("gặp lúc 5 giờ");
        }
    }

    @Test
    void nothing_of_the_document_shows_outside() {
        Sealed sealed = new Sealing().seal();
        for (byte[] visible : List.of(sealed.envelope(), sealed.outerSignature())) {
            String text = new String(visible, StandardCharsets.UTF_8);
            assertThat(text)
                    .doesNotContain("hoà giải")
                    .doesNotContain("17/BC-UBND")
                    .doesNotContain("Kính gửi")
                    .doesNotContain("Tờ trình")
                    .doesNotContain("Nguyễn Thị Hồng Ngượng");
        }
    }

    @Test
    void the_note_names_the_attachments_beside_the_document() {
        Document document = Documents.full();
        Sealed sealed = new Sealing().seal(document);
        assertThat(sealed.note().attachments()).hasSize(1);
        assertThat(sealed.note().envelope()).isEqualTo(BlobRef.of(sealed.envelope()));
        assertThat(sealed.note().sentAt()).isEqualTo(Sealing.AT);
    }

    @Test
    void a_document_without_receipt_request_asks_for_none() throws SealProblem {
        Sealing world = new Sealing();
        SealRequest asked = world.request(Documents.full(), world.recipient);
        Sealed sealed = Sealer.seal(with(asked, List.of(), asked.label(), asked.note()));
        Opened opened = (Opened) world.open(sealed.outerSignature(), sealed.envelope());
        assertThat(opened.receiptRequested()).isFalse();
        assertThat(sealed.expectation().from()).isEmpty();
    }

    @Test
    void the_same_document_sealed_twice_has_nothing_in_common() {
        Sealing world = new Sealing();
        Document document = Documents.full();
        Sealed first = world.seal(document);
        Sealed second = world.seal(document);
        assertThat(first.note().envelope()).isNotEqualTo(second.note().envelope());
        assertThat(first.expectation().contentIdentifier())
                .isNotEqualTo(second.expectation().contentIdentifier());
    }

    @Test
    void an_expectation_survives_as_json() {
        ReceiptExpectation expectation = new Sealing().seal().expectation();
        JsonObject json = JsonObject.parse(expectation.toJson().canonicalBytes());
        assertThat(ReceiptExpectation.fromJson(json)).isEqualTo(expectation);
        assertThat(expectation.from()).containsExactly(EndpointId.parse("H27.02/ttb"));
    }

    @Test
    void a_note_survives_as_bytes() throws SealProblem {
        ConsignmentNote note = new Sealing().seal().note();
        assertThat(ConsignmentNote.parse(note.toBytes())).isEqualTo(note);
    }

    @Test
    void contradictions_are_refused_before_anything_is_signed() {
        Sealing world = new Sealing();
        Document document = Documents.full();
        SealRequest good = world.request(document, world.recipient);
        Member stranger = world.there.officer("la", "Người lạ");
        List<SealRequest> bad =
                List.of(
                        with(good, good.receiptsFrom(), SecurityLabel.of(Level.MAT), good.note()),
                        with(good, List.of(stranger.endpoint()), good.label(), good.note()),
                        with(
                                good,
                                List.of(world.recipient.endpoint(), world.recipient.endpoint()),
                                good.label(),
                                good.note()),
                        with(
                                good,
                                good.receiptsFrom(),
                                good.label(),
                                world.draft(document, world.recipient, stranger)),
                        with(
                                good,
                                good.receiptsFrom(),
                                good.label(),
                                world.draft(Documents.message(Level.MAT, ""), world.recipient)),
                        keys(good, Sealing.key(stranger, KeyLabel.SIGNATURE)),
                        certificates(good, List.of(world.recipient.encryption())),
                        certificates(
                                good,
                                List.of(
                                        world.recipient.encryption(),
                                        world.sender.encryption(),
                                        stranger.encryption())));
        for (SealRequest request : bad) {
            assertThatThrownBy(() -> Sealer.seal(request))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_sender_without_an_encryption_key_gets_no_copy_and_the_recipients_open()
            throws SealProblem {
        Sealing world = new Sealing();
        SealRequest request = world.request(Documents.full(), world.recipient);
        Sealed sealed =
                Sealer.seal(
                        new SealRequest(
                                request.document(),
                                request.label(),
                                request.signature(),
                                request.authentication(),
                                List.of(world.recipient.encryption()),
                                false,
                                request.note(),
                                request.receiptsFrom(),
                                request.at(),
                                request.random()));
        assertThat(world.open(sealed.outerSignature(), sealed.envelope()))
                .isInstanceOf(Opened.class);
        assertThat(world.open(sealed.outerSignature(), sealed.envelope(), world.sender.vault()))
                .isNotInstanceOf(Opened.class);
    }

    private static SealRequest with(
            SealRequest r, List<EndpointId> asked, SecurityLabel label, NoteDraft note) {
        return new SealRequest(
                r.document(),
                label,
                r.signature(),
                r.authentication(),
                r.encryptionCertificates(),
                note,
                asked,
                r.at(),
                r.random());
    }

    private static SealRequest keys(SealRequest r, SigningKey signature) {
        return new SealRequest(
                r.document(),
                r.label(),
                signature,
                r.authentication(),
                r.encryptionCertificates(),
                r.note(),
                r.receiptsFrom(),
                r.at(),
                r.random());
    }

    private static SealRequest certificates(
            SealRequest r, List<java.security.cert.X509Certificate> certificates) {
        Instant at = r.at();
        return new SealRequest(
                r.document(),
                r.label(),
                r.signature(),
                r.authentication(),
                certificates,
                r.note(),
                r.receiptsFrom(),
                at,
                r.random());
    }
}
