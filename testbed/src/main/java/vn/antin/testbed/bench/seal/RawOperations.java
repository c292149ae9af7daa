package vn.antin.testbed.bench.seal;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import javax.crypto.KeyAgreement;
import vn.antin.crypto.bc.BouncyCastle;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.Signer;

/**
 * The public-key operations of sealing and opening a small document, and nothing else; each from
 * the provider that the program has it from: with private keys the JDK, whose time does not depend
 * on the key, and Bouncy Castle for verification.
 */
final class RawOperations {
    private static final byte[] MESSAGE = new byte[300];

    private final Provider provider = BouncyCastle.PROVIDER;
    private final List<Signer> signers;
    private final List<PublicKey> recipients;
    private final KeyAgreer receiver;
    private final KeyPair ephemeral;
    private final PublicKey author;
    private final byte[] authored;

    RawOperations(SealWork work) throws GeneralSecurityException {
        var vault = work.sender().vault();
        signers = List.of(vault.signer(KeyLabel.SIGNATURE), vault.signer(KeyLabel.AUTHENTICATION));
        recipients =
                List.of(
                        work.receiver().encryption().getPublicKey(),
                        work.sender().encryption().getPublicKey());
        receiver = (KeyAgreer) work.receiver().vault().decryptionKey(KeyLabel.ENCRYPTION);
        ephemeral = ephemeral();
        author = work.sender().signature().getPublicKey();
        authored = signers.get(0).sign(MESSAGE);
    }

    /** Two signatures, each verified before it is used; two agreements with a fresh key. */
    void seal() throws GeneralSecurityException {
        for (Signer signer : signers) {
            require(verified("SHA256withECDSA", signer.publicKey(), signer.sign(MESSAGE)));
        }
        for (PublicKey recipient : recipients) {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(ephemeral().getPrivate());
            agreement.doPhase(recipient, true);
            require(agreement.generateSecret().length == 32);
        }
    }

    /** Two signatures and one agreement; certificates of known senders are remembered. */
    void open() throws GeneralSecurityException {
        for (int i = 0; i < 2; i++) {
            require(verified("SHA256withECDSA", author, authored));
        }
        try (SecretBytes shared = receiver.agree(ephemeral.getPublic())) {
            require(shared.length() == 32);
        }
    }

    private KeyPair ephemeral() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        require(pair.getPublic() instanceof ECPublicKey);
        return pair;
    }

    private boolean verified(String algorithm, PublicKey key, byte[] signature)
            throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(algorithm, provider);
        verifier.initVerify(key);
        verifier.update(MESSAGE);
        return verifier.verify(signature);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("an operation failed");
        }
    }
}
