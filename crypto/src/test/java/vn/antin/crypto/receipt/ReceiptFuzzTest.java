package vn.antin.crypto.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.ReceiptContent;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.document.Documents;
import vn.antin.crypto.document.Mutations;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.seal.SealProblem;
import vn.antin.crypto.seal.Sealing;

/** Hostile receipts: accepted as what they are, or refused with a reason. */
class ReceiptFuzzTest {
    private static final Sealing WORLD = new Sealing();
    private static final TrustStore TRUST = WORLD.here.trustStore();

    @FuzzTest
    void receipt_never_breaks(byte[] bytes) {
        check(bytes);
    }

    @FuzzTest
    void receipt_content_never_breaks(byte[] bytes) {
        content(bytes);
    }

    @Test
    void mutated_receipts_are_refused_or_are_the_same() throws SealProblem {
        byte[] receipt =
                SignedReceipt.create(
                        WORLD.opened(Documents.full()),
                        Sealing.key(WORLD.recipient, KeyLabel.SIGNATURE),
                        Sealing.AT);
        Random random = new Random(21);
        for (int i = 0; i < 3000; i++) {
            check(Mutations.mutate(receipt, random));
        }
    }

    @Test
    void mutated_receipt_contents_are_refused_or_are_others() {
        byte[] content =
                new ReceiptContent("1.2.840.113549.1.7.1", new byte[48], new byte[70]).toDer();
        Random random = new Random(22);
        for (int i = 0; i < 5000; i++) {
            content(Mutations.mutate(content, random));
        }
    }

    private static void check(byte[] bytes) {
        try {
            assertThat(ReceiptCheck.signatureOnly(bytes, TRUST, Sealing.AT).consignment())
                    .isEqualTo(Sealing.ID);
        } catch (ReceiptProblem e) {
            assertThat(e.reason()).isNotNull();
        }
    }

    private static void content(byte[] bytes) {
        try {
            assertThat(ReceiptContent.parse(bytes).toDer()).isEqualTo(bytes);
        } catch (CmsException e) {
            assertThat(e.kind()).isIn(CmsException.Kind.MALFORMED, CmsException.Kind.TOO_BIG);
        }
    }
}
