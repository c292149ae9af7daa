package vn.antin.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.testkit.TestAgency;
import vn.antin.testbed.card.PrivatePcscd;
import vn.antin.testbed.card.SmartCard;
import vn.antin.testbed.card.VpcdLink;
import vn.antin.testbed.card.piv.KeyAlgorithm;
import vn.antin.testbed.card.piv.KeySlot;
import vn.antin.testbed.card.piv.PivCard;

/**
 * Two custodians with PIV cards in readers, one with an RSA key for decryption, approve the making,
 * the backup and the restoration of a gateway's keys.
 */
class PivCeremonyTest {
    @TempDir private Path folder = Path.of("");

    private final TestAgency issuer = new TestAgency("H26.01", "Sở Nội vụ");

    private PivCard card(String name, KeyAlgorithm decryption) throws Exception {
        PivCard card = PivCard.fresh(new SecureRandom());
        give(
                card,
                name,
                KeySlot.AUTHENTICATION,
                KeyAlgorithm.P_256,
                CertificateProfile.AUTHENTICATION);
        give(card, name, KeySlot.SIGNATURE, KeyAlgorithm.P_256, CertificateProfile.SIGNATURE);
        give(card, name, KeySlot.DECRYPTION, decryption, CertificateProfile.ENCRYPTION);
        return card;
    }

    private void give(
            PivCard card,
            String name,
            KeySlot slot,
            KeyAlgorithm algorithm,
            CertificateProfile profile)
            throws Exception {
        PublicKey key = card.generate(slot, algorithm);
        card.certificate(slot, issuer.issue(key, name, profile).getEncoded());
    }

    private Path pin(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("piv.pin"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String[] words(List<String> first, Object... more) {
        List<String> all = new ArrayList<>(first);
        for (Object each : more) {
            all.add(each.toString());
        }
        return all.toArray(String[]::new);
    }

    private List<String> approvals(World world, Agency agency, Path plan, Path pin)
            throws Exception {
        List<String> options = new ArrayList<>();
        for (String name : List.of("an", "binh")) {
            Path out = folder.resolve(name + "-" + plan.getFileName());
            world.must(
                    agency,
                    words(
                            List.of("ceremony", "approve", plan.toString(), "--yes"),
                            "--module",
                            PrivatePcscd.openscModule(),
                            "--card",
                            name,
                            "--pin-file",
                            pin,
                            "--out",
                            out));
            options.addAll(List.of("--approval", out.toString()));
        }
        return options;
    }

    @Test
    void two_custodians_with_piv_cards_make_back_up_and_restore_the_keys_of_a_gateway()
            throws Exception {
        try (PrivatePcscd pcscd = PrivatePcscd.start();
                World world = new World(folder)) {
            world.environment(pcscd.environment());
            VpcdLink _ = pcscd.insert(0, SmartCard.of(card("an", KeyAlgorithm.P_256)));
            VpcdLink _ = pcscd.insert(1, SmartCard.of(card("binh", KeyAlgorithm.RSA_3072)));
            Agency agency = world.first();
            Path pin = pin("123456");
            List<String> custodians = new ArrayList<>();
            for (String name : List.of("an", "binh", "kc-first")) {
                boolean piv = !name.startsWith("kc-");
                Path out = folder.resolve(name + ".json");
                String[] introduce =
                        words(
                                List.of("ceremony", "custodian", "--name", "Người thứ " + name),
                                "--module",
                                piv ? PrivatePcscd.openscModule() : Agency.SOFTHSM,
                                "--card",
                                name,
                                "--out",
                                out);
                world.must(
                        agency,
                        words(
                                List.of(introduce),
                                piv
                                        ? new Object[] {"--pin-file", pin}
                                        : new Object[] {"--init-token"}));
                custodians.addAll(List.of("--custodian", out.toString()));
            }
            Path plan = folder.resolve("plan.json");
            List<String> planning =
                    List.of(
                            "ceremony",
                            "plan",
                            "--exercise",
                            "--serial",
                            CeremonyWalkTest.token(world, agency),
                            "--organization",
                            agency.organization(),
                            "--threshold",
                            "2",
                            "--recoverable",
                            "ca,storage");
            world.must(agency, words(planning, (Object[]) words(custodians, "--out", plan)));
            Path secrets = agency.home().resolve("secrets");
            world.must(
                    agency,
                    words(
                            List.of("init", "--exercise"),
                            (Object[])
                                    words(
                                            approvals(world, agency, plan, pin),
                                            "--home",
                                            agency.home(),
                                            "--organization",
                                            agency.organization(),
                                            "--name",
                                            agency.name(),
                                            "--premises",
                                            agency.premises(),
                                            "--listen",
                                            "127.0.0.1:" + agency.port(),
                                            "--module",
                                            Agency.SOFTHSM,
                                            "--ceremony",
                                            plan,
                                            "--custodian-token",
                                            "kc-first",
                                            "--custodian-pin-file",
                                            secrets.resolve("kc-first.pin"))));
            Path backupPlan = folder.resolve("backup-plan.json");
            world.must(
                    agency,
                    words(
                            planning,
                            (Object[]) words(custodians, "--back-up", "--out", backupPlan)));
            Path backup = folder.resolve("backup.json");
            world.must(
                    agency,
                    words(
                            List.of("ceremony", "backup", backupPlan.toString()),
                            (Object[])
                                    words(
                                            approvals(world, agency, backupPlan, pin),
                                            "--module",
                                            Agency.SOFTHSM,
                                            "--out",
                                            backup,
                                            "--pin-file",
                                            secrets.resolve("gateway.pin"),
                                            "--so-pin-file",
                                            secrets.resolve("gateway.pin.so"))));
            world.must(
                    agency,
                    words(
                            List.of("ceremony", "custodian", "--init-token"),
                            "--module",
                            Agency.SOFTHSM,
                            "--card",
                            "second",
                            "--name",
                            "Thiết bị thứ hai",
                            "--out",
                            folder.resolve("second.json")));
            String shown =
                    world.must(
                                    agency,
                                    "ceremony",
                                    "show",
                                    agency.home().resolve("ceremony.json").toString(),
                                    "--json")
                            .output();
            String seal = shown.replaceFirst("(?s).*\"seal\":\"([0-9a-f]{64})\".*", "$1");
            Commands.Result restored =
                    world.must(
                            agency,
                            words(
                                    List.of("ceremony", "restore", backup.toString()),
                                    "--module",
                                    Agency.SOFTHSM,
                                    "--token",
                                    "second",
                                    "--pin-file",
                                    secrets.resolve("second.pin"),
                                    "--seal",
                                    seal,
                                    "--card-module",
                                    PrivatePcscd.openscModule(),
                                    "--card",
                                    "an",
                                    "--card-pin-file",
                                    pin,
                                    "--card",
                                    "binh",
                                    "--card-pin-file",
                                    pin));
            assertThat(restored.output()).contains("ca, storage");
        }
    }
}
