package vn.antin.policies.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.antin.policies.label.Level;
import vn.antin.policies.pack.RulePacks;
import vn.antin.policies.rule.Act;
import vn.antin.policies.rule.RulePack;

/**
 * The decisions of each shipped pack as a table that a person can read through. A change of a pack
 * shows in the table: {@code -Dantin.golden=write} writes it anew, and the diff is reviewed.
 */
class GoldenDecisionsTest {
    private static final Path FOLDER = Path.of("src/test/resources/vn/antin/policies/decision");

    static List<String> packs() {
        return RulePacks.shippedIds();
    }

    @ParameterizedTest
    @MethodSource("packs")
    void each_shipped_pack_decides_as_its_table_says(String id) throws IOException {
        Path file = FOLDER.resolve("decisions-" + id + ".txt");
        String table = table(RulePacks.shipped(id));
        if ("write".equals(System.getProperty("antin.golden"))) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, table, StandardCharsets.UTF_8);
        }
        assertThat(table).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
    }

    private static String table(RulePack pack) {
        StringBuilder table = new StringBuilder();
        table.append("# act | level | way | recipient's clearance -> decision\n");
        table.append(
                "# sender: officer, cleared for Tuyệt mật; devices inspected; module approved\n");
        for (Act act : Act.values()) {
            for (Level level : Level.values()) {
                for (Way way : Way.values()) {
                    for (Level clearance : Level.values()) {
                        table.append(
                                String.format(
                                        "%-11s | %-9s | %-14s | %-9s -> %s%n",
                                        act.code(),
                                        level.code(),
                                        way.name().toLowerCase(java.util.Locale.ROOT),
                                        clearance == Level.KHONG_MAT ? "none" : clearance.code(),
                                        decide(pack, act, level, way, clearance)));
                    }
                }
            }
        }
        return table.toString();
    }

    private static String decide(RulePack pack, Act act, Level level, Way way, Level clearance) {
        Facts good = Cases.good(level);
        Party recipient = Cases.officer(clearance);
        if (clearance == Level.KHONG_MAT) {
            recipient = new Party(Optional.empty(), recipient.roles(), true, true, "P1");
        }
        if (!way.inside) {
            recipient = new Party(recipient.clearance(), recipient.roles(), true, true, "P2");
        }
        Facts facts =
                new Facts(
                                pack.effectiveTo().orElse(Cases.DAY),
                                good.label(),
                                good.sender(),
                                recipient,
                                new Link(way.channel, way.inside, Cases.provider(true)),
                                false)
                        .inLayers(true);
        return switch (PolicyEngine.decide(pack, act, facts)) {
            case Decision.Permit permit ->
                    permit.obligations().stream()
                            .map(obligation -> " " + word(obligation))
                            .collect(Collectors.joining("", "permit", ""));
            case Decision.Deny deny ->
                    "DENY "
                            + deny.reasons().stream()
                                    .map(Reason::code)
                                    .collect(Collectors.joining(" "));
        };
    }

    private static String word(Obligation obligation) {
        return switch (obligation) {
            case Obligation.ReceiptBy by -> "receipt-by:" + by.within();
            case Obligation.Register in ->
                    "register:" + in.book().name().toLowerCase(java.util.Locale.ROOT);
            case Obligation other ->
                    Arrays.stream(other.getClass().getSimpleName().split("(?=[A-Z])"))
                            .map(part -> part.toLowerCase(java.util.Locale.ROOT))
                            .collect(Collectors.joining("-"));
        };
    }

    private enum Way {
        NO_CHANNEL(Optional.empty(), false),
        LAN_INSIDE(Optional.of("LAN_DOC_LAP"), true),
        LAN_OUTSIDE(Optional.of("LAN_DOC_LAP"), false),
        CIPHER_LINK(Optional.of("CO_YEU"), false),
        COURIER(Optional.of("COURIER"), false);

        private final Optional<String> channel;
        private final boolean inside;

        Way(Optional<String> channel, boolean inside) {
            this.channel = channel;
            this.inside = inside;
        }
    }
}
