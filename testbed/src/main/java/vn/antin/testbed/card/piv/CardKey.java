package vn.antin.testbed.card.piv;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;

/**
 * A private key on the card and what it computes. The card keeps no public key: it gives it out
 * when the pair is made, and later the certificate has it.
 */
final class CardKey {
    private final KeyAlgorithm algorithm;
    private final PrivateKey key;

    private CardKey(KeyAlgorithm algorithm, PrivateKey key) {
        this.algorithm = algorithm;
        this.key = key;
    }

    /** Makes a pair. */
    static KeyPair generate(KeyAlgorithm algorithm, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.family());
            generator.initialize(
                    algorithm.rsa()
                            ? new RSAKeyGenParameterSpec(
                                    algorithm.bits(), RSAKeyGenParameterSpec.F4)
                            : new ECGenParameterSpec(algorithm.curve()),
                    random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A key made elsewhere. */
    static CardKey of(KeyAlgorithm algorithm, PrivateKey key) {
        return new CardKey(algorithm, key);
    }

    /** A key from its PKCS#8 form. */
    static CardKey decode(KeyAlgorithm algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return new CardKey(
                algorithm,
                KeyFactory.getInstance(algorithm.family())
                        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    }

    /**
     * A key from the parts of an import command: 06 the EC scalar; 01 to 05 p, q, dp, dq and qinv
     * of an RSA key.
     */
    static CardKey imported(KeyAlgorithm algorithm, List<Tlv> parts) throws Refusal {
        try {
            return algorithm.rsa() ? importRsa(algorithm, parts) : importEc(algorithm, parts);
        } catch (GeneralSecurityException | ArithmeticException e) {
            throw new Refusal(StatusWord.WRONG_DATA);
        }
    }

    private static CardKey importEc(KeyAlgorithm algorithm, List<Tlv> parts)
            throws Refusal, GeneralSecurityException {
        BigInteger scalar = number(parts, 0x06);
        ECParameterSpec curve = curve(algorithm);
        Refusal.unless(
                scalar.signum() > 0 && scalar.compareTo(curve.getOrder()) < 0,
                StatusWord.WRONG_DATA);
        return new CardKey(
                algorithm,
                KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(scalar, curve)));
    }

    private static CardKey importRsa(KeyAlgorithm algorithm, List<Tlv> parts)
            throws Refusal, GeneralSecurityException {
        BigInteger p = number(parts, 0x01);
        BigInteger q = number(parts, 0x02);
        BigInteger dp = number(parts, 0x03);
        BigInteger dq = number(parts, 0x04);
        BigInteger qinv = number(parts, 0x05);
        BigInteger n = p.multiply(q);
        Refusal.unless(n.bitLength() == algorithm.bits(), StatusWord.WRONG_DATA);
        BigInteger p1 = p.subtract(BigInteger.ONE);
        BigInteger q1 = q.subtract(BigInteger.ONE);
        BigInteger e = dp.modInverse(p1);
        BigInteger d = e.modInverse(p1.multiply(q1));
        Refusal.unless(
                d.mod(q1).equals(dq) && q.multiply(qinv).mod(p).equals(BigInteger.ONE),
                StatusWord.WRONG_DATA);
        return new CardKey(
                algorithm,
                KeyFactory.getInstance("RSA")
                        .generatePrivate(new RSAPrivateCrtKeySpec(n, e, d, p, q, dp, dq, qinv)));
    }

    private static BigInteger number(List<Tlv> parts, int tag) throws Refusal {
        byte[] bytes = Tlv.find(parts, tag).orElseThrow(() -> new Refusal(StatusWord.WRONG_DATA));
        return new BigInteger(1, bytes);
    }

    KeyAlgorithm algorithm() {
        return algorithm;
    }

    /** The PKCS#8 form, for the state of the card. */
    byte[] encoded() {
        return key.getEncoded();
    }

    /** RSA without padding: signature or decryption. */
    byte[] raw(byte[] block) throws Refusal {
        Refusal.unless(block.length == algorithm.bytes(), StatusWord.WRONG_DATA);
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, key);
            return cipher.doFinal(block);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        } catch (GeneralSecurityException e) { // a block not below the modulus
            throw new Refusal(StatusWord.WRONG_DATA);
        }
    }

    /** ECDSA over a hash: the DER signature. */
    byte[] sign(byte[] hash) throws Refusal {
        Refusal.unless(hash.length > 0 && hash.length <= algorithm.bytes(), StatusWord.WRONG_DATA);
        try {
            Signature signature = Signature.getInstance("NONEwithECDSA");
            signature.initSign(key);
            signature.update(hash);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** ECDH with an uncompressed point: the x coordinate. */
    byte[] agree(byte[] point) throws Refusal {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(key);
            agreement.doPhase(publicKey(point), true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new Refusal(StatusWord.WRONG_DATA);
        }
    }

    private PublicKey publicKey(byte[] point) throws Refusal, GeneralSecurityException {
        int size = algorithm.bytes();
        Refusal.unless(point.length == 1 + 2 * size && point[0] == 0x04, StatusWord.WRONG_DATA);
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + size));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, 1 + size, 1 + 2 * size));
        ECParameterSpec spec = curve(algorithm);
        Refusal.unless(onCurve(x, y, spec.getCurve()), StatusWord.WRONG_DATA);
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), spec));
    }

    /** A point off the curve would give away the key bit by bit. */
    private static boolean onCurve(BigInteger x, BigInteger y, EllipticCurve curve) {
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB());
        return x.compareTo(p) < 0
                && y.compareTo(p) < 0
                && y.pow(2).subtract(right).mod(p).signum() == 0;
    }

    private static ECParameterSpec curve(KeyAlgorithm algorithm) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(algorithm.curve()));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    /** A public key as the card gives it out (SP 800-73-4 part 2, 3.3.2). */
    static byte[] publicTemplate(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return Tlv.of(
                            0x7F49,
                            new Tlv(0x81, unsigned(rsa.getModulus())),
                            new Tlv(0x82, unsigned(rsa.getPublicExponent())))
                    .encoded();
        }
        ECPublicKey ec = (ECPublicKey) key;
        int size = ec.getParams().getCurve().getField().getFieldSize() / 8;
        byte[] point = new byte[1 + 2 * size];
        point[0] = 0x04;
        byte[] x = unsigned(ec.getW().getAffineX());
        byte[] y = unsigned(ec.getW().getAffineY());
        System.arraycopy(x, 0, point, 1 + size - x.length, x.length);
        System.arraycopy(y, 0, point, 1 + 2 * size - y.length, y.length);
        return Tlv.of(0x7F49, new Tlv(0x86, point)).encoded();
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes.length > 1 && bytes[0] == 0
                ? Arrays.copyOfRange(bytes, 1, bytes.length)
                : bytes;
    }
}
