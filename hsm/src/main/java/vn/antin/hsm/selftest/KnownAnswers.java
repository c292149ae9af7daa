package vn.antin.hsm.selftest;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import vn.antin.crypto.key.SignatureAlgorithm;

/**
 * Answers that are known from the standards: whoever checks a token must be right itself. Each one
 * also shows that a changed answer is refused.
 */
public final class KnownAnswers {
    /** Key-encryption key of RFC 3394 section 4.6. */
    private static final String KEK =
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private static final String KEY_DATA =
            "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f";
    private static final String WRAPPED =
            "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21";

    private KnownAnswers() {}

    /** A test that throws when the software cannot do it at all. */
    private interface Test {
        boolean passes() throws GeneralSecurityException;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    /** All of them by name; true for those that the software gives. */
    public static Map<String, Boolean> run() {
        var results = new LinkedHashMap<String, Boolean>();
        results.put("sha-256", passes(KnownAnswers::sha256));
        results.put("ecdsa-p256-verify", passes(KnownAnswers::ecdsa));
        results.put("ed25519-verify", passes(KnownAnswers::ed25519));
        results.put("ecdh-p256", passes(KnownAnswers::ecdh));
        results.put("aes-256-key-wrap", passes(KnownAnswers::keyWrap));
        results.put("aes-256-gcm", passes(KnownAnswers::gcm));
        return results;
    }

    private static boolean passes(Test test) {
        try {
            return test.passes();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** FIPS 180-4, example "abc". */
    private static boolean sha256() throws GeneralSecurityException {
        byte[] digest =
                MessageDigest.getInstance("SHA-256")
                        .digest("abc".getBytes(StandardCharsets.US_ASCII));
        return Arrays.equals(
                digest, hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }

    private static ECParameterSpec p256() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    private static ECPublicKey p256(String x, String y) throws GeneralSecurityException {
        ECPoint point = new ECPoint(new BigInteger(x, 16), new BigInteger(y, 16));
        return (ECPublicKey)
                KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, p256()));
    }

    /** Public key of RFC 6979 section A.2.5 (P-256). */
    public static ECPublicKey ecdsaKey() {
        try {
            return p256(
                    "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
                    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has P-256", e);
        }
    }

    /** Message of RFC 6979 section A.2.5. */
    public static byte[] ecdsaMessage() {
        return "sample".getBytes(StandardCharsets.US_ASCII);
    }

    /** Its signature with SHA-256, r and s side by side. */
    public static byte[] ecdsaSignature() {
        return hex(
                "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                        + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
    }

    private static boolean ecdsa() {
        byte[] changed = ecdsaSignature();
        changed[0] ^= 1;
        return Software.verifiesPlain(
                        SignatureAlgorithm.ECDSA_P256_SHA256,
                        ecdsaKey(),
                        ecdsaMessage(),
                        ecdsaSignature())
                && !Software.verifiesPlain(
                        SignatureAlgorithm.ECDSA_P256_SHA256, ecdsaKey(), ecdsaMessage(), changed);
    }

    /** RFC 8032 section 7.1, test 2. */
    private static boolean ed25519() throws GeneralSecurityException {
        var key =
                KeyFactory.getInstance("Ed25519")
                        .generatePublic(
                                new X509EncodedKeySpec(
                                        hex(
                                                "302a300506032b65700321003d4017c3e843895a92b70aa7"
                                                        + "4d1b7ebc9c982ccf2ec4968cc0cd55f1"
                                                        + "2af4660c")));
        byte[] signature =
                hex(
                        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        return Software.verifies(SignatureAlgorithm.ED25519, key, new byte[] {0x72}, signature)
                && !Software.verifies(
                        SignatureAlgorithm.ED25519, key, new byte[] {0x73}, signature);
    }

    /** RFC 5903 section 8.1. */
    private static boolean ecdh() throws GeneralSecurityException {
        PrivateKey own =
                KeyFactory.getInstance("EC")
                        .generatePrivate(
                                new ECPrivateKeySpec(
                                        new BigInteger(
                                                "c88f01f510d9ac3f70a292daa2316de5"
                                                        + "44e9aab8afe84049c62a9c57862d1433",
                                                16),
                                        p256()));
        ECPublicKey other =
                p256(
                        "d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63",
                        "56fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab");
        return Arrays.equals(
                Software.ecdh(own, other),
                hex("d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de"));
    }

    /** Key-encryption key of RFC 3394 section 4.6. */
    public static byte[] wrappingKey() {
        return hex(KEK);
    }

    /** Key data of that section. */
    public static byte[] wrappedKeyData() {
        return hex(KEY_DATA);
    }

    /** The key data wrapped. */
    public static byte[] wrapped() {
        return hex(WRAPPED);
    }

    private static boolean keyWrap() throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/KW/NoPadding");
        cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(wrappingKey(), "AES"));
        return Arrays.equals(cipher.wrap(new SecretKeySpec(wrappedKeyData(), "AES")), hex(WRAPPED));
    }

    /** Test case 14 of the specification of GCM (McGrew, Viega). */
    private static boolean gcm() throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(new byte[32], "AES"),
                new GCMParameterSpec(128, new byte[12]));
        return Arrays.equals(
                cipher.doFinal(new byte[16]),
                hex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"));
    }
}
