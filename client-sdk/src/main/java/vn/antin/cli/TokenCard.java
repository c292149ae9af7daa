package vn.antin.cli;

import java.security.cert.X509Certificate;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.KeyPairInfo;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.TokenVault;
import vn.antin.sdk.enrol.Card;

/** A card at its enrolment. */
final class TokenCard implements Card {
    private final TokenVault vault;

    TokenCard(TokenVault vault) {
        this.vault = vault;
    }

    @Override
    public void generate(String label) {
        KeyPairInfo unused = vault.admin().generate(label, KeyType.EC_P256);
    }

    @Override
    public boolean has(String label) {
        return vault.admin().keys().stream().anyMatch(key -> key.label().equals(label));
    }

    @Override
    public Signer signer(String label) {
        return vault.signer(label);
    }

    @Override
    public DecryptionKey decryptionKey(String label) {
        return vault.decryptionKey(KeyIdentifier.of(vault.admin().publicKey(label)))
                .orElseThrow(() ->
                        new KeyException(
                                KeyException.Reason.NO_SUCH_KEY,
                                "the token has no key with label \"" + label + "\"",
                                null));
    }

    @Override
    public void writeCertificate(String label, X509Certificate certificate) {
        vault.admin().writeCertificate(label, certificate);
    }
}
