package vn.antin.hsm;

import java.security.PublicKey;
import org.junit.jupiter.api.AfterAll;
import vn.antin.crypto.key.KeyVault;
import vn.antin.hsm.helper.HelperOptions;
import vn.antin.hsm.helper.HelperVault;
import vn.antin.hsm.testkit.SoftHsm;

/** A token behind a helper process keeps the contract. */
class HelperContractTest extends KeyVaultContract {
    private final SoftHsm hsm = SoftHsm.create();
    private final TokenVault here = hsm.open();
    private final HelperVault vault =
            HelperVault.open(
                    hsm.config(),
                    hsm.pins(),
                    TokenOptions.defaults().with(TokenOptions.Quirk.OAEP_PADDING_IN_SOFTWARE),
                    HelperOptions.defaults());

    @AfterAll
    void close() {
        vault.close();
        here.close();
    }

    @Override
    KeyVault vault() {
        return vault;
    }

    @Override
    PublicKey make(String label, KeyType type, KeyUse use) {
        return here.admin().generate(label, type, use).publicKey();
    }
}
