package vn.antin.cli.card;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.KeyPairInfo;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenVault;

/** A token whose keys and certificates are written through PKCS#11. */
final class TokenCard implements EnrolmentCard {
    private final TokenVault vault;
    private final Path module;

    TokenCard(TokenVault vault, Path module) {
        this.vault = vault;
        this.module = module;
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

    @Override
    public Optional<X509Certificate> certificate(String label) {
        return vault.certificate(label);
    }

    @Override
    public TokenConfig address() {
        var status = vault.status();
        return new TokenConfig(module, status.label(), Optional.of(status.serial()));
    }

    @Override
    public void close() {
        vault.close();
    }
}
