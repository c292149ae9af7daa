package vn.antin.hsm;

import java.security.PublicKey;
import vn.antin.crypto.key.KeyVault;
import vn.antin.crypto.testkit.SoftwareVault;

/** The vault in memory, which other tests use, keeps the contract. */
class SoftwareContractTest extends KeyVaultContract {
    private final SoftwareVault vault = new SoftwareVault();

    @Override
    KeyVault vault() {
        return vault;
    }

    @Override
    PublicKey make(String label, KeyType type, KeyUse use) {
        return vault.generate(label, SoftwareVault.KeyType.valueOf(type.name())).publicKey(label);
    }
}
