package vn.antin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.cli.profile.Profile;
import vn.antin.cli.profile.Profiles;
import vn.antin.crypto.cert.CertificateIssuer;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.cert.Subject;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.crypto.testkit.TestAgency;
import vn.antin.sdk.SdkProblem;
import vn.antin.sdk.transport.GatewayMisbehaved;
import vn.antin.sdk.transport.GatewayProblem;
import vn.antin.sdk.wire.PeerCard;
import vn.antin.sdk.wire.Problem;
import vn.antin.sdk.wire.ProblemCode;
import vn.antin.sdk.wire.SignedPeerCard;

/** What is typed wrong, and what cannot be done, is said in both languages with its exit code. */
class MainTest {
    @TempDir private Path home = Path.of("");

    private Path letter = Path.of("");

    @BeforeEach
    void a_home_with_one_officer() throws IOException {
        SoftwareVault vault = new SoftwareVault().ecP384("ca");
        OrganizationId organization = OrganizationId.parse("H26.01");
        X509Certificate ca =
                CertificateIssuer.selfSignedCa(
                        vault.signer("ca"),
                        Subject.ofAuthority(organization, "Sở Nội vụ", "CA H26.01"),
                        Typed.NOW.minus(Duration.ofDays(1)),
                        Typed.NOW.plus(Duration.ofDays(365)),
                        new SecureRandom());
        Profiles profiles = new Profiles(home);
        Path unused =
                profiles.write(
                        new Profile(
                                "nva",
                                profiles.folder("nva"),
                                EndpointId.parse("H26.01/nva"),
                                EndpointId.gatewayOf(organization),
                                URI.create("https://127.0.0.1:1"),
                                Path.of("/nowhere/module.so"),
                                "the-nva",
                                Optional.empty(),
                                Optional.empty(),
                                ca));
        letter = Files.writeString(home.resolve("thu.txt"), "thư");
    }

    private Typed typed(String... words) {
        return Typed.words(at(words));
    }

    private Typed failing(RuntimeException failure, String... words) {
        return Typed.words(Typed.failing(failure), at(words));
    }

    private String[] at(String... words) {
        List<String> all = new java.util.ArrayList<>(List.of(words));
        all.add("--home");
        all.add(home.toString());
        return all.toArray(String[]::new);
    }

    private static void says(Typed typed, int exit, String code, String... words) {
        assertThat(typed.exit()).isEqualTo(exit);
        assertThat(typed.err()).contains("LỖI [" + code + "]", "ERROR [" + code + "]");
        assertThat(List.of(words)).allSatisfy(word -> assertThat(typed.err()).contains(word));
        assertThat(typed.out()).isEmpty();
    }

    @Test
    void an_unknown_level_lists_the_levels_before_the_card_is_touched() {
        says(
                typed("send", letter.toString(), "--to", "b", "--level", "rat-mat"),
                2,
                "unknown-level",
                "rat-mat",
                "Tối mật (B)");
    }

    @Test
    void a_level_may_be_written_with_a_hyphen() {
        says(
                failing(
                        new SdkProblem(SdkProblem.Code.SELF_RECIPIENT),
                        "send",
                        letter.toString(),
                        "--to",
                        "b",
                        "--level",
                        "TOI-MAT"),
                2,
                "self-recipient");
    }

    @Test
    void a_missing_an_empty_and_no_file_are_three_errors() throws IOException {
        Path empty = Files.createFile(home.resolve("rong.pdf"));
        says(send(home.resolve("khong-co.pdf")), 8, "file-missing", "khong-co.pdf");
        says(send(empty), 8, "file-empty", "rong.pdf");
        says(typed("send", "--to", "b", "--level", "mat"), 2, "nothing-to-send");
    }

    private Typed send(Path file) {
        return typed("send", file.toString(), "--to", "b", "--level", "mat");
    }

    @Test
    void a_clearance_that_has_ended_is_refused_before_the_card_is_touched() {
        for (String command : List.of("enrol", "adopt")) {
            List<String> words =
                    new ArrayList<>(List.of("card", command, "--name", "x", "--clearance", "mat"));
            words.addAll(List.of("--clearance-until", "2026-11-01"));
            if (command.equals("enrol")) {
                words.addAll(List.of("--card", "card-x", "--common-name", "X"));
            }
            says(
                    typed(words.toArray(String[]::new)),
                    2,
                    "day-past",
                    "--clearance-until",
                    "2026-11-01");
        }
    }

    @Test
    void what_is_needed_is_asked_for_by_name() {
        says(typed("send", letter.toString(), "--level", "mat"), 2, "option-needed", "--to");
        says(typed("send", letter.toString(), "--to", "b"), 2, "option-needed", "--level");
        says(typed("verify"), 2, "missing-parameter", "--log-key", "FILE");
        says(typed("peer"), 2, "missing-parameter", "export | add | list");
    }

    @Test
    void a_misspelled_command_or_option_is_guessed() {
        says(typed("sned"), 2, "unknown-word-near", "send");
        says(typed("inbox", "--folow"), 2, "unknown-word-near", "--follow");
        says(typed("inbox", "--xyzzy"), 2, "unknown-word", "--xyzzy");
    }

    @Test
    void days_and_numbers_and_names_are_checked() {
        says(
                typed(
                        "send",
                        letter.toString(),
                        "--to",
                        "b",
                        "--level",
                        "mat",
                        "--return-by",
                        "31/02/2027"),
                2,
                "bad-date",
                "--return-by",
                "31/02/2027");
        says(
                typed("send", letter.toString(), "--to", "b", "--level", "mat", "--copies", "x"),
                2,
                "bad-value",
                "--copies");
        says(
                typed(
                        "send",
                        letter.toString(),
                        "--to",
                        "b",
                        "--level",
                        "mat",
                        "--sign-as",
                        "organization"),
                2,
                "bad-value",
                "--sign-as",
                "author, approver, clerk");
        says(typed("open", "../../etc"), 2, "bad-id");
        says(typed("suspend", "nva", "--reason", "mất thẻ"), 2, "bad-endpoint");
        says(typed("registers", "lost"), 2, "bad-value", "outgoing | incoming | handover");
        says(typed("inbox", "--lang", "fr"), 2, "bad-value", "--lang", "fr");
    }

    @Test
    void a_home_without_profiles_says_what_to_do() {
        Typed typed = Typed.words("inbox", "--home", home.resolve("nothing").toString());
        says(typed, 7, "no-profile", "antin enrol");
        says(typed("inbox", "--as", "ttb"), 7, "unknown-profile", "ttb", "nva");
    }

    @Test
    void a_wrong_pin_tells_the_tries_left() {
        KeyException known =
                new KeyException(KeyException.Reason.PIN_WRONG, "the PIN is wrong", 2, null);
        KeyException unknown =
                new KeyException(KeyException.Reason.PIN_WRONG, "the PIN is wrong", null);
        says(failing(known, "inbox"), 5, "pin-wrong", "Còn 2 lần thử.", "Tries left: 2.");
        says(failing(unknown, "inbox"), 5, "pin-wrong", "không cho biết");
        says(
                failing(new KeyException(KeyException.Reason.TOKEN_MISSING, "gone", null), "inbox"),
                5,
                "token-missing");
    }

    @Test
    void a_denial_gives_every_reason_with_its_article() {
        Problem denial =
                new Problem(
                        ProblemCode.POLICY_DENIED,
                        "",
                        "",
                        List.of(
                                new Problem.Reason(
                                        "clearance.recipient",
                                        "Người nhận không được tiếp cận.",
                                        "The recipient is not cleared.",
                                        "Điều 15",
                                        "Article 15")),
                        List.of());
        says(
                failing(new GatewayProblem(denial), "inbox"),
                3,
                "policy-denied",
                "Người nhận không được tiếp cận. (Điều 15)",
                "The recipient is not cleared. (Article 15)");
    }

    @Test
    void a_clock_that_is_off_says_to_set_it() {
        says(
                failing(new GatewayProblem(Problem.of(ProblemCode.CLOCK, "lệch", "off")), "inbox"),
                4,
                "clock",
                "chỉnh đồng hồ",
                "Set this machine's clock");
    }

    @Test
    void a_sentence_of_the_gateway_that_was_not_filled_in_is_not_shown() {
        Typed typed =
                failing(
                        new GatewayProblem(
                                Problem.of(
                                        ProblemCode.CLOCK,
                                        "Thời điểm ký của  lệch {1} giây",
                                        "The signing time of  differs by {1} seconds")),
                        "inbox");
        says(typed, 4, "clock", "Đồng hồ", "clock");
        assertThat(typed.err()).doesNotContain("{1}");
    }

    @Test
    void what_the_gateway_says_of_the_case_stands_in_place_of_the_kind_of_problem() {
        Typed typed =
                failing(
                        new GatewayProblem(
                                Problem.of(
                                        ProblemCode.CONFLICT,
                                        "Không thể tự tạm ngừng mình.",
                                        "Nobody suspends himself.")),
                        "inbox");
        says(
                typed,
                8,
                "conflict",
                "LỖI [conflict]: Không thể tự tạm ngừng mình.\n",
                "ERROR [conflict]: Nobody suspends himself.\n");
        assertThat(typed.err()).doesNotContain(ProblemCode.CONFLICT.vietnamese());
    }

    @Test
    void an_advice_that_the_gateway_gives_is_not_given_twice() {
        Typed typed =
                failing(
                        new GatewayProblem(
                                Problem.of(
                                        ProblemCode.CLOCK,
                                        "Đồng hồ máy ký nhanh. Hãy chỉnh đồng hồ rồi gửi lại.",
                                        "The clock is ahead. Set the clock and send again.")),
                        "inbox");
        assertThat(typed.err())
                .contains("Hãy chỉnh đồng hồ rồi gửi lại.\n")
                .contains("Set the clock and send again.\n");
    }

    @Test
    void a_day_to_return_it_by_is_not_over() {
        says(returnBy("21/11/2026"), 2, "day-past", "--return-by", "21/11/2026");
        says(returnBy("2020-01-01"), 2, "day-past");
        assertThat(returnBy("22/11/2026").err()).contains("not-opened");
    }

    private Typed returnBy(String day) {
        return failing(
                new SdkProblem(SdkProblem.Code.NOT_OPENED),
                "send",
                letter.toString(),
                "--to",
                "b",
                "--level",
                "mat",
                "--return-by",
                day);
    }

    @Test
    void a_folder_is_not_a_missing_file() {
        says(send(home), 8, "file-is-folder", home.toString());
        says(typed("verify", home.toString(), "--log-key", letter.toString()), 8, "bad-log-key");
        says(peer(home, "00"), 8, "file-is-folder", home.toString());
    }

    @Test
    void an_unknown_channel_is_answered_with_those_that_there_are() {
        says(
                typed("peer", "add", letter.toString(), "--channel", "NGOAI", "--fingerprint", "0"),
                2,
                "bad-value",
                "NGOAI",
                "CO_YEU | LAN_DOC_LAP | COURIER");
    }

    @Test
    void what_is_wrong_with_a_file_is_said_in_vietnamese_too() throws IOException {
        Path text = Files.writeString(home.resolve("text.json"), "no json");
        Path empty = Files.writeString(home.resolve("empty.json"), "{}");
        Typed broken = peer(text, "00");
        says(broken, 8, "bad-peer-card", "không phải JSON đúng khuôn dạng");
        assertThat(broken.err()).doesNotContain("malformed");
        says(peer(empty, "00"), 8, "bad-peer-card", "trường \"", "thiếu hoặc không đúng");
    }

    @Test
    void receipts_are_not_written_among_other_files() {
        says(
                typed("receipts", "3f0c", "--into", home.toString()),
                8,
                "folder-not-empty",
                "--overwrite");
        assertThat(
                        failing(
                                        new SdkProblem(SdkProblem.Code.NOT_OPENED),
                                        "receipts",
                                        "3f0c",
                                        "--into",
                                        home.toString(),
                                        "--overwrite")
                                .err())
                .contains("not-opened");
    }

    @Test
    void another_gateway_at_the_address_stops_everything() {
        says(
                failing(
                        new GatewayMisbehaved(
                                GatewayMisbehaved.Reason.WRONG_ENDPOINT, "another", null),
                        "inbox"),
                4,
                "gateway-other");
    }

    @Test
    void scripts_get_errors_as_json() {
        Typed typed = typed("inbox", "--as", "ttb", "--json");
        JsonObject error =
                JsonObject.parse(
                                typed.err()
                                        .strip()
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .object("error");
        assertThat(error.string("code")).isEqualTo("unknown-profile");
        assertThat(error.integer("exit")).isEqualTo(7);
        assertThat(error.string("vietnamese")).contains("hồ sơ");
        assertThat(error.string("english")).contains("profile");
        assertThat(typed.out()).isEmpty();
    }

    @Test
    void global_options_stand_before_or_after_the_command() {
        RuntimeException failure = new SdkProblem(SdkProblem.Code.NOT_OPENED);
        Typed before =
                Typed.words(
                        Typed.failing(failure), "--home", home.toString(), "--as", "nva", "inbox");
        assertThat(before.exit()).isEqualTo(3);
        assertThat(failing(failure, "peer", "list", "--as", "nva").exit()).isEqualTo(3);
    }

    @Test
    void a_peer_is_added_only_with_the_fingerprint_of_its_card() throws IOException {
        Path bad = Files.writeString(home.resolve("bad.json"), "{}");
        says(peer(bad, "00"), 8, "bad-peer-card", "bad.json");
        TestAgency agency = new TestAgency("H26.01", "Sở Nội vụ");
        X509Certificate ca = agency.ca();
        JsonObject signed = card(agency);
        Path good = Files.write(home.resolve("good.json"), signed.canonicalBytes());
        Typed differs = peer(good, "00ff");
        assertThat(differs.exit()).isEqualTo(4);
        assertThat(differs.err()).contains("LỖI [fingerprint-differs]", "00ff");
        String spelled = Certificates.fingerprint(ca).hex().toUpperCase(Locale.ROOT);
        Typed right =
                Typed.words(
                        Typed.failing(new SdkProblem(SdkProblem.Code.NOT_OPENED)),
                        at(
                                "peer",
                                "add",
                                good.toString(),
                                "--channel",
                                "CO_YEU",
                                "--fingerprint",
                                spelled.replaceAll("(..)(?!$)", "$1:")));
        assertThat(right.err()).contains("not-opened");
        Typed nobody = typed("peer", "add", good.toString(), "--channel", "CO_YEU");
        assertThat(nobody.err()).contains("LỖI [cannot-ask]", "--fingerprint HEX");
    }

    private static JsonObject card(TestAgency agency) {
        return SignedPeerCard.sign(
                        new PeerCard(
                                agency.organization(),
                                agency.name(),
                                EndpointId.gatewayOf(agency.organization()),
                                URI.create("https://127.0.0.1:1"),
                                "P1",
                                agency.ca(),
                                agency.ca(),
                                "v+k+y",
                                true),
                        agency.vault().signer(KeyLabel.CA))
                .toJson();
    }

    @Test
    void a_card_that_its_ca_did_not_sign_is_not_added_even_with_the_right_fingerprint()
            throws IOException {
        TestAgency agency = new TestAgency("H26.01", "Sở Nội vụ");
        String text = new String(card(agency).canonicalBytes(), StandardCharsets.UTF_8);
        for (String change : List.of("v+k+y>v+k+z", "127.0.0.1:1>127.0.0.1:2", "P1>P2")) {
            String[] pair = change.split(">", 2);
            String changed = text.replace(pair[0], pair[1]);
            assertThat(changed).isNotEqualTo(text);
            Path file = Files.writeString(home.resolve("changed.json"), changed);
            says(
                    peer(file, Certificates.fingerprint(agency.ca()).hex()),
                    4,
                    "peer-card-not-verified",
                    "changed.json");
        }
    }

    private Typed peer(Path card, String fingerprint) {
        return typed(
                "peer",
                "add",
                card.toString(),
                "--channel",
                "CO_YEU",
                "--fingerprint",
                fingerprint);
    }

    @Test
    void an_exported_card_is_not_written_over_another_file() {
        says(typed("peer", "export", letter.toString()), 8, "file-exists", "thu.txt");
    }

    @Test
    void an_unexpected_failure_is_a_failure_too() {
        says(failing(new IllegalStateException("x"), "inbox"), 1, "internal");
    }
}
