package vn.antin.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.testbed.card.PrivatePcscd;
import vn.antin.testbed.card.SmartCard;
import vn.antin.testbed.card.VpcdLink;
import vn.antin.testbed.card.piv.PivCard;

/**
 * Officers with smart cards in readers: pcscd, a virtual PIV card, OpenSC, and the commands that
 * people type. The tests follow each other: each is a further day in one world.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CardWalkTest {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    @TempDir private static Path folder = Path.of("/nonexistent");

    private final PivCard an = PivCard.fresh(new SecureRandom());
    private final PivCard binh = PivCard.fresh(new SecureRandom());
    private World world = unset();
    private PrivatePcscd pcscd = unset();
    private VpcdLink first = unset();

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // set before the first test
    private static <T> T unset() {
        return null;
    }

    @BeforeAll
    void found() throws Exception {
        pcscd = PrivatePcscd.start();
        world = new World(folder);
        world.environment(pcscd.environment());
        world.found(world.first());
        world.found(world.second());
        Process _ = world.serve(world.first());
        Process _ = world.serve(world.second());
    }

    @AfterAll
    void stop() {
        world.close();
        pcscd.close();
    }

    private Commands.Result enrol(Agency agency, String reader, String name, String fullName)
            throws Exception {
        return world.run(
                agency,
                "enrol",
                "--as",
                "custodian",
                "--reader",
                reader,
                "--init-token",
                "--name",
                name,
                "--common-name",
                fullName,
                "--clearance",
                "mat",
                "--clearance-until",
                "2027-12-31",
                "--workstation",
                "MT-" + name);
    }

    @Test
    @Order(1)
    void a_custodian_enrols_the_cards_in_the_readers() throws Exception {
        first = pcscd.insert(0, SmartCard.of(an));
        VpcdLink _ = pcscd.insert(1, SmartCard.of(binh));
        Commands.Result status = world.must(world.first(), "card", "status", "--reader", "00 00");
        assertThat(status.output()).contains("chưa ghi danh");
        Commands.Result enrolled =
                enrol(world.first(), "00 00", "an", "Nguyễn Thị Thu An, Phó Chánh Văn phòng");
        assertThat(enrolled.ok()).as(enrolled.output() + enrolled.errors()).isTrue();
        enrolled = enrol(world.second(), "00 01", "binh", "Trần Thị Bình");
        assertThat(enrolled.ok()).as(enrolled.output() + enrolled.errors()).isTrue();
        status = world.must(world.first(), "card", "status", "--reader", "00 00");
        assertThat(status.output()).contains("Nguyễn Thị Thu An", "H98/an", "9A", "9C", "9D");
    }

    @Test
    @Order(2)
    void what_one_card_seals_and_signs_the_other_opens_and_signs_for() throws Exception {
        world.befriend();
        Path file = Files.writeString(folder.resolve("thông báo.txt"), "Nội dung mật\n");
        Commands.Result sent =
                world.must(
                        world.first(),
                        "send",
                        file.toString(),
                        "--to",
                        "G97/binh",
                        "--level",
                        "mat",
                        "--as",
                        "an");
        Matcher id = UUID.matcher(sent.output());
        assertThat(id.find()).as(sent.output()).isTrue();
        world.await(world.second(), id.group(), "inbox", "--as", "binh", "--json");
        Path opened = folder.resolve("opened");
        Commands.Result _ =
                world.must(
                        world.second(),
                        "open",
                        id.group(),
                        "--into",
                        opened.toString(),
                        "--as",
                        "binh");
        assertThat(opened.resolve("thông báo.txt")).hasContent("Nội dung mật\n");
        Commands.Result _ = world.must(world.second(), "acknowledge", id.group(), "--as", "binh");
        world.await(world.first(), "ContentHandover", "status", id.group(), "--as", "an", "--json");
    }

    @Test
    @Order(3)
    void a_card_that_is_enrolled_is_not_given_to_somebody_else() throws Exception {
        Commands.Result refused = enrol(world.first(), "00 00", "khac", "Người khác");
        assertThat(refused.exit()).isEqualTo(5);
        assertThat(refused.errors()).contains("khóa quản lý");
        assertThat(world.run(world.first(), "card", "status", "--reader", "00 00").output())
                .contains("H98/an");
    }

    @Test
    @Order(4)
    void a_card_that_is_not_in_the_reader_is_told() throws Exception {
        first.close();
        pcscd.await(0, false);
        Commands.Result refused = world.run(world.first(), "inbox", "--as", "an");
        assertThat(refused.exit()).isEqualTo(5);
        assertThat(refused.errors()).contains("Không thấy thẻ");
        first = pcscd.insert(0, SmartCard.of(an));
        assertThat(world.run(world.first(), "inbox", "--as", "an").ok()).isTrue();
    }

    @Test
    @Order(5)
    void a_blocked_pin_is_explained_and_opened_by_the_custodian_with_the_puk() throws Exception {
        Path secrets = world.first().home().resolve("secrets");
        Path wrong = Files.writeString(secrets.resolve("wrong.pin"), "00000000\n");
        Files.setPosixFilePermissions(
                wrong, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        String[] inbox = {"inbox", "--as", "an", "--pin-file", wrong.toString()};
        assertThat(world.run(world.first(), inbox).errors()).contains("Sai mã PIN");
        assertThat(world.run(world.first(), inbox).errors()).contains("Sai mã PIN");
        assertThat(world.run(world.first(), inbox).errors()).contains("khóa");
        Commands.Result blocked = world.run(world.first(), "inbox", "--as", "an");
        assertThat(blocked.exit()).isEqualTo(5);
        assertThat(blocked.errors()).contains("đã bị khóa mã PIN", "người quản lý khóa");
        assertThat(world.run(world.first(), "card", "status", "--reader", "00 00").output())
                .contains("antin card unblock");
        Commands.Result _ =
                world.must(
                        world.first(),
                        "card",
                        "unblock",
                        "--reader",
                        "00 00",
                        "--puk-file",
                        secrets.resolve("an.pin.puk").toString(),
                        "--new-pin-file",
                        secrets.resolve("an.pin").toString());
        assertThat(world.run(world.first(), "inbox", "--as", "an").ok()).isTrue();
    }
}
