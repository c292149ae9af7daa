package vn.antin.hsm;

import java.security.PublicKey;

/**
 * A private key that is in a token.
 *
 * @param id CKA_ID in hexadecimal, empty when it has none
 */
public record KeyInfo(String label, String id, PublicKey publicKey) {}
