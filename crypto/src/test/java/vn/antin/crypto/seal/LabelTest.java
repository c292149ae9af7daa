package vn.antin.crypto.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.bc.cms.OddSigner;
import vn.antin.crypto.bc.cms.SignedFields;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.document.Documents;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.seal.OpenResult.Refused;
import vn.antin.crypto.seal.SealProblem.Reason;
import vn.antin.policies.label.Level;

/** Signatures without a label, or with one of somebody else's policy. */
class LabelTest {
    /** Policy 2.25.1, classification 4: "secret" of who knows whom. */
    private static final byte[] FOREIGN =
            HexFormat.of().parseHex("31070201040602 6901".replace(" ", ""));

    private final Sealing world = new Sealing();
    private final Document document = Documents.message(Level.MAT, "tin");

    private void assertInnerRefused(byte @Nullable [] label, Reason reason) throws SealProblem {
        byte[] inner =
                OddSigner.enclosing(
                        document.toMime(),
                        world.sender.vault().signer(KeyLabel.SIGNATURE),
                        world.sender.signature(),
                        Sealing.AT,
                        label,
                        world.innerFields(document));
        byte[] envelope = world.envelope(inner);
        assertThat(world.open(world.outerSignature(document, envelope), envelope))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.reason()).isEqualTo(reason));
    }

    private void assertOuterRefused(byte @Nullable [] label, Reason reason) {
        byte[] envelope = world.seal(document).envelope();
        SignedFields fields =
                Sealing.outerFields(
                        document.card().label(), world.note(document, envelope).toBytes());
        byte[] outer =
                OddSigner.detached(
                        envelope,
                        world.sender.vault().signer(KeyLabel.AUTHENTICATION),
                        world.sender.authentication(),
                        Sealing.AT,
                        label,
                        fields);
        assertThatThrownBy(() -> world.outer(outer))
                .isInstanceOfSatisfying(
                        SealProblem.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void label_missing_when_a_signature_has_none() throws SealProblem {
        assertInnerRefused(null, Reason.LABEL_MISSING);
        assertOuterRefused(null, Reason.LABEL_MISSING);
    }

    @Test
    void label_unknown_when_it_is_of_another_policy() throws SealProblem {
        assertInnerRefused(FOREIGN, Reason.LABEL_UNKNOWN);
        assertOuterRefused(FOREIGN, Reason.LABEL_UNKNOWN);
    }

    @Test
    void label_unknown_when_the_note_names_another_policy() {
        byte[] envelope = world.seal(document).envelope();
        String note =
                new String(
                        world.note(document, envelope).toBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        byte[] other =
                note.replaceFirst("\"policy\":\"2.25.[0-9]*", "\"policy\":\"2.25.1")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThatThrownBy(() ->
                        world.outer(
                                world.outerSignature(
                                        envelope,
                                        Sealing.outerFields(document.card().label(), other))))
                .isInstanceOfSatisfying(
                        SealProblem.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.LABEL_UNKNOWN));
    }
}
