package vn.antin.testbed.card.piv;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Sends commands to a card as a terminal does: short APDUs, chains, GET RESPONSE. */
final class Terminal {
    static final byte[] ADMIN_KEY = HexFormat.of().parseHex("0102030405060708".repeat(3));
    static final byte[] AID = HexFormat.of().parseHex("A000000308");

    final PivCard card;
    private byte[] data = new byte[0];

    Terminal(PivCard card) {
        this.card = card;
    }

    /** A new card, selected. */
    static Terminal fresh() {
        Terminal terminal = new Terminal(PivCard.fresh(new SecureRandom()));
        terminal.select();
        return terminal;
    }

    int select() {
        return send(0xA4, 0x04, 0x00, AID);
    }

    /** Data of the last answer. */
    byte[] data() {
        return data;
    }

    /** Sends one command, in a chain when it is long, and collects the whole answer. */
    int send(int ins, int p1, int p2, byte[] body) {
        int at = 0;
        while (body.length - at > 255) {
            int status = raw(0x10, ins, p1, p2, Arrays.copyOfRange(body, at, at + 255));
            if (status != StatusWord.OK) {
                return status;
            }
            at += 255;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int status = raw(0, ins, p1, p2, Arrays.copyOfRange(body, at, body.length));
        whole.writeBytes(data);
        while (status >> 8 == 0x61) {
            status = apdu("00C00000" + HexFormat.of().toHexDigits((byte) status));
            whole.writeBytes(data);
        }
        data = whole.toByteArray();
        return status;
    }

    /** The same with the body in hex. */
    int send(int ins, int p1, int p2, String hex) {
        return send(ins, p1, p2, HexFormat.of().parseHex(hex));
    }

    /** Sends one short APDU. */
    int raw(int cla, int ins, int p1, int p2, byte[] body) {
        ByteArrayOutputStream apdu = new ByteArrayOutputStream();
        apdu.write(cla);
        apdu.write(ins);
        apdu.write(p1);
        apdu.write(p2);
        if (body.length > 0) {
            apdu.write(body.length);
            apdu.writeBytes(body);
        }
        return bytes(apdu.toByteArray());
    }

    /** Sends bytes given in hex. */
    int apdu(String hex) {
        return bytes(HexFormat.of().parseHex(hex));
    }

    private int bytes(byte[] apdu) {
        byte[] answer = card.transmit(apdu);
        data = Arrays.copyOf(answer, answer.length - 2);
        return StatusWord.of(answer);
    }

    static byte[] padded(String pin) {
        byte[] padded = new byte[8];
        Arrays.fill(padded, (byte) 0xff);
        byte[] digits = pin.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, padded, 0, digits.length);
        return padded;
    }

    static byte[] concat(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }

    int verify(String pin) {
        return send(0x20, 0x00, 0x80, padded(pin));
    }

    /** Shows the management key by mutual authentication. */
    int administer(int algorithm, String cipher, byte[] key) throws GeneralSecurityException {
        int status = send(0x87, algorithm, 0x9B, "7C028000");
        if (status != StatusWord.OK) {
            return status;
        }
        byte[] encrypted = Arrays.copyOfRange(data, 4, data.length);
        byte[] witness = cipher(Cipher.DECRYPT_MODE, cipher, key, encrypted);
        byte[] challenge = new byte[witness.length];
        Arrays.fill(challenge, (byte) 0x5a);
        status =
                send(
                        0x87,
                        algorithm,
                        0x9B,
                        Tlv.of(0x7C, new Tlv(0x80, witness), new Tlv(0x81, challenge)).encoded());
        if (status == StatusWord.OK
                && !Arrays.equals(
                        cipher(Cipher.ENCRYPT_MODE, cipher, key, challenge),
                        Arrays.copyOfRange(data, 4, data.length))) {
            throw new GeneralSecurityException("the card did not answer the challenge");
        }
        return status;
    }

    /** Shows the management key of a new card. */
    void administer() throws GeneralSecurityException {
        if (administer(0x03, "DESede", ADMIN_KEY) != StatusWord.OK) {
            throw new GeneralSecurityException("the management key was refused");
        }
    }

    static byte[] cipher(int mode, String cipher, byte[] key, byte[] block)
            throws GeneralSecurityException {
        Cipher engine = Cipher.getInstance(cipher + "/ECB/NoPadding");
        engine.init(mode, new SecretKeySpec(key, cipher));
        return engine.doFinal(block);
    }

    /** GENERAL AUTHENTICATE with an input under a tag; the output when it succeeds. */
    int compute(KeyAlgorithm algorithm, KeySlot slot, int tag, byte[] input) throws Refusal {
        int status =
                send(
                        0x87,
                        algorithm.id(),
                        slot.id(),
                        Tlv.of(0x7C, new Tlv(0x82, new byte[0]), new Tlv(tag, input)).encoded());
        if (status == StatusWord.OK) {
            data = Tlv.only(Tlv.only(data, 0x7C), 0x82);
        }
        return status;
    }
}
