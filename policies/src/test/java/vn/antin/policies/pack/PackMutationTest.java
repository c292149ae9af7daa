package vn.antin.policies.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vn.antin.policies.decision.Cases;
import vn.antin.policies.decision.Facts;
import vn.antin.policies.decision.Invariants;
import vn.antin.policies.decision.PolicyEngine;
import vn.antin.policies.rule.Act;
import vn.antin.policies.rule.RulePack;

/** Thousands of damaged packs: refused as a problem, or still keeping what every pack keeps. */
class PackMutationTest {
    @Test
    void damaged_bytes_are_a_problem_or_a_pack_and_never_anything_else() {
        byte[] good = PackFiles.utf8(PackFiles.text("vn-2025"));
        Random random = new Random(11);
        for (int i = 0; i < 500; i++) {
            byte[] bad = good.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bad[random.nextInt(bad.length)] =
                        (byte) random.nextInt(random.nextBoolean() ? 256 : 128);
            }
            read(random.nextInt(5) == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad);
        }
    }

    @Test
    void a_pack_with_lines_lost_doubled_or_moved_never_opens_a_door() {
        List<String> good = PackFiles.text("vn-2025").lines().toList();
        Random random = new Random(12);
        int loaded = 0;
        for (int i = 0; i < 500; i++) {
            List<String> bad = new java.util.ArrayList<>(good);
            for (int n = random.nextInt(2); n >= 0; n--) {
                mutate(bad, random);
            }
            RulePack pack = read(PackFiles.utf8(String.join("\n", bad)));
            if (pack != null) {
                loaded++;
                check(pack, random);
            }
        }
        assertThat(loaded).isGreaterThan(15);
    }

    @Test
    void a_pack_with_words_exchanged_never_opens_a_door() {
        String good = PackFiles.text("vn-2025");
        String[] words = {
            "send", "receive", "open", "acknowledge", "mat", "toi_mat", "tuyet_mat", "khong_mat",
            "true", "false", "sender", "recipient", "LAN_DOC_LAP", "CO_YEU", "COURIER", "officer",
            "require", "duty", "clearance_covers", "active", "provider_approved", "PT1H", "own"
        };
        Random random = new Random(13);
        int loaded = 0;
        for (int i = 0; i < 500; i++) {
            String bad = good;
            for (int n = random.nextInt(3); n >= 0; n--) {
                String word = words[random.nextInt(words.length)];
                int at = bad.indexOf(word, random.nextInt(bad.length()));
                if (at >= 0) {
                    bad =
                            bad.substring(0, at)
                                    + words[random.nextInt(words.length)]
                                    + bad.substring(at + word.length());
                }
            }
            RulePack pack = read(PackFiles.utf8(bad));
            if (pack != null) {
                loaded++;
                check(pack, random);
            }
        }
        assertThat(loaded).isGreaterThan(15);
    }

    private static void mutate(List<String> lines, Random random) {
        int at = random.nextInt(lines.size());
        switch (random.nextInt(4)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
            case 2 -> lines.set(at, lines.get(random.nextInt(lines.size())));
            default -> lines.set(at, " " + lines.get(at));
        }
    }

    private static void check(RulePack pack, Random random) {
        for (int i = 0; i < 200; i++) {
            Act act = Cases.act(random);
            Facts facts = Cases.random(random);
            if (PolicyEngine.decide(pack, act, facts).permitted()) {
                Invariants.check(pack, act, facts);
            }
        }
    }

    private static @org.jspecify.annotations.Nullable RulePack read(byte[] file) {
        try {
            return RulePacks.load(file);
        } catch (PackProblem problem) {
            assertThat(problem.line()).isPositive();
            assertThat(problem.vietnamese()).isNotBlank();
            assertThat(problem.english().getBytes(StandardCharsets.UTF_8).length).isLessThan(2000);
            return null;
        }
    }
}
