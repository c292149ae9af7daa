package vn.antin.hsm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.key.KeyVault;
import vn.antin.hsm.pkcs11.ModuleOptions;
import vn.antin.hsm.pkcs11.Pkcs11Module;
import vn.antin.hsm.pkcs11.Pkcs11Session;

/** NSS softokn, a module of quite another make, keeps the contract. */
class NssContractTest extends KeyVaultContract {
    private static final Path MODULE = Path.of("/usr/lib/x86_64-linux-gnu/libsoftokn3.so");
    private static final String TOKEN = "NSS Certificate DB";

    private TokenVault vault;

    @BeforeAll
    void open(@TempDir Path folder) {
        assumeTrue(Files.exists(MODULE), "the Debian package libnss3 is not installed");
        String arguments =
                "configdir='sql:"
                        + folder
                        + "' certPrefix='' keyPrefix='' secmod='secmod.db' flags=optimizeSpace";
        setPin(arguments);
        vault =
                TokenVault.open(
                        new TokenConfig(MODULE, TOKEN, Optional.empty()),
                        status -> pin(),
                        TokenOptions.defaults()
                                .with(TokenOptions.Quirk.FORGETS_LOCAL)
                                .withInitArguments(arguments));
    }

    private static Pin pin() {
        return Pin.owning("mot hai ba bon".toCharArray());
    }

    private static void setPin(String arguments) {
        try (Pkcs11Module module =
                        Pkcs11Module.acquire(
                                MODULE, new ModuleOptions(Optional.of(arguments), false));
                Pin pin = pin()) {
            long slot =
                    module.tokens().stream()
                            .filter(token -> token.label().equals(TOKEN))
                            .findFirst()
                            .orElseThrow()
                            .slot();
            try (Pkcs11Session session = module.openSession(slot, true)) {
                session.loginSecurityOfficer(new char[0]);
                pin.use(session::initPin);
                session.logout();
            }
        }
    }

    @AfterAll
    void close() {
        if (vault != null) {
            vault.close();
        }
    }

    @Override
    boolean has(KeyType type) {
        return type != KeyType.ED25519;
    }

    @Override
    KeyVault vault() {
        return vault;
    }

    @Override
    PublicKey make(String label, KeyType type, KeyUse use) {
        return vault.admin().generate(label, type, use).publicKey();
    }
}
