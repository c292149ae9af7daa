package vn.antin.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Language;
import vn.antin.crypto.cert.CertificateIssuer;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.cert.Subject;
import vn.antin.crypto.testkit.SoftwareVault;

/** Which profile a command takes, and that its file can be trusted to be what was written. */
class ProfilesTest {
    private static final X509Certificate CA = ca();

    @TempDir private Path home = Path.of("");

    private static X509Certificate ca() {
        return CertificateIssuer.selfSignedCa(
                new SoftwareVault().ecP384("ca").signer("ca"),
                Subject.ofAuthority(OrganizationId.parse("H26"), "Bộ Thử nghiệm", "CA H26"),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2036-01-01T00:00:00Z"),
                new SecureRandom());
    }

    private Profile profile(String name, Optional<Path> pinFile) {
        return new Profile(
                name,
                new Profiles(home).folder(name),
                EndpointId.parse("H26/" + name),
                EndpointId.parse("H26/gw"),
                URI.create("https://gw.h26.vn:8443"),
                Path.of("/usr/lib/softhsm/libsofthsm2.so"),
                "the-" + name,
                Optional.of("0102"),
                pinFile,
                CA);
    }

    private Path write(String name) throws IOException {
        return new Profiles(home).write(profile(name, Optional.empty()));
    }

    private static void refused(
            Code code, org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        CliProblem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    @Test
    void what_was_written_is_read_and_is_for_the_owner_only() throws IOException {
        Profile written =
                profile("nva", Optional.of(home.resolve("secrets/nva.pin")))
                        .heldBy("Nguyễn Văn An");
        Path file = new Profiles(home).write(written);
        assertThat(new Profiles(home).choose(Optional.of("nva"), Profiles.Use.ANY))
                .isEqualTo(written);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.resolveSibling("ca.pem")).content().contains("BEGIN CERTIFICATE");
    }

    @Test
    void a_pin_file_may_be_relative_to_the_home() throws IOException {
        Path file = write("nva");
        String json = Files.readString(file).replace("{", "{\"pinFile\":\"secrets/nva.pin\",");
        Path unused = Files.writeString(file, json);
        assertThat(new Profiles(home).choose(Optional.empty(), Profiles.Use.ANY).pinFile())
                .contains(home.resolve("secrets/nva.pin"));
    }

    @Test
    void the_only_profile_is_taken_whoever_it_is() throws IOException {
        Path unused = write("custodian");
        assertThat(new Profiles(home).choose(Optional.empty(), Profiles.Use.OFFICER).name())
                .isEqualTo("custodian");
    }

    @Test
    void beside_a_custodian_the_only_officer_is_taken() throws IOException {
        Path unused = write("custodian");
        unused = write("nva");
        Profiles profiles = new Profiles(home);
        assertThat(profiles.choose(Optional.empty(), Profiles.Use.OFFICER).name()).isEqualTo("nva");
        assertThat(profiles.choose(Optional.empty(), Profiles.Use.CUSTODIAN).name())
                .isEqualTo("custodian");
    }

    @Test
    void between_two_officers_one_must_be_named() throws IOException {
        Path unused = write("nva");
        unused = write("ttb");
        Profiles profiles = new Profiles(home);
        refused(
                Code.SEVERAL_PROFILES,
                () -> profiles.choose(Optional.empty(), Profiles.Use.OFFICER));
        refused(Code.UNKNOWN_PROFILE, () -> profiles.choose(Optional.of("x"), Profiles.Use.ANY));
    }

    @Test
    void a_profile_is_never_overwritten_and_its_name_is_no_path() throws IOException {
        Path unused = write("nva");
        refused(Code.PROFILE_EXISTS, () -> write("nva"));
        refused(Code.BAD_NAME, () -> new Profiles(home).folder("../nva"));
    }

    @Test
    void a_holder_without_a_name_or_with_an_endless_one_is_refused_by_that_word()
            throws IOException {
        Path file = write("nva");
        String text = Files.readString(file);
        for (String name : List.of("", "  ", "n".repeat(201))) {
            String holder = "{\"holder\":\"" + name + "\",";
            Path unused = Files.writeString(file, text.replaceFirst("\\{", holder));
            assertThatThrownBy(() -> new Profiles(home).choose(Optional.empty(), Profiles.Use.ANY))
                    .isInstanceOfSatisfying(
                            CliProblem.class,
                            problem -> {
                                assertThat(problem.code()).isEqualTo(Code.PROFILE_DAMAGED);
                                assertThat(problem.in(Language.VI)).contains("trường \"holder\"");
                                assertThat(problem.in(Language.EN)).contains("field \"holder\"");
                            });
        }
    }

    @Test
    void a_damaged_profile_is_named() throws IOException {
        Path file = write("nva");
        Path unused = Files.writeString(file, Files.readString(file).replace("H26/nva", "H26 nva"));
        refused(
                Code.PROFILE_DAMAGED,
                () -> new Profiles(home).choose(Optional.empty(), Profiles.Use.ANY));
    }
}
