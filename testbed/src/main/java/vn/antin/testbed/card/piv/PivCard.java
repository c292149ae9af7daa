package vn.antin.testbed.card.piv;

import java.io.ByteArrayOutputStream;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A PIV card: takes command APDUs, gives answers, and keeps keys that never leave it.
 *
 * <p>It stands between PC/SC and PKCS#11 in tests so that the path is the true one; it protects
 * nothing, since {@link #save} tells all. A new card has the PIN 123456, the PUK 12345678, three
 * tries of each, and the well-known 3DES management key. Any bytes may be sent to it: each command
 * is answered with at least a status word.
 *
 * <p>Beyond SP 800-73-4: the PIN for the signature key must come in the command immediately before;
 * keys can be imported, moved and deleted and the management key changed as on a YubiKey. Not
 * there: global PIN, pairing code, biometrics, secure messaging, contactless.
 *
 * <p>Thread-safe.
 */
public final class PivCard {
    private static final int LONGEST_CHAIN = 16_384;
    private static final byte[] VERSION = {5, 7, 0};

    /** T=1, historical bytes "AnTin" (ISO/IEC 7816-3, 8.2). */
    private static final byte[] ATR = HexFormat.of().parseHex("3B87018055416E54696E2F");

    private final SecureRandom random;
    private final CardState state;
    private Session session = new Session();
    private boolean selected;
    private Optional<CommandApdu> chain = Optional.empty();
    private byte[] rest = new byte[0];

    private PivCard(SecureRandom random, CardState state) {
        this.random = random;
        this.state = state;
    }

    /** A new card with its own identity and no keys. */
    public static PivCard fresh(SecureRandom random) {
        return new PivCard(random, CardState.fresh(random));
    }

    /**
     * A card that was saved.
     *
     * @throws IllegalArgumentException when the text is no saved card
     */
    public static PivCard load(String text, SecureRandom random) {
        return new PivCard(random, CardState.load(text));
    }

    /** All that the card keeps without power, its secrets too, as text. */
    public synchronized String save() {
        return state.save();
    }

    /** The serial number that a YubiKey would tell. */
    public long serial() {
        return state.serialNumber();
    }

    /** The answer to reset. */
    public byte[] atr() {
        return ATR.clone();
    }

    /** Power is lost or the reader resets the card: the security status is gone. */
    public synchronized void reset() {
        session = new Session();
        selected = false;
        chain = Optional.empty();
        rest = new byte[0];
    }

    // --- The issuer's side: what happens before a card is handed out, without commands
    // ------------

    /** Makes a key pair in a slot. */
    public synchronized PublicKey generate(KeySlot slot, KeyAlgorithm algorithm) {
        KeyPair pair = CardKey.generate(algorithm, random);
        state.key(slot, CardKey.of(algorithm, pair.getPrivate()));
        return pair.getPublic();
    }

    /** Puts a key that was made elsewhere into a slot. */
    public synchronized void key(KeySlot slot, KeyAlgorithm algorithm, PrivateKey key) {
        state.key(slot, CardKey.of(algorithm, key));
    }

    /** Writes the certificate of a slot. */
    public synchronized void certificate(KeySlot slot, byte[] der) {
        try {
            state.object(slot.certificateTag(), DataObjects.certificate(der));
        } catch (Refusal e) {
            throw new IllegalArgumentException("the certificate does not fit", e);
        }
    }

    /** Sets PIN and PUK with three tries each: 6 to 8 digits, and 8 characters. */
    public synchronized void secrets(String pin, String puk) {
        Secret newPin = Secret.of(pin);
        if (!Secret.isPin(newPin.value()) || puk.length() != Secret.LENGTH) {
            throw new IllegalArgumentException("a PIN has 6 to 8 digits, a PUK 8 characters");
        }
        state.secrets(newPin, Secret.of(puk));
    }

    /** Sets what the card can do with slots for old keys. */
    public synchronized void retirement(KeySlot.Retirement retirement) {
        state.retirement(retirement);
    }

    /**
     * Sets the management key.
     *
     * @param algorithm 03 3DES with 24 bytes, 08 AES with 16, 0A with 24, 0C with 32
     */
    public synchronized void managementKey(int algorithm, byte[] key) {
        AdminKey.Kind kind =
                AdminKey.Kind.of(algorithm)
                        .orElseThrow(() -> new IllegalArgumentException("no such cipher"));
        state.admin(new AdminKey(kind, key));
    }

    // --- Commands
    // ---------------------------------------------------------------------------------

    /** Answers a command. */
    public synchronized byte[] transmit(byte[] apdu) {
        try {
            CommandApdu command = CommandApdu.parse(apdu);
            Refusal.unless(command.plainClass(), StatusWord.UNKNOWN_CLASS);
            if (command.ins() == 0xC0 && !command.chained()) {
                Refusal.unless(rest.length > 0, StatusWord.CONDITIONS_NOT_SATISFIED);
                return part(rest, command.expected());
            }
            rest = new byte[0];
            Optional<CommandApdu> whole = chain(command);
            if (whole.isEmpty()) {
                return StatusWord.answer(new byte[0], StatusWord.OK);
            }
            return part(execute(whole.get()), command.expected());
        } catch (Refusal e) {
            return StatusWord.answer(new byte[0], e.status());
        }
    }

    /** The part of an answer that the reader wants now; the rest waits for GET RESPONSE. */
    private byte[] part(byte[] answer, int expected) {
        if (answer.length <= expected) {
            rest = new byte[0];
            return StatusWord.answer(answer, StatusWord.OK);
        }
        rest = Arrays.copyOfRange(answer, expected, answer.length);
        int more = rest.length > 0xff ? 0 : rest.length;
        return StatusWord.answer(Arrays.copyOf(answer, expected), StatusWord.MORE | more);
    }

    /** Collects a chain; the whole command once its last part has come. */
    private Optional<CommandApdu> chain(CommandApdu command) throws Refusal {
        Optional<CommandApdu> before = chain;
        chain = Optional.empty();
        if (before.isEmpty() && !command.chained()) {
            return Optional.of(command);
        }
        Refusal.unless(
                before.isEmpty() || command.continues(before.get()), StatusWord.CHAIN_EXPECTED);
        Refusal.unless(List.of(0x87, 0xDB, 0xFE).contains(command.ins()), StatusWord.NO_CHAINING);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        before.ifPresent(part -> data.writeBytes(part.data()));
        data.writeBytes(command.data());
        Refusal.unless(data.size() <= LONGEST_CHAIN, StatusWord.WRONG_LENGTH);
        CommandApdu whole = command.withData(data.toByteArray());
        if (command.chained()) {
            chain = Optional.of(whole);
            return Optional.empty();
        }
        return Optional.of(whole);
    }

    private byte[] execute(CommandApdu command) throws Refusal {
        if (command.ins() == 0xA4) {
            return select(command);
        }
        Refusal.unless(selected, StatusWord.UNKNOWN_INSTRUCTION);
        session.begin();
        PinCommands pins = new PinCommands(state, session);
        KeyCommands keys = new KeyCommands(state, session, random);
        return switch (command.ins()) {
            case 0x20 -> pins.verify(command);
            case 0x24 -> pins.change(command);
            case 0x2C -> pins.unblock(command);
            case 0x47 -> keys.generate(command);
            case 0x87 -> keys.authenticate(command);
            case 0xCB -> getData(command);
            case 0xDB -> putData(command);
            case 0xF6 -> keys.move(command);
            case 0xF8 -> state.serial();
            case 0xFD -> VERSION.clone();
            case 0xFE -> keys.importKey(command);
            case 0xFF -> keys.setAdminKey(command);
            default -> throw new Refusal(StatusWord.UNKNOWN_INSTRUCTION);
        };
    }

    /** Another selection of the same application keeps the security status; an unknown one too. */
    private byte[] select(CommandApdu command) throws Refusal {
        Refusal.unless(command.parameters() == 0x0400, StatusWord.WRONG_P1_P2);
        byte[] name = command.data();
        boolean ours =
                name.length >= 5
                        && name.length <= DataObjects.AID.length
                        && Arrays.equals(name, Arrays.copyOf(DataObjects.AID, name.length));
        Refusal.unless(ours, StatusWord.NOT_FOUND);
        session.begin();
        selected = true;
        return DataObjects.applicationProperties();
    }

    private byte[] getData(CommandApdu command) throws Refusal {
        Refusal.unless(command.parameters() == 0x3FFF, StatusWord.WRONG_P1_P2);
        int tag = tag(Tlv.only(command.data(), 0x5C));
        if (tag == DataObjects.DISCOVERY) {
            return DataObjects.discovery();
        }
        if (DataObjects.needsPin(tag)) {
            session.requirePin();
        }
        byte[] contents = state.object(tag).orElseThrow(() -> new Refusal(StatusWord.NOT_FOUND));
        return new Tlv(0x53, contents).encoded();
    }

    private byte[] putData(CommandApdu command) throws Refusal {
        session.requireAdmin();
        Refusal.unless(command.parameters() == 0x3FFF, StatusWord.WRONG_P1_P2);
        List<Tlv> parts = Tlv.parse(command.data());
        Refusal.unless(parts.size() == 2 && parts.get(0).tag() == 0x5C, StatusWord.WRONG_DATA);
        int tag = tag(parts.get(0).value());
        Refusal.unless(DataObjects.writable(tag), StatusWord.NOT_SUPPORTED);
        Refusal.unless(parts.get(1).tag() == 0x53, StatusWord.WRONG_DATA);
        state.object(tag, parts.get(1).value());
        return new byte[0];
    }

    private static int tag(byte[] bytes) throws Refusal {
        Refusal.unless(bytes.length >= 1 && bytes.length <= 3, StatusWord.WRONG_DATA);
        int tag = 0;
        for (byte one : bytes) {
            tag = (tag << 8) | (one & 0xff);
        }
        return tag;
    }
}
