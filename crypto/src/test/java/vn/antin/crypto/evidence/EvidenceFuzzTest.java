package vn.antin.crypto.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.tlog.Mutation;

/** Whatever a parser accepts it writes again as the same bytes; nothing else is ever thrown. */
class EvidenceFuzzTest {
    @FuzzTest
    void evidence(byte[] bytes) {
        try {
            assertThat(Evidence.parse(bytes).toBytes()).isEqualTo(bytes);
        } catch (JsonException e) {
            assertThat(e).hasMessageContaining(" ");
        }
    }

    @FuzzTest
    void receipt(byte[] bytes) {
        try {
            assertThat(EvidenceReceipt.parse(bytes).toBytes()).isEqualTo(bytes);
        } catch (JsonException e) {
            assertThat(e).hasMessageContaining(" ");
        }
    }

    @Test
    void thousands_of_mutations_change_nothing_of_that() {
        Random random = new Random(19522);
        byte[] receipt = TestEvidence.receipt(EvidenceEvent.CONTENT_HANDOVER).toBytes();
        byte[] evidence = TestEvidence.of(EvidenceEvent.RELAY_REJECTION).toBytes();
        for (int i = 0; i < 3000; i++) {
            evidence(Mutation.of(evidence, random));
            receipt(Mutation.of(receipt, random));
        }
    }
}
