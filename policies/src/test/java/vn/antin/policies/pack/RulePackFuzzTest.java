package vn.antin.policies.pack;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import vn.antin.policies.decision.Cases;
import vn.antin.policies.decision.PolicyEngine;
import vn.antin.policies.label.Level;
import vn.antin.policies.rule.Act;

/** No bytes make the reader fail in a way of its own. */
class RulePackFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void any_bytes_are_a_pack_or_a_problem(byte[] file) {
        try {
            PolicyEngine.decide(RulePacks.load(file), Act.SEND, Cases.good(Level.MAT));
        } catch (PackProblem problem) {
            if (problem.vietnamese().isBlank()
                    || problem.english().getBytes(StandardCharsets.UTF_8).length > 2000) {
                throw new AssertionError("a problem is told in one sentence", problem);
            }
        }
    }
}
