package vn.antin.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
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
import vn.antin.crypto.json.JsonObject;
import vn.antin.testbed.card.CardFaults;
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
    private VpcdLink second = unset();
    private String sentId = "";

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
                "card",
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
        second = pcscd.insert(1, SmartCard.of(binh));
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
        sentId = id.group();
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

    private String tries(String reader) throws Exception {
        String shown =
                world.must(world.first(), "card", "status", "--reader", reader, "--json").output();
        Matcher left = Pattern.compile("\"pinTries\":(\\d+)").matcher(shown);
        assertThat(left.find()).as(shown).isTrue();
        return left.group(1);
    }

    /** As a profile of an earlier version, which knows its card by the label alone. */
    private static void forgetSerial(Path profile, String label) throws Exception {
        String text =
                Files.readString(profile)
                        .replaceAll("\"serial\":\"[^\"]*\",", "")
                        .replaceAll(
                                "\"tokenLabel\":\"[^\"]*\"", "\"tokenLabel\":\"" + label + "\"");
        assertThat(Files.writeString(profile, text)).content().doesNotContain("serial");
    }

    @Test
    @Order(6)
    void a_strangers_card_of_the_same_label_is_named_and_costs_no_try_of_its_pin()
            throws Exception {
        first.close();
        pcscd.await(0, false);
        first = pcscd.insert(0, SmartCard.of(PivCard.fresh(new SecureRandom())));
        Commands.Result enrolled = enrol(world.first(), "00 00", "chi", "Lê Thị Chi");
        assertThat(enrolled.ok()).as(enrolled.output() + enrolled.errors()).isTrue();
        Path profiles = world.first().home().resolve("profiles");
        String label =
                JsonObject.parse(Files.readAllBytes(profiles.resolve("chi/profile.json")))
                        .string("tokenLabel");
        Path profile = profiles.resolve("an/profile.json");
        byte[] before = Files.readAllBytes(profile);
        forgetSerial(profile, label);
        String tries = tries("00 00");
        Commands.Result refused = world.run(world.first(), "inbox", "--as", "an");
        assertThat(refused.exit()).isEqualTo(5);
        assertThat(refused.errors())
                .contains("[card-taken]", "Lê Thị Chi (H98/chi)", "Nguyễn Thị Thu An")
                .contains("Chưa gửi mã PIN", "It got no PIN");
        assertThat(tries("00 00")).isEqualTo(tries);
        Path _ = Files.write(profile, before);
        first.close();
        pcscd.await(0, false);
        first = pcscd.insert(0, SmartCard.of(an));
        assertThat(world.run(world.first(), "inbox", "--as", "an").ok()).isTrue();
    }

    private Commands.Result renew(Agency agency, String reader, String name, String... more)
            throws Exception {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "card",
                                "renew",
                                "--as",
                                "custodian",
                                "--reader",
                                reader,
                                "--name",
                                name));
        words.addAll(List.of(more));
        return world.run(agency, words.toArray(String[]::new));
    }

    private void opens(String id, String into) throws Exception {
        Path folderOfIt = folder.resolve(into);
        Commands.Result _ =
                world.must(
                        world.second(),
                        "open",
                        id,
                        "--into",
                        folderOfIt.toString(),
                        "--as",
                        "binh");
        assertThat(folderOfIt.resolve("thông báo.txt")).hasContent("Nội dung mật\n");
    }

    private String send(String file) throws Exception {
        Commands.Result sent =
                world.must(
                        world.first(),
                        "send",
                        folder.resolve(file).toString(),
                        "--to",
                        "G97/binh",
                        "--level",
                        "mat",
                        "--as",
                        "an");
        Matcher id = UUID.matcher(sent.output());
        assertThat(id.find()).as(sent.output()).isTrue();
        world.await(world.second(), id.group(), "inbox", "--as", "binh", "--json");
        return id.group();
    }

    @Test
    @Order(7)
    void after_a_renewal_and_after_two_old_documents_still_open_and_new_ones_too()
            throws Exception {
        Commands.Result renewed = renew(world.second(), "00 01", "binh");
        assertThat(renewed.ok()).as(renewed.output() + renewed.errors()).isTrue();
        opens(sentId, "after-one");
        String between = send("thông báo.txt");
        renewed = renew(world.second(), "00 01", "binh");
        assertThat(renewed.ok()).as(renewed.output() + renewed.errors()).isTrue();
        opens(sentId, "after-two");
        opens(between, "between");
        opens(send("thông báo.txt"), "new");
        assertThat(world.run(world.second(), "card", "status", "--reader", "00 01").output())
                .contains("82", "83");
        try (var records = Files.list(world.second().home().resolve("records"))) {
            assertThat(records.filter(file -> file.toString().contains("-renew-binh")))
                    .hasSize(2)
                    .allSatisfy(file ->
                            assertThat(Files.readString(file))
                                    .contains("BIÊN BẢN THAY KHÓA", "G97/binh"));
        }
    }

    @Test
    @Order(8)
    void a_card_that_is_pulled_in_the_middle_is_renewed_by_the_same_command_again()
            throws Exception {
        second.close();
        pcscd.await(1, false);
        CardFaults faults = new CardFaults(SmartCard.of(binh));
        faults.next(CardFaults.GENERATE, CardFaults.pulledAfter());
        second = pcscd.insert(1, faults);
        Commands.Result broken = renew(world.second(), "00 01", "binh");
        assertThat(broken.exit()).as(broken.output() + broken.errors()).isEqualTo(5);
        assertThat(faults.waiting()).isFalse();
        assertThat(second.inserted()).as("the card is out of its reader").isFalse();
        pcscd.await(1, false);
        second = pcscd.insert(1, SmartCard.of(binh));
        Commands.Result renewed = renew(world.second(), "00 01", "binh");
        assertThat(renewed.ok()).as(renewed.output() + renewed.errors()).isTrue();
        opens(sentId, "after-three");
    }

    @Test
    @Order(9)
    void a_lost_card_is_replaced_by_another_and_is_no_longer_let_in() throws Exception {
        first.close();
        pcscd.await(0, false);
        first = pcscd.insert(0, SmartCard.of(PivCard.fresh(new SecureRandom())));
        Path secrets = world.first().home().resolve("secrets");
        Commands.Result replaced =
                renew(
                        world.first(),
                        "00 00",
                        "an",
                        "--replace",
                        "lost",
                        "--init-token",
                        "--card-pin-file",
                        secrets.resolve("an-2.pin").toString());
        assertThat(replaced.ok()).as(replaced.output() + replaced.errors()).isTrue();
        opens(send("thông báo.txt"), "from-the-other-card");
        first.close();
        pcscd.await(0, false);
        first = pcscd.insert(0, SmartCard.of(an));
        assertThat(world.run(world.first(), "inbox", "--as", "an").exit()).isEqualTo(5);
    }

    @Test
    @Order(10)
    void who_leaves_is_retired_with_a_record_and_is_no_longer_found() throws Exception {
        Commands.Result retired =
                world.must(
                        world.second(),
                        "card",
                        "retire",
                        "G97/binh",
                        "--why",
                        "left",
                        "--reason",
                        "nghỉ hưu",
                        "--as",
                        "custodian");
        assertThat(retired.output()).contains("G97/binh", "retire-binh");
        assertThat(retired.errors()).contains("Văn bản đang chờ");
        assertThat(world.run(world.second(), "inbox", "--as", "binh").ok()).isFalse();
        assertThat(world.must(world.second(), "directory", "--as", "custodian", "--json").output())
                .doesNotContain("G97/binh");
    }
}
