package vn.antin.hsm.key;

import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.hsm.token.ObjectName;

/**
 * How a token names the keys that the project knows by {@link KeyLabel}.
 *
 * @param ids CKA_ID in hexadecimal of the labels that the token does not know; the others are its
 *     own labels
 * @param oneKey subject key identifier in hexadecimal of the one key that does everything, on a
 *     card that others made: its label and CKA_ID are whatever they chose, so it is found by its
 *     public half
 */
public record KeyNames(Map<String, String> ids, Optional<String> oneKey) {
    /** Keys that the project made in a token that takes labels. */
    public static final KeyNames LABELS = new KeyNames(Map.of());

    /**
     * A PIV card (NIST SP 800-73-4) as OpenSC shows it: 9A authenticates, 9C signs, 9D decrypts,
     * and so do the slots for old keys, one of which holds the key in use when the card cannot move
     * keys.
     */
    public static final KeyNames PIV =
            new KeyNames(
                    Map.of(
                            KeyLabel.AUTHENTICATION, "01",
                            KeyLabel.SIGNATURE, "02",
                            KeyLabel.ENCRYPTION, "03"));

    /** Keeps its own copy; an identifier that is none is an {@link IllegalArgumentException}. */
    public KeyNames {
        ids = Map.copyOf(ids);
        oneKey.ifPresent(HexFormat.of()::parseHex);
    }

    /** Keys of their own, with these CKA_IDs. */
    public KeyNames(Map<String, String> ids) {
        this(ids, Optional.empty());
    }

    /** One key for everything, with this subject key identifier in hexadecimal. */
    public static KeyNames oneKey(String subjectKeyIdentifier) {
        return new KeyNames(Map.of(), Optional.of(subjectKeyIdentifier));
    }

    /** The names that a token made by this manufacturer uses. */
    public static KeyNames ofManufacturer(String manufacturer) {
        return manufacturer.equalsIgnoreCase("piv_II") ? PIV : LABELS;
    }

    /** Whether the certificate with this label is the newest of those for encryption. */
    boolean isNewest(String label) {
        return equals(PIV) && label.equals(KeyLabel.ENCRYPTION);
    }

    ObjectName of(long objectClass, String label) {
        Optional<String> id = Optional.ofNullable(ids.get(label));
        return id.isPresent()
                ? new ObjectName(objectClass, Optional.empty(), id)
                : ObjectName.ofLabel(objectClass, label);
    }
}
