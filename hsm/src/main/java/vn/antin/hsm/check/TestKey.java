package vn.antin.hsm.check;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.selftest.Software;

/**
 * A key pair to test with.
 *
 * @param handle of the private key; holds until the login ends
 * @param made whether the run made it, and may therefore do everything with it
 * @param everyTime it wants the PIN for every use
 */
record TestKey(KeyKind kind, long handle, PublicKey publicKey, boolean made, boolean everyTime) {
    /** What is signed says that it means nothing: with found keys these are real signatures. */
    static byte[] message(int number) {
        return ("ANTIN CONFORMANCE TEST - VAN BAN THU, KHONG CO GIA TRI #" + number)
                .getBytes(StandardCharsets.US_ASCII);
    }

    SignatureAlgorithm algorithm() {
        return SignatureAlgorithm.of(publicKey);
    }

    /** Signs as the project does: digest made outside, except for Ed25519. */
    byte[] sign(Bench bench, Pkcs11Session session, byte[] message) {
        Mechanism mechanism =
                switch (algorithm()) {
                    case ECDSA_P256_SHA256, ECDSA_P384_SHA384 -> Mechanism.ECDSA;
                    case RSA_PSS_SHA256 -> Mechanism.RSA_PSS_SHA256;
                    case ED25519 -> Mechanism.EDDSA;
                };
        String digest = algorithm().digest();
        byte[] data = digest.isEmpty() ? message : digest(digest, message);
        if (!everyTime) {
            return session.sign(mechanism, handle, data);
        }
        var signature = new AtomicReference<byte @Nullable []>();
        bench.token()
                .withPin(pin ->
                        signature.set(session.signAuthenticated(mechanism, handle, data, pin)));
        byte[] made = signature.get();
        return made == null ? new byte[0] : made;
    }

    static byte[] digest(String algorithm, byte[] message) {
        try {
            return MessageDigest.getInstance(algorithm).digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has " + algorithm, e);
        }
    }

    /** Whether a signature of the token is right; r and s side by side, or DER. */
    boolean verifies(byte[] message, byte[] signature) {
        int plain =
                switch (algorithm()) {
                    case ECDSA_P256_SHA256 -> 64;
                    case ECDSA_P384_SHA384 -> 96;
                    default -> 0;
                };
        return signature.length == plain
                ? Software.verifiesPlain(algorithm(), publicKey, message, signature)
                : Software.verifies(algorithm(), publicKey, message, signature);
    }
}
