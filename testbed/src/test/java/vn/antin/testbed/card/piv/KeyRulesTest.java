package vn.antin.testbed.card.piv;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys and what they compute (SP 800-73-4 part 2, 3.2.4 and 3.3.2; appendix A). */
class KeyRulesTest {
    private static final byte[] HASH_32 = new byte[32];

    private final Terminal terminal = Terminal.fresh();

    @ParameterizedTest
    @CsvSource({
        "03, DESede, 010203040506070801020304050607080102030405060708",
        "00, DESede, 010203040506070801020304050607080102030405060708",
        "08, AES, 000102030405060708090A0B0C0D0E0F",
        "0A, AES, 000102030405060708090A0B0C0D0E0F1011121314151617",
        "0C, AES, 000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F",
    })
    void the_management_key_is_shown_by_mutual_or_external_authentication(
            String id, String cipher, String hex) throws GeneralSecurityException {
        byte[] key = HexFormat.of().parseHex(hex);
        int algorithm = Integer.parseInt(id, 16);
        setAdminKey(algorithm, key);
        assertThat(terminal.administer(algorithm, cipher, key)).isEqualTo(0x9000);
        assertThat(generate(KeySlot.CARD, KeyAlgorithm.P_256)).isEqualTo(0x9000);
        restart();
        assertThat(generate(KeySlot.CARD, KeyAlgorithm.P_256)).isEqualTo(0x6982);
        assertThat(external(algorithm, cipher, key)).isEqualTo(0x9000);
        assertThat(generate(KeySlot.CARD, KeyAlgorithm.P_256)).isEqualTo(0x9000);
        assertThat(external(algorithm, cipher, other(key))).isEqualTo(0x6982);
        assertThat(generate(KeySlot.CARD, KeyAlgorithm.P_256)).isEqualTo(0x6982);
        assertThat(terminal.administer(algorithm, cipher, other(key))).isEqualTo(0x6982);
        assertThat(terminal.administer(algorithm ^ 0x06, cipher, key)).isEqualTo(0x6A86);
    }

    private void setAdminKey(int algorithm, byte[] key) throws GeneralSecurityException {
        terminal.administer();
        byte[] header = {(byte) algorithm, (byte) 0x9B, (byte) key.length};
        assertThat(terminal.send(0xFF, 0xFF, 0xFF, Terminal.concat(header, key))).isEqualTo(0x9000);
        restart();
    }

    private static byte[] other(byte[] key) {
        byte[] other = key.clone();
        other[0] ^= 0x10; // not a parity bit, which 3DES ignores
        return other;
    }

    private int external(int algorithm, String cipher, byte[] key) throws GeneralSecurityException {
        terminal.send(0x87, algorithm, 0x9B, "7C028100");
        byte[] challenge = Arrays.copyOfRange(terminal.data(), 4, terminal.data().length);
        byte[] answer = Terminal.cipher(Cipher.ENCRYPT_MODE, cipher, key, challenge);
        return terminal.send(0x87, algorithm, 0x9B, Tlv.of(0x7C, new Tlv(0x82, answer)).encoded());
    }

    @Test
    void a_challenge_is_good_for_the_next_command_only() throws GeneralSecurityException {
        terminal.send(0x87, 0x03, 0x9B, "7C028100");
        byte[] challenge = Arrays.copyOfRange(terminal.data(), 4, terminal.data().length);
        byte[] answer =
                Terminal.cipher(Cipher.ENCRYPT_MODE, "DESede", Terminal.ADMIN_KEY, challenge);
        terminal.apdu("00200080");
        assertThat(terminal.send(0x87, 0x03, 0x9B, Tlv.of(0x7C, new Tlv(0x82, answer)).encoded()))
                .isEqualTo(0x6A80);
    }

    @Test
    void the_management_key_encrypts_nothing_for_strangers() {
        assertThat(terminal.send(0x87, 0x03, 0x9B, "7C0C820081080102030405060708"))
                .isEqualTo(0x6A80);
        assertThat(terminal.send(0x87, 0x03, 0x9B, "7C148008010203040506070881080102030405060708"))
                .isEqualTo(0x6A80);
    }

    private void restart() {
        terminal.card.reset();
        terminal.select();
    }

    private int generate(KeySlot slot, KeyAlgorithm algorithm) {
        return terminal.send(
                0x47,
                0x00,
                slot.id(),
                Tlv.of(0xAC, new Tlv(0x80, new byte[] {(byte) algorithm.id()})).encoded());
    }

    private PublicKey generated(KeySlot slot, KeyAlgorithm algorithm) throws Exception {
        terminal.administer();
        assertThat(generate(slot, algorithm)).isEqualTo(0x9000);
        List<Tlv> parts = Tlv.parse(Tlv.only(terminal.data(), 0x7F49));
        if (algorithm.rsa()) {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(number(parts, 0x81), number(parts, 0x82)));
        }
        byte[] point = Tlv.find(parts, 0x86).orElseThrow();
        int size = algorithm.bytes();
        ECPublicKey sample = (ECPublicKey) pair(algorithm).getPublic();
        return KeyFactory.getInstance("EC")
                .generatePublic(
                        new ECPublicKeySpec(
                                new ECPoint(
                                        new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + size)),
                                        new BigInteger(
                                                1,
                                                Arrays.copyOfRange(point, 1 + size, point.length))),
                                sample.getParams()));
    }

    private static BigInteger number(List<Tlv> parts, int tag) {
        return new BigInteger(1, Tlv.find(parts, tag).orElseThrow());
    }

    private static KeyPair pair(KeyAlgorithm algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.family());
        if (algorithm.rsa()) {
            generator.initialize(algorithm.bits());
        } else {
            generator.initialize(new ECGenParameterSpec(algorithm.curve()));
        }
        return generator.generateKeyPair();
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void a_generated_key_signs(KeyAlgorithm algorithm) throws Exception {
        PublicKey key = generated(KeySlot.AUTHENTICATION, algorithm);
        terminal.verify("123456");
        assertSigns(terminal, key, algorithm, KeySlot.AUTHENTICATION);
    }

    private static void assertSigns(
            Terminal terminal, PublicKey key, KeyAlgorithm algorithm, KeySlot slot)
            throws Exception {
        byte[] text = "văn bản".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
        byte[] input = algorithm.rsa() ? pkcs1(algorithm, hash) : hash;
        assertThat(terminal.compute(algorithm, slot, 0x81, input)).isEqualTo(0x9000);
        Signature check =
                Signature.getInstance(algorithm.rsa() ? "SHA256withRSA" : "SHA256withECDSA");
        check.initVerify(key);
        check.update(text);
        assertThat(check.verify(terminal.data())).isTrue();
    }

    /** EMSA-PKCS1-v1_5 (RFC 8017, 9.2). */
    private static byte[] pkcs1(KeyAlgorithm algorithm, byte[] hash) {
        byte[] info =
                Terminal.concat(
                        HexFormat.of().parseHex("3031300D060960864801650304020105000420"), hash);
        byte[] block = new byte[algorithm.bytes()];
        Arrays.fill(block, 1, block.length - info.length - 1, (byte) 0xff);
        block[1] = 1;
        block[block.length - info.length - 1] = 0;
        System.arraycopy(info, 0, block, block.length - info.length, info.length);
        return block;
    }

    @ParameterizedTest
    @EnumSource(names = {"P_256", "P_384"})
    void a_decryption_key_agrees(KeyAlgorithm algorithm) throws Exception {
        PublicKey key = generated(KeySlot.DECRYPTION, algorithm);
        terminal.verify("123456");
        assertAgrees(key, algorithm, KeySlot.DECRYPTION);
    }

    private void assertAgrees(PublicKey key, KeyAlgorithm algorithm, KeySlot slot)
            throws Exception {
        KeyPair peer = pair(algorithm);
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(peer.getPrivate());
        agreement.doPhase(key, true);
        assertThat(terminal.compute(algorithm, slot, 0x85, point(peer))).isEqualTo(0x9000);
        assertThat(terminal.data()).isEqualTo(agreement.generateSecret());
    }

    private static byte[] point(KeyPair pair) throws Refusal {
        return Tlv.only(Tlv.only(CardKey.publicTemplate(pair.getPublic()), 0x7F49), 0x86);
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA_2048", "RSA_3072"})
    void a_decryption_key_decrypts(KeyAlgorithm algorithm) throws Exception {
        PublicKey key = generated(KeySlot.DECRYPTION, algorithm);
        terminal.verify("123456");
        Cipher cipher = Cipher.getInstance("RSA/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, key);
        byte[] block = new byte[algorithm.bytes()];
        block[block.length - 1] = 42;
        assertThat(terminal.compute(algorithm, KeySlot.DECRYPTION, 0x81, cipher.doFinal(block)))
                .isEqualTo(0x9000);
        assertThat(terminal.data()).isEqualTo(block);
    }

    @Test
    void a_point_off_the_curve_is_refused() throws Exception {
        terminal.card.generate(KeySlot.DECRYPTION, KeyAlgorithm.P_256);
        terminal.verify("123456");
        byte[] point = point(pair(KeyAlgorithm.P_256));
        point[64] ^= 1;
        assertThat(agree(point)).isEqualTo(0x6A80);
        assertThat(agree(point(pair(KeyAlgorithm.P_384)))).isEqualTo(0x6A80);
        assertThat(agree(new byte[65])).isEqualTo(0x6A80);
        byte[] infinity = new byte[65];
        infinity[0] = 4;
        assertThat(agree(infinity)).isEqualTo(0x6A80);
    }

    private int agree(byte[] point) throws Refusal {
        return terminal.compute(KeyAlgorithm.P_256, KeySlot.DECRYPTION, 0x85, point);
    }

    @Test
    void the_signature_key_wants_the_pin_immediately_before_each_use() throws Exception {
        terminal.card.generate(KeySlot.SIGNATURE, KeyAlgorithm.P_256);
        assertThat(sign(KeySlot.SIGNATURE)).isEqualTo(0x6982);
        terminal.verify("123456");
        assertThat(sign(KeySlot.SIGNATURE)).isEqualTo(0x9000);
        assertThat(sign(KeySlot.SIGNATURE)).isEqualTo(0x6982);
        terminal.verify("123456");
        terminal.apdu("00200080");
        assertThat(sign(KeySlot.SIGNATURE)).isEqualTo(0x6982);
    }

    @Test
    void the_pin_holds_through_the_chain_of_a_long_command() throws Exception {
        terminal.card.generate(KeySlot.SIGNATURE, KeyAlgorithm.RSA_2048);
        terminal.verify("123456");
        assertThat(terminal.compute(KeyAlgorithm.RSA_2048, KeySlot.SIGNATURE, 0x81, new byte[256]))
                .isEqualTo(0x9000);
    }

    @Test
    void authentication_and_decryption_want_the_pin_once_and_the_card_key_never() throws Exception {
        terminal.card.generate(KeySlot.AUTHENTICATION, KeyAlgorithm.P_256);
        terminal.card.generate(KeySlot.CARD, KeyAlgorithm.P_256);
        assertThat(sign(KeySlot.CARD)).isEqualTo(0x9000);
        assertThat(sign(KeySlot.AUTHENTICATION)).isEqualTo(0x6982);
        terminal.verify("123456");
        assertThat(sign(KeySlot.AUTHENTICATION)).isEqualTo(0x9000);
        assertThat(sign(KeySlot.AUTHENTICATION)).isEqualTo(0x9000);
        restart();
        assertThat(sign(KeySlot.AUTHENTICATION)).isEqualTo(0x6982);
    }

    private int sign(KeySlot slot) throws Refusal {
        return terminal.compute(KeyAlgorithm.P_256, slot, 0x81, HASH_32);
    }

    @Test
    void a_key_does_what_its_slot_is_for() throws Exception {
        terminal.card.generate(KeySlot.AUTHENTICATION, KeyAlgorithm.P_256);
        terminal.card.generate(KeySlot.DECRYPTION, KeyAlgorithm.P_256);
        terminal.verify("123456");
        assertThat(sign(KeySlot.DECRYPTION)).isEqualTo(0x6A80);
        assertThat(
                        terminal.compute(
                                KeyAlgorithm.P_256,
                                KeySlot.AUTHENTICATION,
                                0x85,
                                point(pair(KeyAlgorithm.P_256))))
                .isEqualTo(0x6A80);
    }

    @Test
    void what_does_not_fit_the_key_is_refused() throws Exception {
        terminal.card.generate(KeySlot.AUTHENTICATION, KeyAlgorithm.P_256);
        terminal.card.generate(KeySlot.CARD, KeyAlgorithm.RSA_2048);
        terminal.verify("123456");
        KeySlot slot = KeySlot.AUTHENTICATION;
        assertThat(terminal.compute(KeyAlgorithm.P_384, slot, 0x81, HASH_32)).isEqualTo(0x6A86);
        assertThat(terminal.compute(KeyAlgorithm.P_256, slot, 0x81, new byte[33]))
                .isEqualTo(0x6A80);
        assertThat(terminal.compute(KeyAlgorithm.P_256, slot, 0x81, new byte[0])).isEqualTo(0x6A80);
        assertThat(sign(KeySlot.SIGNATURE)).isEqualTo(0x6A86); // no key there
        assertThat(terminal.compute(KeyAlgorithm.RSA_2048, KeySlot.CARD, 0x81, HASH_32))
                .isEqualTo(0x6A80);
        byte[] large = new byte[256];
        Arrays.fill(large, (byte) 0xff);
        assertThat(terminal.compute(KeyAlgorithm.RSA_2048, KeySlot.CARD, 0x81, large))
                .isEqualTo(0x6A80);
    }

    @ParameterizedTest
    @CsvSource({
        "9A, AC038001FF, 6A80",
        "9A, AC03800116, 6A80",
        "9A, AC06800111AA0101, 6A80", // a PIN rule of one's own
        "9A, 80, 6A80",
        "9B, AC03800111, 6A86",
        "82, AC03800111, 6A86", // the card makes no retired keys
        "FF, AC03800111, 6A86",
    })
    void only_known_keys_are_made(String slot, String template, String status)
            throws GeneralSecurityException {
        terminal.administer();
        assertThat(terminal.send(0x47, 0, Integer.parseInt(slot, 16), template))
                .isEqualTo(Integer.parseInt(status, 16));
    }

    @Test
    void an_old_ec_key_is_imported_into_a_retired_slot() throws Exception {
        KeyPair old = pair(KeyAlgorithm.P_384);
        byte[] scalar = ((ECPrivateKey) old.getPrivate()).getS().toByteArray();
        byte[] parts = new Tlv(0x06, scalar).encoded();
        assertThat(terminal.send(0xFE, 0x14, 0x82, parts)).isEqualTo(0x6982);
        terminal.administer();
        assertThat(terminal.send(0xFE, 0x14, 0x82, parts)).isEqualTo(0x9000);
        terminal.verify("123456");
        assertAgrees(old.getPublic(), KeyAlgorithm.P_384, KeySlot.RETIRED.get(0));
    }

    @Test
    void an_old_rsa_key_is_imported() throws Exception {
        KeyPair old = pair(KeyAlgorithm.RSA_2048);
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) old.getPrivate();
        terminal.administer();
        assertThat(terminal.send(0xFE, 0x07, 0x9A, parts(key, key.getPrimeExponentQ())))
                .isEqualTo(0x9000);
        terminal.verify("123456");
        assertSigns(terminal, old.getPublic(), KeyAlgorithm.RSA_2048, KeySlot.AUTHENTICATION);
        assertThat(terminal.send(0xFE, 0x07, 0x9A, parts(key, BigInteger.TEN))).isEqualTo(0x6A80);
        assertThat(terminal.send(0xFE, 0x05, 0x9A, parts(key, key.getPrimeExponentQ())))
                .isEqualTo(0x6A80);
    }

    private static byte[] parts(RSAPrivateCrtKey key, BigInteger exponentQ) {
        byte[] all = new byte[0];
        List<BigInteger> numbers =
                List.of(
                        key.getPrimeP(),
                        key.getPrimeQ(),
                        key.getPrimeExponentP(),
                        exponentQ,
                        key.getCrtCoefficient());
        for (int i = 0; i < numbers.size(); i++) {
            all = Terminal.concat(all, new Tlv(i + 1, numbers.get(i).toByteArray()).encoded());
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "11, 0600",
        "11, 0700",
        "11, 060100",
        "07, 010103",
        "07, 010100020100030100040100050100"
    })
    void parts_that_are_no_key_are_refused(String algorithm, String parts)
            throws GeneralSecurityException {
        terminal.administer();
        assertThat(terminal.send(0xFE, Integer.parseInt(algorithm, 16), 0x82, parts))
                .isEqualTo(0x6A80);
    }

    @Test
    void the_decryption_key_is_moved_aside_for_a_new_one() throws Exception {
        PublicKey old = generated(KeySlot.DECRYPTION, KeyAlgorithm.P_256);
        assertThat(terminal.send(0xF6, 0x83, 0x9D, new byte[0])).isEqualTo(0x9000);
        PublicKey fresh = generated(KeySlot.DECRYPTION, KeyAlgorithm.P_256);
        terminal.verify("123456");
        assertAgrees(old, KeyAlgorithm.P_256, KeySlot.RETIRED.get(1));
        assertAgrees(fresh, KeyAlgorithm.P_256, KeySlot.DECRYPTION);
        assertThat(terminal.send(0xF6, 0x83, 0x9D, new byte[0])).isEqualTo(0x6985);
        assertThat(terminal.send(0xF6, 0xFF, 0x83, new byte[0])).isEqualTo(0x9000);
        assertThat(terminal.send(0xF6, 0xFF, 0x83, new byte[0])).isEqualTo(0x6A88);
        restart();
        assertThat(terminal.send(0xF6, 0x83, 0x9D, new byte[0])).isEqualTo(0x6982);
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void keys_survive_saving(KeyAlgorithm algorithm) throws Exception {
        PublicKey key = generated(KeySlot.AUTHENTICATION, algorithm);
        Terminal again = new Terminal(PivCard.load(terminal.card.save(), new SecureRandom()));
        again.select();
        again.verify("123456");
        assertSigns(again, key, algorithm, KeySlot.AUTHENTICATION);
    }
}
