package vn.antin.hsm.piv;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.smartcardio.CardTerminal;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.Pin;
import vn.antin.hsm.reader.CardReaders;

/**
 * One PIV card, for administration. Nobody else can use the card meanwhile; it is reset when this
 * is closed. Not thread-safe. All methods throw {@link KeyException}; a PIN is sent once, never
 * again.
 */
public final class PivToken implements AutoCloseable {
    private static final int PIN_REFERENCE = 0x80;
    private static final int PUK_REFERENCE = 0x81;
    private static final int PIN_BYTES = 8;
    private static final int SHORTEST_PIN = 6;
    private static final int CHUID = 0x5FC102;
    private static final int GUID = 0x34;

    /** SP 800-73-4 part 1, 3.3.4 and table 18. */
    private static final int KEY_HISTORY = 0x5FC10C;

    private final String reader;
    private final CardLink link;

    private PivToken(String reader, CardLink link) {
        this.reader = reader;
        this.link = link;
    }

    /** Readers that hold a card now. */
    public static List<String> readers() {
        return List.copyOf(CardReaders.withCard());
    }

    /**
     * Connects to the card in a reader.
     *
     * @throws KeyException TOKEN_MISSING, BUSY
     */
    public static PivToken open(String reader) {
        CardTerminal terminal =
                CardReaders.terminal(reader)
                        .orElseThrow(() ->
                                new KeyException(
                                        KeyException.Reason.TOKEN_MISSING,
                                        "no reader \"" + reader + "\"",
                                        null));
        return new PivToken(reader, CardLink.open(terminal));
    }

    /** Like {@link #open(String)}, with a reader that PC/SC need not know. */
    public static PivToken open(CardTerminal terminal) {
        return new PivToken(terminal.getName(), CardLink.open(terminal));
    }

    /** Name of the reader. */
    public String reader() {
        return reader;
    }

    /** The card's identity: the GUID of its CHUID, in hexadecimal; empty when it has none. */
    public String guid() {
        return object(CHUID)
                .flatMap(chuid -> Tlv.find(chuid, GUID))
                .map(HexFormat.of()::formatHex)
                .orElse("");
    }

    /** PIN tries left; empty when the card does not say. */
    public OptionalInt pinTries() {
        int status = link.send(0x20, 0, PIN_REFERENCE, new byte[0]).status();
        if ((status & 0xfff0) == 0x63C0) {
            return OptionalInt.of(status & 0xf);
        }
        return status == 0x6983 ? OptionalInt.of(0) : OptionalInt.empty();
    }

    /** Opens the card for its holder's keys. */
    public void verify(Pin pin) {
        withPadded(
                pin,
                padded -> {
                    byte[] unused =
                            CardLink.good("the PIN", link.send(0x20, 0, PIN_REFERENCE, padded));
                });
    }

    /** Changes the PIN. */
    public void changePin(Pin old, Pin fresh) {
        replace("changing the PIN", 0x24, PIN_REFERENCE, old, fresh);
    }

    /** Changes the PUK. */
    public void changePuk(Pin old, Pin fresh) {
        replace("changing the PUK", 0x24, PUK_REFERENCE, old, fresh);
    }

    /** Sets a new PIN by the PUK; opens a blocked one. */
    public void unblock(Pin puk, Pin fresh) {
        replace("unblocking the PIN", 0x2C, PIN_REFERENCE, puk, fresh);
    }

    private void replace(String doing, int instruction, int reference, Pin old, Pin fresh) {
        withPadded(
                old,
                first ->
                        withPadded(
                                fresh,
                                second -> {
                                    byte[] both =
                                            Arrays.copyOf(first, first.length + second.length);
                                    System.arraycopy(second, 0, both, first.length, second.length);
                                    try {
                                        byte[] unused =
                                                CardLink.good(
                                                        doing,
                                                        link.send(instruction, 0, reference, both));
                                    } finally {
                                        Arrays.fill(both, (byte) 0);
                                    }
                                }));
    }

    /** Lends a PIN as the card wants it: 6 to 8 characters, filled up with FF (2.4.3). */
    private static void withPadded(Pin pin, java.util.function.Consumer<byte[]> use) {
        pin.use(chars -> {
            if (chars.length < SHORTEST_PIN || chars.length > PIN_BYTES) {
                throw new KeyException(
                        KeyException.Reason.BAD_INPUT,
                        "PIN and PUK of this card have 6 to 8 characters",
                        null);
            }
            var padded = new byte[PIN_BYTES];
            Arrays.fill(padded, (byte) 0xff);
            for (int i = 0; i < chars.length; i++) {
                if (chars[i] < ' ' || chars[i] > '~') {
                    throw new KeyException(
                            KeyException.Reason.BAD_INPUT,
                            "PIN and PUK of this card are digits or plain letters",
                            null);
                }
                padded[i] = (byte) chars[i];
            }
            try {
                use.accept(padded);
            } finally {
                Arrays.fill(padded, (byte) 0);
            }
        });
    }

    /** Opens the card for writing. */
    public void authenticate(ManagementKey key, SecureRandom random) {
        key.authenticate(link, random);
    }

    /** Changes the management key; {@link #authenticate} came before. */
    public void install(ManagementKey key) {
        key.install(link);
    }

    /** Makes a key pair on the card; an earlier key in the slot is lost. */
    public PublicKey generate(PivSlot slot, KeyType type) {
        byte[] template =
                Tlv.encode(
                        new Tlv(
                                0xAC,
                                Tlv.encode(
                                        new Tlv(
                                                0x80,
                                                new byte[] {(byte) PivKeys.algorithm(type)}))));
        byte[] answer =
                CardLink.good(
                        "making a key in " + slot, link.send(0x47, 0, slot.reference(), template));
        return PivKeys.publicKey(type, Tlv.get(answer, 0x7F49));
    }

    /** Raw result of a private-key operation: ECDSA of a digest (DER), or Z of a point. */
    byte[] compute(PivSlot slot, KeyType type, int field, byte[] input) {
        byte[] template =
                Tlv.encode(
                        new Tlv(
                                0x7C,
                                Tlv.encode(new Tlv(0x82, new byte[0]), new Tlv(field, input))));
        byte[] answer =
                CardLink.good(
                        "using the key in " + slot,
                        link.send(0x87, PivKeys.algorithm(type), slot.reference(), template));
        return Tlv.get(Tlv.get(answer, 0x7C), 0x82);
    }

    /** Z of ECDH with the key in a slot; the PIN was given before. */
    SecretBytes agree(PivSlot slot, KeyType type, byte[] point) {
        return SecretBytes.owning(compute(slot, type, 0x85, point));
    }

    private Optional<byte[]> object(int tag) {
        byte[] name = Tlv.encode(new Tlv(0x5C, tagBytes(tag)));
        CardLink.Answer answer = link.send(0xCB, 0x3F, 0xFF, name);
        if (answer.status() == 0x6A82) {
            return Optional.empty();
        }
        return Tlv.find(CardLink.good("reading the card", answer), 0x53)
                .filter(value -> value.length > 0);
    }

    private static byte[] tagBytes(int tag) {
        return new byte[] {(byte) (tag >> 16), (byte) (tag >> 8), (byte) tag};
    }

    /** The certificate in a slot. */
    public Optional<X509Certificate> certificate(PivSlot slot) {
        return object(slot.certificateTag())
                .flatMap(object -> Tlv.find(object, 0x70))
                .map(PivToken::parsed);
    }

    private static X509Certificate parsed(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new KeyException(
                    KeyException.Reason.DEVICE_FAILURE, "the card shows a broken certificate", e);
        }
    }

    /** Writes the certificate of a slot, not compressed (SP 800-73-4 part 1, table 40). */
    public void writeCertificate(PivSlot slot, X509Certificate certificate) {
        try {
            writeObject(
                    slot.certificateTag(),
                    Tlv.encode(
                            new Tlv(0x70, certificate.getEncoded()),
                            new Tlv(0x71, new byte[1]),
                            new Tlv(0xFE, new byte[0])));
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate that cannot be encoded", e);
        }
    }

    private void writeObject(int tag, byte[] contents) {
        byte[] unused =
                CardLink.good(
                        "writing to the card",
                        link.send(
                                0xDB,
                                0x3F,
                                0xFF,
                                Tlv.encode(new Tlv(0x5C, tagBytes(tag)), new Tlv(0x53, contents))));
    }

    /**
     * Moves a key to an empty slot; the certificate stays where it is (MOVE KEY of YubiKeys from
     * firmware 5.7).
     *
     * @throws KeyException UNSUPPORTED when the card cannot, BAD_INPUT when there is no key
     */
    void move(PivSlot from, PivSlot to) {
        byte[] unused =
                CardLink.good(
                        "moving the key in " + from + " to " + to,
                        link.send(0xF6, to.reference(), from.reference(), new byte[0]));
    }

    /** How many slots for old keys may be in use: the lowest ones (SP 800-73-4 part 1, 3.3.4). */
    int keyHistory() {
        Optional<byte[]> history = object(KEY_HISTORY);
        if (history.isEmpty()) {
            return 0;
        }
        int keys = count(history.get(), 0xC1) + count(history.get(), 0xC2);
        return Math.min(keys, PivSlot.RETIRED.size());
    }

    private static int count(byte[] history, int tag) {
        return Tlv.find(history, tag)
                .filter(value -> value.length == 1)
                .map(value -> value[0] & 0xff)
                .orElse(0);
    }

    /** Tells readers how many retired keys there are, all with their certificates on the card. */
    void writeKeyHistory(int keys) {
        writeObject(
                KEY_HISTORY,
                Tlv.encode(
                        new Tlv(0xC1, new byte[] {(byte) keys}),
                        new Tlv(0xC2, new byte[1]),
                        new Tlv(0xFE, new byte[0])));
    }

    /**
     * Gives the card an identity of its own (CHUID with a random GUID, RFC 9562 version 4; no
     * federal number).
     */
    public void identify(SecureRandom random) {
        var guid = new byte[16];
        random.nextBytes(guid);
        guid[6] = (byte) ((guid[6] & 0x0f) | 0x40);
        guid[8] = (byte) ((guid[8] & 0x3f) | 0x80);
        writeObject(
                CHUID,
                Tlv.encode(
                        new Tlv(0x30, HexFormat.of().parseHex(NO_AGENCY)),
                        new Tlv(GUID, guid),
                        new Tlv(0x35, "20991231".getBytes(StandardCharsets.US_ASCII)),
                        new Tlv(0x3E, new byte[0]),
                        new Tlv(0xFE, new byte[0])));
    }

    /** FASC-N of agency 9999: the GUID identifies the card (SP 800-73-4 part 1, 3.1.2). */
    private static final String NO_AGENCY = "D4E739DA739CED39CE739D836858210842108421C84210C3EB";

    @Override
    public void close() {
        link.close();
    }
}
