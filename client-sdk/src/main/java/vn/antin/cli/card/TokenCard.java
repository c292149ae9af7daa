package vn.antin.cli.card;

import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.KeyInfo;
import vn.antin.hsm.KeyPairInfo;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.helper.HelperVault;
import vn.antin.sdk.enrol.RenewableCard;
import vn.antin.sdk.enrol.RenewalJournal;

/** A token whose keys and certificates are written through PKCS#11. */
final class TokenCard implements CardOpening.EnrolmentCard {
    private final HelperVault vault;
    private final Path module;

    TokenCard(HelperVault vault, Path module) {
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

    /**
     * An enrolled token: new keys are made beside the old ones, whose labels they take over in the
     * end. Old encryption keys stay under a label of their own and are found by identifier.
     */
    static final class Renewing implements RenewableCard {
        private static final String NEXT = "-next";
        private static final String OLD = "-old-";
        private static final int SHORT = 4;

        private final HelperVault vault;

        /** The vault stays the caller's. */
        Renewing(HelperVault vault) {
            this.vault = vault;
        }

        @Override
        public Optional<X509Certificate> certificate(String label) {
            return vault.certificate(label);
        }

        @Override
        public Signer signerSoFar(X509Certificate authentication) {
            return signer(KeyLabel.AUTHENTICATION, authentication.getPublicKey());
        }

        /** The key stays where it is until {@link #install}. */
        @Override
        public void keep(X509Certificate encryption, RenewalJournal journal) {
            DecryptionKey unused = decryptionKey(KeyLabel.ENCRYPTION, encryption.getPublicKey());
        }

        private Optional<KeyInfo> key(String label) {
            return vault.admin().keys().stream()
                    .filter(key -> key.label().equals(label))
                    .findFirst();
        }

        @Override
        public PublicKey generate(String label) {
            return key(label + NEXT)
                    .map(KeyInfo::publicKey)
                    .orElseGet(() ->
                            vault.admin().generate(label + NEXT, KeyType.EC_P256).publicKey());
        }

        @Override
        public Signer signer(String label, PublicKey key) {
            return vault.admin().keys().stream()
                    .filter(each -> each.publicKey().equals(key))
                    .findFirst()
                    .map(each -> vault.signer(each.label()))
                    .orElseThrow(() -> missing(label));
        }

        @Override
        public DecryptionKey decryptionKey(String label, PublicKey key) {
            return vault.decryptionKey(KeyIdentifier.of(key)).orElseThrow(() -> missing(label));
        }

        private static KeyException missing(String label) {
            return new KeyException(
                    KeyException.Reason.NO_SUCH_KEY,
                    "the token no longer has the key \"" + label + "\"",
                    null);
        }

        @Override
        public void install(String label, X509Certificate certificate) {
            if (key(label + NEXT).isPresent()) {
                key(label).ifPresent(old -> giveUp(label, old.publicKey()));
                vault.admin().rename(label + NEXT, label);
            }
            if (!vault.certificate(label).equals(Optional.of(certificate))) {
                vault.admin().writeCertificate(label, certificate);
            }
        }

        private void giveUp(String label, PublicKey old) {
            if (label.equals(KeyLabel.ENCRYPTION)) {
                byte[] identifier = Arrays.copyOf(KeyIdentifier.of(old), SHORT);
                vault.admin().rename(label, label + OLD + HexFormat.of().formatHex(identifier));
            } else {
                vault.admin().delete(label);
            }
        }
    }
}
