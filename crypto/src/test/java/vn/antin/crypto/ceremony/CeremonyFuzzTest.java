package vn.antin.crypto.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.tlog.Mutation;

/** Whatever a parser accepts it writes again as the same bytes; nothing else is ever thrown. */
class CeremonyFuzzTest {
    @FuzzTest
    void custodian(byte[] bytes) {
        try {
            assertThat(Custodian.parse(bytes).toBytes()).isEqualTo(bytes);
        } catch (JsonException e) {
            assertThat(e).hasMessageContaining(" ");
        }
    }

    @FuzzTest
    void plan(byte[] bytes) {
        try {
            assertThat(CeremonyPlan.parse(bytes).toBytes()).isEqualTo(bytes);
        } catch (JsonException e) {
            assertThat(e).hasMessageContaining(" ");
        }
    }

    @FuzzTest
    void approval(byte[] bytes) {
        try {
            assertThat(Approval.parse(bytes).toBytes()).isEqualTo(bytes);
        } catch (JsonException e) {
            assertThat(e).hasMessageContaining(" ");
        }
    }

    @FuzzTest
    void record(byte[] bytes) {
        try {
            assertThat(CeremonyRecord.parse(bytes).toBytes()).isEqualTo(bytes);
        } catch (CeremonyProblem e) {
            assertThat(e).hasMessageContaining(":");
        }
    }

    @FuzzTest
    void signedRecord(byte[] bytes) {
        try {
            assertThat(SignedRecord.parse(bytes).toBytes()).isEqualTo(bytes);
        } catch (CeremonyProblem e) {
            assertThat(e).hasMessageContaining(":");
        }
    }

    @Test
    void thousands_of_mutations_change_nothing_of_that() throws CeremonyProblem {
        Papertrail trail = new Papertrail();
        Random random = new Random(11);
        byte[] custodian = trail.custodians.get(0).toBytes();
        byte[] plan = trail.plan().toBytes();
        byte[] approval = trail.approval(trail.plan(), 0).toBytes();
        byte[] record = trail.record().toBytes();
        byte[] signed = trail.signed().toBytes();
        signedRecord(signed);
        for (int i = 0; i < 300; i++) {
            custodian(Mutation.of(custodian, random));
            plan(Mutation.of(plan, random));
            approval(Mutation.of(approval, random));
            signedRecord(Mutation.of(signed, random));
            record(Mutation.of(record, random));
        }
    }
}
