package vn.antin.hsm;

import java.util.List;
import java.util.SortedMap;

/**
 * Attributes of a key as the token tells them, and what is wrong with them.
 *
 * @param attributes name (CKA without prefix) to value
 * @param problems empty for a key that is as it should be
 */
public record KeyCheck(String label, SortedMap<String, Boolean> attributes, List<String> problems) {
    /** Whether nothing is wrong. */
    public boolean passed() {
        return problems.isEmpty();
    }
}
