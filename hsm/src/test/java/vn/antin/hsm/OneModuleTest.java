package vn.antin.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.Signature;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.pkcs11.ModuleOptions;
import vn.antin.hsm.pkcs11.Pkcs11Module;
import vn.antin.hsm.testkit.Nss;
import vn.antin.hsm.testkit.OtherProgram;
import vn.antin.hsm.testkit.SoftHsm;

/** One library in one process, whoever loads it, forks, or closes. */
class OneModuleTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    private static boolean valid(Signer signer, byte[] signature) throws Exception {
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(signer.publicKey());
        verifier.update(MESSAGE);
        return verifier.verify(signature);
    }

    /** By what other name, or as what other file, a library is loaded a second time. */
    enum Again {
        SAME_PATH,
        SYMBOLIC_LINK,
        HARD_LINK,
        COPY;

        Path of(Path module, Path folder) throws IOException {
            Path other = folder.resolve("module.so");
            return switch (this) {
                case SAME_PATH -> module;
                case SYMBOLIC_LINK -> Files.createSymbolicLink(other, module);
                case HARD_LINK ->
                        Files.createLink(other, Files.copy(module, folder.resolve("first.so")));
                case COPY -> Files.copy(module, other);
            };
        }

        Path first(Path module, Path folder) {
            return this == HARD_LINK ? folder.resolve("first.so") : module;
        }
    }

    private static TokenVault open(SoftHsm hsm, Path module) {
        return TokenVault.open(
                new TokenConfig(module, hsm.config().tokenLabel(), Optional.empty()), hsm.pins());
    }

    @ParameterizedTest
    @EnumSource(Again.class)
    void a_library_that_is_loaded_twice_ends_with_its_last_user_and_a_copy_is_another_program(
            Again again, @TempDir Path folder) throws Exception {
        SoftHsm hsm = SoftHsm.create();
        Path other = again.of(SoftHsm.module(), folder);
        try (TokenVault here = hsm.open()) {
            here.admin().generate("key", KeyType.EC_P256);
        }
        Path one = again.first(SoftHsm.module(), folder);
        TokenVault first = open(hsm, one);
        Signer before = first.signer("key");
        try (TokenVault second = open(hsm, other)) {
            try (Pkcs11Module left = Pkcs11Module.acquire(one, ModuleOptions.PARALLEL);
                    Pkcs11Module right = Pkcs11Module.acquire(other, ModuleOptions.PARALLEL)) {
                if (again == Again.COPY) {
                    assertThat(left).isNotSameAs(right);
                } else {
                    assertThat(left).isSameAs(right);
                }
            }
            Signer signer = second.signer("key");
            assertThat(valid(before, signer.sign(MESSAGE))).isTrue();
            assertThat(valid(signer, before.sign(MESSAGE))).isTrue();
            first.close();
            assertThat(valid(signer, signer.sign(MESSAGE))).isTrue();
        }
    }

    @Test
    void a_library_in_use_is_not_lent_to_one_who_wants_it_started_in_another_way() {
        SoftHsm hsm = SoftHsm.create();
        var alone = new ModuleOptions(Optional.empty(), true);
        try (TokenVault vault = hsm.open()) {
            assertThat(vault.state().present()).isTrue();
            assertThatThrownBy(() -> Pkcs11Module.acquire(SoftHsm.module(), alone))
                    .isInstanceOfSatisfying(
                            KeyException.class,
                            e -> assertThat(e.reason()).isEqualTo(KeyException.Reason.BAD_INPUT))
                    .hasMessageContaining("in use");
        }
        try (Pkcs11Module module = Pkcs11Module.acquire(SoftHsm.module(), alone);
                Pkcs11Module same =
                        Pkcs11Module.acquire(SoftHsm.module(), ModuleOptions.PARALLEL)) {
            assertThat(same).isSameAs(module);
        }
    }

    @Test
    void libraries_of_two_makes_work_side_by_side_in_one_process() throws Exception {
        SoftHsm hsm = SoftHsm.create();
        Nss nss = Nss.shared();
        try (TokenVault one = hsm.open();
                TokenVault two =
                        TokenVault.open(
                                new TokenConfig(Nss.MODULE, Nss.TOKEN, Optional.empty()),
                                status -> nss.pin(),
                                TokenOptions.defaults()
                                        .with(TokenOptions.Quirk.FORGETS_LOCAL)
                                        .withInitArguments(nss.arguments()))) {
            for (TokenVault vault : List.of(one, two)) {
                vault.admin().generate("side by side", KeyType.EC_P256);
            }
            Signer first = one.signer("side by side");
            Signer second = two.signer("side by side");
            assertThat(valid(first, first.sign(MESSAGE))).isTrue();
            assertThat(valid(second, second.sign(MESSAGE))).isTrue();
            assertThat(valid(first, second.sign(MESSAGE))).isFalse();
            two.admin().delete("side by side");
        }
    }

    /**
     * A Java program cannot fork without executing another at once, so a child never has our
     * module, sessions or handles; what it might have are open files, and the token itself.
     */
    @Test
    void a_program_that_we_start_is_born_without_our_files_and_uses_the_same_token_as_we_do(
            @TempDir Path folder) throws Exception {
        SoftHsm hsm = SoftHsm.create();
        Path ours = Files.createFile(folder.resolve("ours"));
        try (TokenVault vault = hsm.open();
                FileChannel held = FileChannel.open(ours, StandardOpenOption.WRITE)) {
            vault.admin().generate("key", KeyType.EC_P256);
            Signer signer = vault.signer("key");
            var ended = new AtomicBoolean();
            var children = new ArrayList<OtherProgram.Told>();
            List<Boolean> results =
                    withEight(
                            () -> {
                                boolean all = true;
                                while (!ended.get()) {
                                    all &= valid(signer, signer.sign(MESSAGE));
                                }
                                return all;
                            },
                            () -> {
                                try {
                                    for (int i = 0; i < 3; i++) {
                                        children.add(OtherProgram.run(hsm, "key", folder));
                                    }
                                } finally {
                                    ended.set(true);
                                }
                            });
            assertThat(results).hasSize(8).containsOnly(true);
            assertThat(held.isOpen()).isTrue();
            assertThat(children).hasSize(3);
            for (OtherProgram.Told each : children) {
                assertThat(each.born())
                        .isNotEmpty()
                        .doesNotContain(ours.toString())
                        .noneMatch(file -> file.contains("/softhsm/"));
                Signature verifier = Signature.getInstance("SHA256withECDSA");
                verifier.initVerify(signer.publicKey());
                verifier.update(OtherProgram.message());
                assertThat(verifier.verify(HexFormat.of().parseHex(each.signature()))).isTrue();
            }
            assertThat(valid(signer, signer.sign(MESSAGE))).isTrue();
        }
    }

    @Test
    void closing_while_eight_sign_ends_each_call_with_a_result_or_a_reason() throws Exception {
        for (int round = 0; round < 5; round++) {
            SoftHsm hsm = SoftHsm.create();
            TokenVault vault = hsm.open();
            vault.admin().generate("key", KeyType.EC_P256);
            Signer signer = vault.signer("key");
            var signed = new AtomicInteger();
            List<Boolean> results =
                    withEight(
                            () -> {
                                boolean all = true;
                                try {
                                    while (true) {
                                        all &= valid(signer, signer.sign(MESSAGE));
                                        signed.incrementAndGet();
                                    }
                                } catch (IllegalStateException e) {
                                    return all;
                                }
                            },
                            () -> {
                                while (signed.get() < 50) {
                                    Thread.onSpinWait();
                                }
                                vault.close();
                            });
            assertThat(results).hasSize(8).containsOnly(true);
        }
    }

    private interface Act {
        void run() throws Exception;
    }

    private static List<Boolean> withEight(Callable<Boolean> caller, Act meanwhile)
            throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            var all = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < 8; i++) {
                all.add(executor.submit(caller));
            }
            meanwhile.run();
            var results = new ArrayList<Boolean>();
            for (Future<Boolean> each : all) {
                results.add(each.get(20, TimeUnit.SECONDS));
            }
            return results;
        }
    }
}
