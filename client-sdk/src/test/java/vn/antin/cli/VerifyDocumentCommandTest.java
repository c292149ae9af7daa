package vn.antin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.cli.io.Language;
import vn.antin.cli.io.Messages;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.bc.cms.CmsSigner;
import vn.antin.crypto.bc.tsp.TimeStampAuthority;
import vn.antin.crypto.bc.tsp.TimeStampQuery;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.document.Documents;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.longterm.LongTermProblem;
import vn.antin.crypto.longterm.LongTermSignature;
import vn.antin.crypto.seal.Sealing;
import vn.antin.crypto.testkit.TestAgency.Member;

/** A signed document is verified by what is in it and an anchor; each refusal says what to do. */
class VerifyDocumentCommandTest {
    private final Sealing world = new Sealing();

    @TempDir private Path folder = Path.of("");
    private Path lasting = Path.of("");
    private Path stamped = Path.of("");
    private Path anchor = Path.of("");

    @BeforeEach
    void write() throws Exception {
        Document document = Documents.full();
        Member gateway = world.here.gateway();
        byte[] signed = world.inner(document.toMime(), world.innerFields(document));
        TimeStampQuery query =
                new TimeStampQuery(CmsSignature.verified(signed).signatureValue(), Sealing.RANDOM);
        TimeStampAuthority authority =
                new TimeStampAuthority(
                        gateway.vault().signer(KeyLabel.TIMESTAMP),
                        gateway.certificate(KeyLabel.TIMESTAMP),
                        Sealing.RANDOM);
        byte[] token = query.token(authority.answer(query.toBytes(), Sealing.AT));
        byte[] withTime = CmsSigner.stamped(signed, token);
        stamped = Files.write(folder.resolve("stamped.p7m"), withTime);
        lasting =
                Files.write(
                        folder.resolve("lasting.p7m"),
                        LongTermSignature.extended(withTime, world.here.trustStore(), Sealing.AT));
        anchor = Files.writeString(folder.resolve("ca.pem"), Certificates.pem(world.here.ca()));
    }

    private Typed verify(Path file, String... more) {
        List<String> words =
                new ArrayList<>(
                        List.of("verify-document", file.toString(), "--anchor", anchor.toString()));
        words.addAll(List.of(more));
        return Typed.words(words.toArray(String[]::new));
    }

    @Test
    void a_document_with_its_data_is_valid_by_the_anchor_alone() {
        Typed typed = verify(lasting);
        assertThat(typed.exit()).as(typed.err()).isZero();
        assertThat(typed.out())
                .contains("CHỮ KÝ HỢP LỆ", "Nguyễn Văn A (H26.01/nva)", "Xét tại thời điểm");
        assertThat(verify(lasting, "--json").out())
                .contains("\"verified\":true", "\"author\":\"H26.01/nva\"");
        assertThat(verify(lasting, "--lang", "en").out()).contains("THE SIGNATURE IS VALID");
    }

    @Test
    void without_the_data_or_with_another_anchor_it_is_not() throws IOException {
        Typed typed = verify(stamped);
        assertThat(typed.exit()).isEqualTo(4);
        assertThat(typed.out()).contains("KHÔNG HỢP LỆ", "Chứng thư số không có giá trị");
        Files.writeString(anchor, Certificates.pem(world.there.ca()));
        assertThat(verify(lasting).exit()).isEqualTo(4);
        assertThat(verify(lasting, "--json").out())
                .contains("\"verified\":false", "\"reason\":\"certificate\"", "UNTRUSTED");
    }

    @Test
    void a_changed_document_is_not_valid() throws IOException {
        byte[] bytes = Files.readAllBytes(lasting);
        int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("MIME");
        bytes[at] ^= 1;
        Typed typed = verify(Files.write(folder.resolve("changed.p7m"), bytes), "--json");
        assertThat(typed.exit()).isEqualTo(4);
        assertThat(typed.out()).contains("bad-signature");
    }

    @Test
    void a_present_list_that_knows_better_is_believed() throws Exception {
        world.here.revoke(world.sender.signature(), Sealing.AT.minusSeconds(5));
        Path list = Files.write(folder.resolve("now.crl"), world.here.crl().getEncoded());
        assertThat(verify(lasting, "--crl", list.toString(), "--json").out()).contains("REVOKED");
        assertThat(verify(lasting).exit()).isZero();
    }

    @Test
    void bad_input_says_what_is_wrong() throws IOException {
        Typed at = verify(lasting, "--at", "hôm qua");
        assertThat(at.exit()).isEqualTo(2);
        assertThat(at.err()).contains("--at", "2027-12-31T03:00:00Z");
        assertThat(verify(folder.resolve("missing")).exit()).isEqualTo(8);
        Path text = Files.writeString(folder.resolve("x"), "xin chào");
        assertThat(verify(text).out()).contains("van-ban-da-ky.p7m");
        assertThat(verify(text).exit()).isEqualTo(4);
        Files.writeString(anchor, "xin chào");
        assertThat(verify(lasting).exit()).isEqualTo(8);
        assertThat(Typed.words("verify-document", lasting.toString()).err()).contains("--anchor");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void every_reason_has_words(Language language) {
        for (LongTermProblem.Reason reason : LongTermProblem.Reason.values()) {
            assertThat(Messages.bundle(language).keySet())
                    .contains(
                            "verify-document.reason."
                                    + reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }
}
