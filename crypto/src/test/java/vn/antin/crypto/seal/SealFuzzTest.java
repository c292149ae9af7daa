package vn.antin.crypto.seal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.bc.cms.CmsEnvelope;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.document.Documents;
import vn.antin.crypto.document.Mutations;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.testkit.TestAgency;
import vn.antin.policies.label.Level;

/** Hostile bytes: an answer or a refusal with a reason, and nothing else. */
class SealFuzzTest {
    private static final Sealing WORLD = new Sealing();
    private static final Document DOCUMENT = Documents.message(Level.MAT, "tin");
    private static final Sealed SEALED = WORLD.seal(DOCUMENT);
    private static final TestAgency THERE = WORLD.there;

    @FuzzTest
    void outer_signature_never_breaks(byte[] bytes) {
        outer(bytes);
    }

    @FuzzTest
    void envelope_never_breaks(byte[] bytes) {
        envelope(bytes);
    }

    @FuzzTest
    void note_never_breaks(byte[] bytes) {
        note(bytes);
    }

    @FuzzTest
    void expectation_never_breaks(byte[] bytes) {
        expectation(bytes);
    }

    @Test
    void mutated_outer_signatures_are_refused_or_are_the_same() {
        Random random = new Random(11);
        for (int i = 0; i < 3000; i++) {
            outer(Mutations.mutate(SEALED.outerSignature(), random));
        }
    }

    @Test
    void mutated_envelopes_are_refused_or_are_the_same() {
        Random random = new Random(12);
        byte[] short1 = WORLD.envelope(new byte[10]);
        for (int i = 0; i < 3000; i++) {
            envelope(Mutations.mutate(i % 2 == 0 ? SEALED.envelope() : short1, random));
        }
    }

    @Test
    void mutated_notes_are_refused_or_are_other_notes() {
        Random random = new Random(13);
        byte[] note = WORLD.seal(Documents.full()).note().toBytes();
        for (int i = 0; i < 5000; i++) {
            note(Mutations.mutate(note, random));
        }
    }

    @Test
    void mutated_expectations_are_refused_or_are_others() {
        Random random = new Random(14);
        byte[] json = SEALED.expectation().toJson().canonicalBytes();
        for (int i = 0; i < 5000; i++) {
            expectation(Mutations.mutate(json, random));
        }
    }

    @Test
    void mutated_documents_that_the_sender_signed_are_refused_or_open() throws SealProblem {
        Random random = new Random(15);
        byte[] mime = DOCUMENT.toMime();
        for (int i = 0; i < 100; i++) {
            byte[] inner = WORLD.inner(Mutations.mutate(mime, random), WORLD.innerFields(DOCUMENT));
            byte[] envelope = WORLD.envelope(inner);
            OpenResult result = WORLD.open(WORLD.outerSignature(DOCUMENT, envelope), envelope);
            assertThat(result).isNotNull();
        }
    }

    private static void outer(byte[] bytes) {
        try {
            CmsSignature signature = CmsSignature.verified(bytes);
            if (!Arrays.equals(signature.signatureValue(), new byte[0])) {
                assertThat(OuterSignature.verify(bytes, THERE.trustStore(), Sealing.AT).note())
                        .isEqualTo(SEALED.note());
            }
        } catch (CmsException e) {
            assertThat(e.kind())
                    .isIn(
                            CmsException.Kind.MALFORMED,
                            CmsException.Kind.BAD_SIGNATURE,
                            CmsException.Kind.TOO_BIG);
        } catch (SealProblem e) {
            assertThat(e.reason()).isNotNull();
        }
    }

    private static void envelope(byte[] bytes) {
        try {
            byte[] content = CmsEnvelope.open(bytes, WORLD.recipient.vault()::decryptionKey);
            assertThat(content.length).isLessThan(bytes.length);
        } catch (CmsException e) {
            assertThat(e.kind())
                    .isNotIn(CmsException.Kind.LABEL_MISSING, CmsException.Kind.BAD_SIGNATURE);
        }
    }

    private static void note(byte[] bytes) {
        try {
            assertThat(ConsignmentNote.parse(bytes).toBytes()).isEqualTo(bytes);
        } catch (SealProblem e) {
            assertThat(e.reason())
                    .isIn(
                            SealProblem.Reason.MALFORMED,
                            SealProblem.Reason.LABEL_UNKNOWN,
                            SealProblem.Reason.TOO_BIG);
        }
    }

    private static void expectation(byte[] bytes) {
        try {
            ReceiptExpectation read = ReceiptExpectation.fromJson(JsonObject.parse(bytes));
            assertThat(ReceiptExpectation.fromJson(read.toJson())).isEqualTo(read);
        } catch (JsonException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
