package vn.antin.crypto.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.crypto.evidence.EvidenceProblem.Reason;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.crypto.tlog.TestLog;

class EvidenceVerifierTest {
    private static final LogKey KEY = TestEvidence.log().key();
    private static final byte[] RECEIPT =
            TestEvidence.receipt(EvidenceEvent.CONTENT_HANDOVER).toBytes();

    private static Reason refused(byte[] receipt, LogKey key) {
        EvidenceProblem[] found = new EvidenceProblem[1];
        assertThatThrownBy(() -> EvidenceVerifier.verify(receipt, key))
                .isInstanceOfSatisfying(EvidenceProblem.class, problem -> found[0] = problem);
        return found[0].reason();
    }

    private static Reason refused(String from, String to) {
        String text = new String(RECEIPT, UTF_8);
        assertThat(text).contains(from);
        return refused(text.replace(from, to).getBytes(UTF_8), KEY);
    }

    @ParameterizedTest
    @EnumSource
    void a_receipt_verifies_with_the_key_of_the_log_alone(EvidenceEvent event)
            throws EvidenceProblem {
        EvidenceReceipt receipt = TestEvidence.receipt(event);
        VerifiedEvidence verified = EvidenceVerifier.verify(receipt.toBytes(), KEY);
        assertThat(verified.evidence()).isEqualTo(TestEvidence.of(event));
        assertThat(verified.receipt()).isEqualTo(receipt).hasSameHashCodeAs(receipt);
        assertThat(verified.index()).isEqualTo(TestEvidence.number(event));
        assertThat(verified.checkpoint().size()).isEqualTo(EvidenceEvent.values().length);
    }

    @Test
    void the_changed_part_is_named() {
        assertThat(refused("H27.02/ttb", "H27.02/tta")).isEqualTo(Reason.EVIDENCE_CHANGED);
        assertThat(refused("05.678Z", "05.679Z")).isEqualTo(Reason.EVIDENCE_CHANGED);
        assertThat(refused("\"salt\":\"CAgI", "\"salt\":\"CAgJ"))
                .isEqualTo(Reason.EVIDENCE_CHANGED);
        assertThat(refused("\"entry\":\"A", "\"entry\":\"B")).isEqualTo(Reason.ENTRY_NOT_IN_LOG);
        assertThat(refused("\\nBgEi0B2rp", "\\nBgEi0B2rq")).isEqualTo(Reason.ENTRY_NOT_IN_LOG);
        assertThat(refused("index 8", "index 9")).isEqualTo(Reason.ENTRY_NOT_IN_LOG);
        assertThat(refused("\\n10\\n", "\\n11\\n")).isEqualTo(Reason.CHECKPOINT_SIGNATURE);
        assertThat(refused("\\n\\nlog.antin/H26.01", "\\n\\nlog.antin/H26.02"))
                .isEqualTo(Reason.WRONG_LOG);
        assertThat(refused("antin-receipt", "antin-recipe")).isEqualTo(Reason.MALFORMED);
        assertThat(refused("H26.01/gw", "H26.02/gw")).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void a_wrong_key_is_named() {
        assertThat(refused(RECEIPT, new TestLog(TestEvidence.LOG, 2).key()))
                .isEqualTo(Reason.LOG_KEY);
        assertThat(refused(RECEIPT, new TestLog("log.antin/H27.02", 1).key()))
                .isEqualTo(Reason.WRONG_LOG);
    }

    @Test
    void every_changed_byte_is_refused_and_each_part_is_named_by_some() {
        Set<Reason> named = EnumSet.noneOf(Reason.class);
        for (int i = 0; i < RECEIPT.length; i++) {
            for (int change : new int[] {1, 2, 0x20, 0x80}) {
                byte[] changed = RECEIPT.clone();
                changed[i] ^= (byte) change;
                named.add(refused(changed, KEY));
            }
        }
        assertThat(named).containsExactlyInAnyOrder(Reason.values());
    }

    @Test
    void the_proof_of_another_evidence_does_not_fit() {
        EvidenceReceipt one = TestEvidence.receipt(EvidenceEvent.SUBMISSION_ACCEPTANCE);
        EvidenceReceipt other = TestEvidence.receipt(EvidenceEvent.CONTENT_HANDOVER);
        EvidenceReceipt mixed = new EvidenceReceipt(one.evidence(), one.salt(), other.proof());
        assertThat(refused(mixed.toBytes(), KEY)).isEqualTo(Reason.ENTRY_NOT_IN_LOG);
    }

    @Test
    void evidence_in_the_log_of_another_agency_proves_nothing() {
        Evidence evidence = TestEvidence.of(EvidenceEvent.CONTENT_HANDOVER);
        TestLog foreign = new TestLog("log.antin/H27.02", 3);
        long index = foreign.append(evidence.entry(TestEvidence.salt(0)));
        EvidenceReceipt receipt =
                new EvidenceReceipt(evidence, TestEvidence.salt(0), foreign.proof(index).text());
        assertThat(refused(receipt.toBytes(), foreign.key())).isEqualTo(Reason.WRONG_LOG);
        assertThat(refused(receipt.toBytes(), KEY)).isEqualTo(Reason.WRONG_LOG);
    }

    @ParameterizedTest
    @EnumSource
    void every_reason_has_a_code_and_words_in_both_languages(Reason reason) {
        assertThat(reason.code()).matches("[a-z-]+");
        assertThat(reason.text(Locale.ENGLISH)).isNotEqualTo(reason.text(Locale.of("vi")));
    }

    @Test
    void a_receipt_does_not_print_its_salt() {
        assertThat(TestEvidence.receipt(EvidenceEvent.CONTENT_HANDOVER))
                .hasToString(
                        "EvidenceReceipt[6d1f0a2e-0000-4000-8000-000000000008, CONTENT_HANDOVER]");
    }
}
