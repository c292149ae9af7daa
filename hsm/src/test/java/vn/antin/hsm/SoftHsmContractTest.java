package vn.antin.hsm;

import java.security.PublicKey;
import org.junit.jupiter.api.AfterAll;
import vn.antin.crypto.key.KeyVault;
import vn.antin.hsm.testkit.SoftHsm;

/** SoftHSM keeps the contract. */
class SoftHsmContractTest extends KeyVaultContract {
    private final TokenVault vault = SoftHsm.create().open();

    @AfterAll
    void close() {
        vault.close();
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
