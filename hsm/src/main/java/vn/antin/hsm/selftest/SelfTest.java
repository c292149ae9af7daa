package vn.antin.hsm.selftest;

import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.Decapsulator;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyVault;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.key.Unwrapper;
import vn.antin.hsm.selftest.SelfTestReport.Outcome;
import vn.antin.hsm.selftest.SelfTestReport.Result;

/**
 * Known answers of the software, then each key of a vault against the software (pairwise
 * consistency, FIPS 140-3 AS10.35). Thread-safe.
 *
 * <p>A signing key signs fresh random bytes; the signature must verify with its public key, that
 * key must be the one of its certificate, and the signature must not fit other bytes. A decryption
 * key must open what the software closes for it.
 */
public final class SelfTest {
    private static final byte[] PREFIX =
            "antin self-test ".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int NONCE = 32;

    private final KeyVault vault;
    private final SecureRandom random;

    /** Tests keys of this vault. */
    public SelfTest(KeyVault vault, SecureRandom random) {
        this.vault = vault;
        this.random = random;
    }

    /**
     * Runs everything; never throws for a key that does not work.
     *
     * @param at when, for the report
     * @param signing labels of keys that sign
     * @param decrypting labels of certificates whose keys decrypt
     */
    public SelfTestReport run(Instant at, List<String> signing, List<String> decrypting) {
        var results = new ArrayList<Result>();
        for (Map.Entry<String, Boolean> each : KnownAnswers.run().entrySet()) {
            results.add(
                    new Result(
                            "known-answer " + each.getKey(),
                            each.getValue() ? Outcome.PASSED : Outcome.FAILED,
                            ""));
        }
        for (String label : signing) {
            results.add(guarded("sign " + label, () -> signs(label)));
        }
        for (String label : decrypting) {
            results.add(guarded("decrypt " + label, () -> decrypts(label)));
        }
        return new SelfTestReport(at, results);
    }

    /** A test that says what is wrong; empty when nothing is. */
    private interface Test {
        Optional<String> problem();
    }

    private static Result guarded(String name, Test test) {
        try {
            Optional<String> problem = test.problem();
            return new Result(
                    name, problem.isEmpty() ? Outcome.PASSED : Outcome.FAILED, problem.orElse(""));
        } catch (KeyException e) {
            return new Result(name, Outcome.UNAVAILABLE, e.reason().name());
        }
    }

    private Optional<String> signs(String label) {
        Signer signer = vault.signer(label);
        Optional<X509Certificate> certificate = vault.certificate(label);
        PublicKey own = signer.publicKey();
        if (certificate.isPresent()
                && !Arrays.equals(
                        certificate.get().getPublicKey().getEncoded(), own.getEncoded())) {
            return Optional.of("the certificate is of another key");
        }
        byte[] message = message();
        byte[] signature = signer.sign(message);
        if (!Software.verifies(signer.algorithm(), own, message, signature)) {
            return Optional.of("the signature does not verify");
        }
        message[message.length - 1] ^= 1;
        if (Software.verifies(signer.algorithm(), own, message, signature)) {
            return Optional.of("the signature verifies for other bytes");
        }
        return Optional.empty();
    }

    private byte[] message() {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] message = Arrays.copyOf(PREFIX, PREFIX.length + NONCE);
        System.arraycopy(nonce, 0, message, PREFIX.length, NONCE);
        return message;
    }

    private Optional<String> decrypts(String label) {
        PublicKey own =
                vault.certificate(label)
                        .orElseThrow(() ->
                                new KeyException(
                                        KeyException.Reason.NO_SUCH_KEY,
                                        "no certificate with label \"" + label + "\"",
                                        null))
                        .getPublicKey();
        return decrypts(own);
    }

    private Optional<String> decrypts(PublicKey own) {
        DecryptionKey key =
                vault.decryptionKey(KeyIdentifier.of(own))
                        .orElseThrow(() ->
                                new KeyException(
                                        KeyException.Reason.NO_SUCH_KEY,
                                        "the certificate has no key here",
                                        null));
        boolean right =
                switch (key) {
                    case KeyAgreer agreer -> agrees(agreer, own);
                    case Unwrapper unwrapper -> unwraps(unwrapper, own);
                    case Decapsulator unused ->
                            throw new KeyException(
                                    KeyException.Reason.UNSUPPORTED,
                                    "ML-KEM keys of endpoints are not in tokens",
                                    null);
                };
        return right ? Optional.empty() : Optional.of("another secret came out");
    }

    private static boolean agrees(KeyAgreer key, PublicKey own) {
        if (!(own instanceof ECPublicKey ec)) {
            return false;
        }
        KeyPair other = Software.pairFor(ec);
        byte[] expected = Software.ecdh(other.getPrivate(), own);
        try (SecretBytes z = key.agree(other.getPublic())) {
            return z.use(bytes -> MessageDigest.isEqual(bytes, expected));
        }
    }

    private boolean unwraps(Unwrapper key, PublicKey own) {
        byte[] secret = new byte[NONCE];
        random.nextBytes(secret);
        byte[] closed = Software.oaep("SHA-256", new byte[0], own, secret);
        try (SecretBytes found = key.unwrap(closed)) {
            return found.use(bytes -> MessageDigest.isEqual(bytes, secret));
        }
    }
}
