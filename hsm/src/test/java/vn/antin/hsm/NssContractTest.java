package vn.antin.hsm;

import java.security.PublicKey;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import vn.antin.crypto.key.KeyVault;
import vn.antin.hsm.testkit.Nss;

/** NSS softokn, a module of quite another make, keeps the contract. */
class NssContractTest extends KeyVaultContract {
    private TokenVault vault;

    @BeforeAll
    void open() {
        Nss nss = Nss.shared();
        vault =
                TokenVault.open(
                        new TokenConfig(Nss.MODULE, Nss.TOKEN, Optional.empty()),
                        status -> nss.pin(),
                        TokenOptions.defaults()
                                .with(TokenOptions.Quirk.FORGETS_LOCAL)
                                .withInitArguments(nss.arguments()));
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
