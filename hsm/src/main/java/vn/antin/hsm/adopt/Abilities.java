package vn.antin.hsm.adopt;

/**
 * What a key on a card can do, found by doing it.
 *
 * @param signing how it signs
 * @param decrypts whether it undoes RSA-OAEP with SHA-256 in the card; a key of less than 3072 bits
 *     is never asked
 */
public record Abilities(Signing signing, boolean decrypts) {
    /** How signatures that the project takes are made. */
    public enum Signing {
        /** By the card. */
        IN_CARD,
        /** Padded in software, the bare RSA operation by the card. */
        PADDING_IN_SOFTWARE,
        /** Not at all. */
        NONE
    }
}
