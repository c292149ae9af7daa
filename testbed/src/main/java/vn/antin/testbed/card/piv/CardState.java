package vn.antin.testbed.card.piv;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a card keeps without power: identity, PINs, keys, objects. Not thread-safe. */
final class CardState {
    private static final String HEADER = "antin-piv-card 1";
    private static final int MEMORY = 65_536;
    private static final byte[] WELL_KNOWN_ADMIN_KEY =
            HexFormat.of().parseHex("0102030405060708".repeat(3));
    private static final HexFormat HEX = HexFormat.of();

    private final byte[] serial;
    private final byte[] guid;
    private Secret pin;
    private Secret puk;
    private AdminKey admin;
    private KeySlot.Retirement retirement = KeySlot.Retirement.MOVES;
    private final Map<Integer, CardKey> keys = new TreeMap<>();
    private final Map<Integer, byte[]> objects = new TreeMap<>();

    private CardState(byte[] serial, byte[] guid, Secret pin, Secret puk, AdminKey admin) {
        this.serial = serial;
        this.guid = guid;
        this.pin = pin;
        this.puk = puk;
        this.admin = admin;
    }

    /** A new card with the secrets that cards are commonly delivered with. */
    static CardState fresh(SecureRandom random) {
        byte[] serial = new byte[4];
        random.nextBytes(serial);
        serial[0] &= 0x7f;
        byte[] guid = new byte[16];
        random.nextBytes(guid);
        guid[6] = (byte) ((guid[6] & 0x0f) | 0x40); // a UUID, version 4 (RFC 9562)
        guid[8] = (byte) ((guid[8] & 0x3f) | 0x80);
        CardState state =
                new CardState(
                        serial,
                        guid,
                        Secret.of("123456"),
                        Secret.of("12345678"),
                        new AdminKey(AdminKey.Kind.TRIPLE_DES, WELL_KNOWN_ADMIN_KEY));
        state.objects.putAll(DataObjects.initial(guid));
        return state;
    }

    /**
     * Reads a saved card.
     *
     * @throws IllegalArgumentException when the text is none
     */
    static CardState load(String text) {
        Map<String, String[]> once = new HashMap<>();
        List<String[]> keys = new ArrayList<>();
        List<String[]> objects = new ArrayList<>();
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw new IllegalArgumentException("the file does not begin with " + HEADER);
        }
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "key" -> keys.add(words);
                case "object" -> objects.add(words);
                default -> once.put(words[0], words);
            }
        }
        CardState state =
                new CardState(
                        hex(word(once, "serial", 1), 4),
                        hex(word(once, "guid", 1), 16),
                        secret(once, "pin"),
                        secret(once, "puk"),
                        admin(once));
        if (once.containsKey("retirement")) {
            state.retirement = KeySlot.Retirement.valueOf(word(once, "retirement", 1));
        }
        for (String[] key : keys) {
            KeySlot slot =
                    KeySlot.of(number(key, 1))
                            .orElseThrow(() -> new IllegalArgumentException("no such key slot"));
            state.keys.put(slot.id(), key(key));
        }
        for (String[] object : objects) {
            state.objects.put(number(object, 1), HEX.parseHex(word(object, 2)));
        }
        return state;
    }

    private static CardKey key(String[] words) {
        KeyAlgorithm algorithm =
                KeyAlgorithm.of(number(words, 2))
                        .orElseThrow(() -> new IllegalArgumentException("no such algorithm"));
        try {
            return CardKey.decode(algorithm, HEX.parseHex(word(words, 3)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a key cannot be read", e);
        }
    }

    private static Secret secret(Map<String, String[]> lines, String name) {
        return new Secret(
                hex(word(lines, name, 1), Secret.LENGTH),
                Integer.parseInt(word(lines, name, 2)),
                Integer.parseInt(word(lines, name, 3)));
    }

    private static AdminKey admin(Map<String, String[]> lines) {
        AdminKey.Kind kind =
                AdminKey.Kind.of(HexFormat.fromHexDigits(word(lines, "admin", 1)))
                        .orElseThrow(() -> new IllegalArgumentException("no such cipher"));
        return new AdminKey(kind, HEX.parseHex(word(lines, "admin", 2)));
    }

    private static String word(Map<String, String[]> lines, String name, int index) {
        String[] words = lines.get(name);
        if (words == null) {
            throw new IllegalArgumentException("the line " + name + " is missing");
        }
        return word(words, index);
    }

    private static String word(String[] words, int index) {
        if (words.length <= index) {
            throw new IllegalArgumentException("a line is too short: " + words[0]);
        }
        return words[index];
    }

    private static int number(String[] words, int index) {
        return HexFormat.fromHexDigits(word(words, index));
    }

    private static byte[] hex(String digits, int bytes) {
        byte[] value = HEX.parseHex(digits);
        if (value.length != bytes) {
            throw new IllegalArgumentException("not " + bytes + " bytes");
        }
        return value;
    }

    /** The card as text, a line for each thing; {@link #load} reads it. It holds the secrets. */
    String save() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        line(text, "serial", HEX.formatHex(serial));
        line(text, "guid", HEX.formatHex(guid));
        line(text, "pin", HEX.formatHex(pin.value()), pin.tries(), pin.left());
        line(text, "puk", HEX.formatHex(puk.value()), puk.tries(), puk.left());
        line(text, "admin", id(admin.kind().id()), HEX.formatHex(admin.value()));
        line(text, "retirement", retirement);
        keys.forEach((slot, key) ->
                line(
                        text,
                        "key",
                        id(slot),
                        id(key.algorithm().id()),
                        HEX.formatHex(key.encoded())));
        objects.forEach((tag, value) -> line(text, "object", id(tag), HEX.formatHex(value)));
        return text.toString();
    }

    private static void line(StringBuilder text, Object... words) {
        for (int i = 0; i < words.length; i++) {
            text.append(i == 0 ? "" : " ").append(words[i]);
        }
        text.append('\n');
    }

    private static String id(int number) {
        return String.format("%02X", number);
    }

    byte[] serial() {
        return serial.clone();
    }

    Secret pin() {
        return pin;
    }

    Secret puk() {
        return puk;
    }

    void secrets(Secret newPin, Secret newPuk) {
        pin = newPin;
        puk = newPuk;
    }

    AdminKey admin() {
        return admin;
    }

    void admin(AdminKey fresh) {
        admin = fresh;
    }

    KeySlot.Retirement retirement() {
        return retirement;
    }

    void retirement(KeySlot.Retirement other) {
        retirement = other;
    }

    Optional<CardKey> key(KeySlot slot) {
        return Optional.ofNullable(keys.get(slot.id()));
    }

    void key(KeySlot slot, CardKey key) {
        keys.put(slot.id(), key);
    }

    void removeKey(KeySlot slot) {
        keys.remove(slot.id());
    }

    /** An object's contents; the key history is counted unless the issuer wrote one. */
    Optional<byte[]> object(int tag) {
        byte[] value = objects.get(tag);
        if (value == null && tag == DataObjects.KEY_HISTORY) {
            long retired =
                    KeySlot.RETIRED.stream()
                            .filter(slot -> objects.containsKey(slot.certificateTag()))
                            .count();
            return Optional.of(DataObjects.keyHistory((int) retired));
        }
        return Optional.ofNullable(value);
    }

    /** Writes an object; empty contents remove it. */
    void object(int tag, byte[] value) throws Refusal {
        int others =
                objects.entrySet().stream()
                        .filter(entry -> entry.getKey() != tag)
                        .mapToInt(entry -> entry.getValue().length)
                        .sum();
        Refusal.unless(others + value.length <= MEMORY, StatusWord.NO_SPACE);
        if (value.length == 0) {
            objects.remove(tag);
        } else {
            objects.put(tag, value.clone());
        }
    }

    /** The serial number as people read it. */
    long serialNumber() {
        return Integer.toUnsignedLong(ByteBuffer.wrap(serial).getInt());
    }
}
