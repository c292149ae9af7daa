package vn.antin.hsm.testkit;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.key.Unwrapper;

/**
 * Uses of keys whose results are compared with what software computes on the other side. Each
 * caller has its own, with messages, keys and secrets that nobody else has: a result that belongs
 * to another caller, or to the call before, is wrong too. For one thread.
 */
public final class CheckedUse {
    /** So many secrets in turn: making one takes software longer than the token. */
    private static final int SECRETS = 8;

    private final SecureRandom random = new SecureRandom();
    private final int caller;
    private final List<Agreement> agreements = new ArrayList<>();
    private final List<Transport> transports = new ArrayList<>();
    private int count;

    /** For the caller with this number. */
    public CheckedUse(int caller) {
        this.caller = caller;
    }

    /** A key in software, and what it agrees upon with the token's. */
    private record Agreement(PublicKey token, PublicKey other, SecretBytes expected) {}

    /** A secret encrypted in software for the token's key. */
    private record Transport(PublicKey token, SecretBytes encrypted, SecretBytes expected) {}

    /** Whether a signature over a new message is right; P-256 only. */
    public boolean signs(Signer signer) {
        byte[] message = ByteBuffer.allocate(8).putInt(caller).putInt(count++).array();
        byte[] signature = signer.sign(message);
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(signer.publicKey());
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Whether the secret agreed with a key in software is what that side computes. */
    public boolean agrees(KeyAgreer agreer) {
        Agreement with = agreement(agreer.publicKey());
        try (SecretBytes z = agreer.agree(with.other())) {
            return same(z, with.expected());
        }
    }

    private Agreement agreement(PublicKey token) {
        List<Agreement> made =
                agreements.stream().filter(each -> each.token().equals(token)).toList();
        if (made.size() >= SECRETS) {
            return made.get(count++ % SECRETS);
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(((ECPublicKey) token).getParams());
            KeyPair other = generator.generateKeyPair();
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(other.getPrivate());
            Object unused = agreement.doPhase(token, true);
            var fresh =
                    new Agreement(
                            token,
                            other.getPublic(),
                            SecretBytes.owning(agreement.generateSecret()));
            agreements.add(fresh);
            return fresh;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK agrees by ECDH", e);
        }
    }

    /** Whether a secret encrypted by RSA-OAEP in software comes back. */
    public boolean unwraps(Unwrapper unwrapper) {
        Transport sent = transport(unwrapper.publicKey());
        byte[] encrypted = sent.encrypted().use(byte[]::clone);
        try (SecretBytes found = unwrapper.unwrap(encrypted)) {
            return same(found, sent.expected());
        }
    }

    private Transport transport(PublicKey token) {
        List<Transport> made =
                transports.stream().filter(each -> each.token().equals(token)).toList();
        if (made.size() >= SECRETS) {
            return made.get(count++ % SECRETS);
        }
        var secret = new byte[32];
        random.nextBytes(secret);
        try {
            Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
            oaep.init(
                    Cipher.ENCRYPT_MODE,
                    token,
                    new OAEPParameterSpec(
                            "SHA-256",
                            "MGF1",
                            MGF1ParameterSpec.SHA256,
                            PSource.PSpecified.DEFAULT));
            var fresh =
                    new Transport(
                            token,
                            SecretBytes.owning(oaep.doFinal(secret)),
                            SecretBytes.owning(secret));
            transports.add(fresh);
            return fresh;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK encrypts with RSA-OAEP", e);
        }
    }

    private static boolean same(SecretBytes found, SecretBytes expected) {
        return found.use(one -> expected.use(other -> Arrays.equals(one, other)));
    }
}
